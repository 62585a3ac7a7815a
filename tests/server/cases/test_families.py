"""Families: links between files, which show who belongs together and nothing of what is in the files."""

from __future__ import annotations

from typing import Any

import pytest

from fristad.server.accounts.actor import system
from fristad.server.accounts.rights import Role
from fristad.server.cases import telling, words
from fristad.server.cases.forms.family import FamilyForm
from fristad.server.cases.models import Case, FamilyMember
from tests.server.cases.desk import Desk
from tests.server.cases.files import open_case
from tests.server.office import Office

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(office: Office) -> Desk:
    """A caseworker at work."""
    return Desk(office.member(Role.CASEWORKER))


def link(desk: Desk, case: Case, other: str, relation: str, **more: Any) -> Any:
    """Fill in the form of a family page."""
    told = {"their_code": other, "relation": relation, "said_by": "person", **more}
    return desk.post("cases:family", case.code, **told)


def shown(desk: Desk, case: Case) -> str:
    """Return what the family page of a case says."""
    text: str = desk.get("cases:family", case.code).content.decode()
    return text[text.index("<main") : text.index("</main")].split("<h3>", maxsplit=1)[0]


def child(desk: Desk, name: str) -> Case:
    """Return the case of somebody of fourteen."""
    return open_case(desk.actor, name, ages=[{"kind": "stated", "least": 14, "most": 14, "on": "2026-01-01"}])


def test_it_shows_the_code_and_the_relation_and_nothing_else_of_the_other_file(desk: Desk) -> None:
    rahel, dawit = open_case(desk.actor, "Rahel"), open_case(desk.actor, "Dawit", words="To go home.")
    assert link(desk, rahel, dawit.code, "brother").status_code == 302
    page = shown(desk, rahel)
    assert dawit.code in page
    assert "Brother" in page
    assert "Dawit" not in page
    assert "To go home." not in page


def test_the_other_file_shows_the_link_without_turning_the_relation_round(desk: Desk) -> None:
    rahel, dawit = open_case(desk.actor, "Rahel"), open_case(desk.actor, "Dawit")
    link(desk, rahel, dawit.code, "son")
    page = shown(desk, dawit)
    assert rahel.code in page
    assert "Of the same family" in page
    assert "Son" not in page


def test_a_hidden_link_leaves_no_trace_in_the_other_file(desk: Desk) -> None:
    zahra, jawad = open_case(desk.actor, "Zahra"), open_case(desk.actor, "Jawad")
    before = shown(desk, jawad)
    link(desk, zahra, jawad.code, "husband", hidden="on")
    assert jawad.code in shown(desk, zahra)
    after = shown(desk, jawad)
    assert zahra.code not in after
    assert _without_secret(after) == _without_secret(before)
    assert "linked a member of the family" not in desk.get("cases:timeline", jawad.code).content.decode()


def test_a_hidden_link_does_not_show_through_somebody_else(desk: Desk) -> None:
    zahra, jawad, ali = (open_case(desk.actor, name) for name in ("Zahra", "Jawad", "Ali"))
    link(desk, zahra, ali.code, "son")
    link(desk, zahra, jawad.code, "husband", hidden="on")
    link(desk, jawad, ali.code, "son")
    assert ali.code in shown(desk, jawad)
    assert zahra.code not in shown(desk, jawad)
    assert jawad.code in shown(desk, ali)


def test_who_is_hidden_later_shows_in_no_other_file_until_shown_again(desk: Desk) -> None:
    rahel, dawit = open_case(desk.actor, "Rahel"), open_case(desk.actor, "Dawit")
    link(desk, rahel, dawit.code, "brother")
    desk.post("cases:family_hide", rahel.code)
    assert dawit.code in shown(desk, rahel)
    assert rahel.code not in shown(desk, dawit)
    desk.post("cases:family_sight", rahel.code, FamilyMember.unscoped.get(person=dawit.person).pk, show="yes")
    assert rahel.code in shown(desk, dawit)


SEEN, HIDDEN = "Their file shows this person.", "Their file does not show this person."


def test_the_page_says_of_each_file_whether_it_shows_the_person(desk: Desk) -> None:
    rahel, dawit, jawad = (open_case(desk.actor, name) for name in ("Rahel", "Dawit", "Jawad"))
    link(desk, rahel, dawit.code, "brother")
    link(desk, rahel, jawad.code, "husband", hidden="on")
    rows = {
        code: part for part in shown(desk, rahel).split("<li>") for code in (dawit.code, jawad.code) if code in part
    }
    assert SEEN in rows[dawit.code]
    assert rahel.code in shown(desk, dawit)
    assert HIDDEN in rows[jawad.code]
    assert rahel.code not in shown(desk, jawad)


def test_one_who_is_hidden_from_some_can_be_hidden_from_the_others_too(desk: Desk) -> None:
    rahel, dawit, jawad = (open_case(desk.actor, name) for name in ("Rahel", "Dawit", "Jawad"))
    link(desk, rahel, dawit.code, "brother")
    link(desk, rahel, jawad.code, "husband", hidden="on")
    desk.post("cases:family_sight", rahel.code, FamilyMember.unscoped.get(person=dawit.person).pk, hide="yes")
    assert rahel.code not in shown(desk, dawit)
    assert SEEN not in shown(desk, rahel)


def test_who_is_hidden_everywhere_is_hidden_in_files_that_the_reader_does_not_see(desk: Desk, office: Office) -> None:
    rahel, dawit = open_case(desk.actor, "Rahel"), open_case(desk.actor, "Dawit")
    link(desk, rahel, dawit.code, "brother")
    Case.unscoped.filter(pk=dawit.pk).update(owner=office.member(Role.CASEWORKER))
    desk.post("cases:family_hide", rahel.code)
    assert FamilyMember.unscoped.get(person=rahel.person).hidden


def test_an_ended_link_is_gone_from_both_files_and_its_row_stays(desk: Desk) -> None:
    rahel, dawit = open_case(desk.actor, "Rahel"), open_case(desk.actor, "Dawit")
    link(desk, rahel, dawit.code, "brother")
    row = FamilyMember.unscoped.get(person=dawit.person)
    assert desk.post("cases:family_end", rahel.code, row.pk).status_code == 302
    assert dawit.code not in shown(desk, rahel)
    assert rahel.code not in shown(desk, dawit)
    assert FamilyMember.unscoped.filter(pk=row.pk).exists()


def test_a_case_out_of_scope_is_refused_in_the_words_of_one_that_does_not_exist(desk: Desk, office: Office) -> None:
    rahel = open_case(desk.actor, "Rahel")
    foreign = open_case(office.actor(Role.CASEWORKER, team=office.foreign_team), "Stranger")
    answers = [link(desk, rahel, code, "brother").content.decode() for code in (foreign.code, "2222222")]
    assert all("No case with this code is open to you." in answer for answer in answers)
    assert not FamilyMember.unscoped.exists()


def test_a_case_that_leaves_the_readers_scope_is_not_shown(desk: Desk, office: Office) -> None:
    rahel, dawit = open_case(desk.actor, "Rahel"), open_case(desk.actor, "Dawit")
    link(desk, rahel, dawit.code, "brother")
    Case.unscoped.filter(pk=dawit.pk).update(owner=None, team=office.other_team.pk)
    assert dawit.code not in shown(desk, rahel)


@pytest.mark.parametrize("code", ["own", "twice"])
def test_nobody_is_linked_to_themselves_or_twice(desk: Desk, code: str) -> None:
    rahel, dawit = open_case(desk.actor, "Rahel"), open_case(desk.actor, "Dawit")
    link(desk, rahel, dawit.code, "brother")
    wanted, said = {"own": (rahel, "This is the same person."), "twice": (dawit, "These two are linked already.")}[code]
    assert said in link(desk, rahel, wanted.code, "brother").content.decode()
    assert FamilyMember.unscoped.count() == 2


def test_who_may_come_along_with_a_child_is_family_whose_relation_was_told(desk: Desk) -> None:
    girl, aunt = child(desk, "Noor"), open_case(desk.actor, "Huda")
    link(desk, girl, aunt.code, "aunt")
    assert f'May be asked to come along, if the child wants that: <bdi class="code" dir="ltr">{aunt.code}' in shown(
        desk, girl
    )
    assert "May be asked to come along" not in shown(desk, aunt)


@pytest.mark.parametrize("told_by", ["girl", "man"])
def test_a_childs_spouse_is_never_offered_whoever_told_of_it(desk: Desk, told_by: str) -> None:
    girl, man = child(desk, "Noor"), open_case(desk.actor, "Karim")
    if told_by == "girl":
        link(desk, girl, man.code, "husband")
    else:
        link(desk, man, girl.code, "wife")
    page = shown(desk, girl)
    assert man.code in page
    assert "May be asked to come along" not in page
    assert "neither guardian nor companion" in page


def test_a_spouse_linked_through_a_third_person_is_not_offered_either(desk: Desk) -> None:
    mother, girl, man = open_case(desk.actor, "Mother"), child(desk, "Noor"), open_case(desk.actor, "Karim")
    link(desk, mother, girl.code, "daughter")
    link(desk, mother, man.code, "other")
    assert "May be asked to come along" not in shown(desk, girl)


def test_no_relation_says_who_decides_for_a_family() -> None:
    offered = {str(label).lower() for _code, label in FamilyForm().fields["relation"].choices}  # type: ignore[attr-defined]
    assert not any("head" in label or "guardian" in label for label in offered)
    assert not words.MAY_COME_ALONG & words.SPOUSES


def _without_secret(page: str) -> str:
    return "".join(line for line in page.split('"') if len(line) != 64)


def told_about(case: Case) -> str:
    """Return what is handed to the person of a case about their family."""
    parts = {str(heading): rows for heading, rows in telling.about(case.person, system(case.operation_id, "tests"))}
    return str([[str(word) for fact in row.facts for word in fact] for row in parts.get("Your family", ())])


@pytest.mark.parametrize("hidden", [{}, {"hidden": "on"}])
def test_what_is_handed_over_says_what_was_told_in_this_file_and_not_in_the_other(
    desk: Desk, hidden: dict[str, str]
) -> None:
    zahra, jawad = open_case(desk.actor, "Zahra"), open_case(desk.actor, "Jawad")
    link(desk, zahra, jawad.code, "husband", **hidden)
    assert "Husband" in told_about(zahra)
    assert told_about(jawad) == "[]"


def test_what_is_handed_over_names_nobody_else(desk: Desk) -> None:
    zahra, jawad = open_case(desk.actor, "Zahra"), open_case(desk.actor, "Jawad")
    link(desk, zahra, jawad.code, "husband")
    for case in (zahra, jawad):
        assert str(zahra.person_id) not in told_about(case)
        assert str(jawad.person_id) not in told_about(case)
