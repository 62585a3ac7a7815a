"""What the place, the company, the age and danger change in an interview."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest

from fristad.library import load_catalogue
from fristad.server.accounts.rights import Role
from fristad.server.cases.models import Case, Task
from fristad.server.cases.services.journeys import leg_add
from fristad.server.common.clock import today
from fristad.server.consent import selectors as consents
from fristad.server.screening import doors
from fristad.server.screening.models import Interview, Saying
from fristad.server.screening.services import certificates, interviews
from tests.server.cases.desk import Desk
from tests.server.cases.files import open_case
from tests.server.office import Office
from tests.server.screening import talking

pytestmark = pytest.mark.django_db


def _steps(desk: Desk, interview: Interview, *names: str, **changed: dict[str, Any]) -> str:
    for name in names:
        noted = {**talking.STEPS.get(name, {}), **changed.get(name, {})}
        answer = desk.post("screening:interview", interview.pk, step=name, **noted)
        assert answer.status_code == 302, answer.content.decode()
    return str(desk.get("screening:interview", interview.pk).content.decode())


def _begun(desk: Desk, case: Case, **told: str) -> Interview:
    desk.post("screening:begin", case.code, language="en", **{**talking.BEGIN, **told})
    return Interview.unscoped.get(case=case)


@pytest.mark.parametrize("place", [{"setting": "detention"}, {"setting": "hotel", "holder": "yes"}])
def test_where_a_person_is_held_only_needs_and_a_way_to_meet_again(
    interviewer: Desk, case: Case, place: dict[str, str]
) -> None:
    interview = _begun(interviewer, case)
    names = ("setting", "private", "interpreter", "duties", "consent", "urgent")
    page = _steps(interviewer, interview, *names, setting=place)
    assert "a way to meet again" in page
    assert "Leave no paper, card or telephone behind" in page
    day = today() + timedelta(days=3)
    when = {"check_on_day": day.day, "check_on_month": day.month, "check_on_year": day.year}
    check = {"check_on_0": day.day, "check_on_1": day.month, "check_on_2": day.year, **when}
    page = _steps(
        interviewer, interview, "held", held={"wants": ["doctor"], "meet": "At the clinic", "many": "yes", **check}
    )
    assert "That is all that is spoken of here" in page
    assert talking.asked(interviewer, interview) is None
    assert Task.unscoped.get(case=case).due_on == day
    assert {each.free for each in consents.standing(case.person)} == {False}
    assert "carry" not in interviewer.get("screening:close", interview.pk).content.decode()


def test_on_the_telephone_the_agreed_word_comes_first(interviewer: Desk, case: Case) -> None:
    interview = _begun(interviewer, case)
    page = _steps(interviewer, interview, "setting", setting={"setting": "phone"})
    assert "The agreed word first" in page
    page = _steps(interviewer, interview, "agreed", agreed={"word": "no", "silent": "yes"})
    assert "leave no message" in page


def test_while_a_companion_can_hear_only_neutral_questions_come(interviewer: Desk, case: Case) -> None:
    interview = _begun(interviewer, case, lists="ilo_delphi.adult_labour")
    _steps(interviewer, interview, *talking.STEPS, private={"company": "companion"})
    catalogue = load_catalogue()
    asked = 0
    while (leaf := talking.asked(interviewer, interview)) is not None:
        concept = catalogue.of(leaf)
        assert concept.burden == 0
        assert catalogue.blocks[concept.block] in ("age", "work")
        talking.answer(interviewer, interview, leaf, "no")
        asked += 1
    assert asked


def test_an_interpreter_is_no_relative_and_nobody_whom_the_person_refused(interviewer: Desk, case: Case) -> None:
    interview = _begun(interviewer, case)
    _steps(interviewer, interview, "setting", "private")
    sent = {"mode": "remote", "interpreter": "", "tie": "close"}
    page = interviewer.post("screening:interview", interview.pk, step="interpreter", **sent).content.decode()
    assert "A relative, companion, child, guard or cellmate never interprets" in page


def test_where_nothing_is_known_of_duties_the_page_says_so(interviewer: Desk, case: Case) -> None:
    interview = _begun(interviewer, case)
    assert "That is a gap, not a freedom" in _steps(interviewer, interview, "setting", "private", "interpreter")


def test_danger_stops_every_question_until_help_is_written_down(interviewer: Desk, case: Case) -> None:
    interview = talking.begin(interviewer, case)
    talking.account(interviewer, interview)
    for _time in range(2):
        interviewer.post("screening:interview", interview.pk, step="danger")
        assert talking.asked(interviewer, interview) is None
        interviewer.post("screening:interview", interview.pk, step="helped", done="A doctor came.", on="yes")
        assert talking.asked(interviewer, interview) is not None


def test_only_a_child_protection_officer_talks_with_a_child(interviewer: Desk, case: Case) -> None:
    for age in ("maybe", "under"):
        page = interviewer.post("screening:begin", case.code, language="en", **{**talking.BEGIN, "age": age})
        assert "Only a child protection officer talks with a child" in page.content.decode()
    assert not Interview.unscoped.exists()


def test_a_child_who_tells_of_harm_is_thanked_and_not_asked_on(office: Office, supervisor: Desk) -> None:
    officer = Desk(office.member(Role.CHILD_PROTECTION))
    certificates.grant(supervisor.actor, officer.staff, today() + timedelta(days=9))
    case = open_case(officer.actor, "Invented Child")
    interview = _begun(officer, case, age="maybe")
    assert "ilo_delphi.child_labour" in interview.told["instruments"]
    _steps(officer, interview, *talking.STEPS)
    talking.account(officer, interview, "", "debt_bondage")
    page = officer.get("screening:interview", interview.pk).content.decode()
    assert "Thank, safety, stop" in page
    assert talking.asked(officer, interview) is None


def test_what_was_not_safe_comes_back_in_the_next_sitting_and_what_was_skipped_does_not(
    interviewer: Desk, case: Case
) -> None:
    interview = talking.begin(interviewer, case)
    talking.account(interviewer, interview)
    unsafe = talking.asked(interviewer, interview)
    assert unsafe is not None
    talking.answer(interviewer, interview, unsafe, "not_safe")
    skipped = talking.asked(interviewer, interview)
    assert skipped not in (None, unsafe)
    interviewer.post("screening:interview", interview.pk, leaf=skipped, skip="1")
    assert talking.asked(interviewer, interview) not in (unsafe, skipped)
    interviewer.post("screening:pause", interview.pk)
    interviewer.post("screening:resume", interview.pk)
    _steps(interviewer, interview, *talking.STEPS)
    talking.account(interviewer, interview)
    assert talking.asked(interviewer, interview) == unsafe
    interview.refresh_from_db()
    assert {each["leaf"] for each in interview.left_out} == {skipped}


def test_what_comes_too_late_is_shown_and_saved_only_when_told_to(interviewer: Desk, case: Case) -> None:
    interview = talking.begin(interviewer, case)
    talking.account(interviewer, interview)
    leaf = talking.asked(interviewer, interview)
    assert leaf is not None
    talking.answer(interviewer, interview, leaf, "no")
    before = Saying.unscoped.count()
    assert talking.answer(interviewer, interview, leaf, "no").status_code == 302
    page = talking.answer(interviewer, interview, leaf, "yes", words="From the other window.").content.decode()
    assert "no longer open" in page
    assert "From the other window." in page
    assert Saying.unscoped.count() == before
    talking.answer(interviewer, interview, leaf, "yes", words="From the other window.", keep="1")
    assert Saying.unscoped.count() == before + 1


def test_a_page_out_of_order_says_what_comes_first(interviewer: Desk, case: Case) -> None:
    interview = _begun(interviewer, case)
    interviewer.post("screening:interview", interview.pk, step="urgent", urgent="no")
    assert "This one comes first" in interviewer.get("screening:interview", interview.pk).content.decode()
    _steps(interviewer, interview, "setting")
    page = _steps(interviewer, interview, "setting")
    assert "was saved before" in page


def test_a_late_answer_keeps_its_stretch_of_the_journey(interviewer: Desk, case: Case) -> None:
    stretch = leg_add(interviewer.actor, case.person, {"place": "Norland", "phase": None})
    interview = talking.begin(interviewer, case)
    talking.account(interviewer, interview)
    leaf = talking.asked(interviewer, interview)
    assert leaf is not None
    talking.answer(interviewer, interview, leaf, "no")
    page = talking.answer(interviewer, interview, leaf, "yes", leg=str(stretch.pk)).content.decode()
    assert f'value="{stretch.pk}" selected' in page
    talking.answer(interviewer, interview, leaf, "yes", leg=str(stretch.pk), keep="1")
    assert Saying.unscoped.filter(interview=interview).latest("position").told["leg"] == str(stretch.pk)


def test_two_answers_at_once_are_both_written_down(
    interviewer: Desk, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other answer takes the place between looking for one and writing."""
    interview = talking.begin(interviewer, case)
    sitting = doors.sitting(interview)
    assert sitting is not None
    other = {"key": None, "who": "person", "words": "From the other window."}
    real, crossed = interviews.act, []

    @contextmanager
    def act(*args: Any, **more: Any) -> Iterator[Any]:
        if args[1] == "interview.said" and not crossed:
            crossed.append(True)
            interviews.say(interviewer.actor, interview, sitting, [other])
        with real(*args, **more) as done:
            yield done

    monkeypatch.setattr(interviews, "act", act)
    interviews.say(interviewer.actor, interview, sitting, [{**other, "words": "From this one."}])
    said = Saying.unscoped.filter(interview=interview).order_by("position")
    assert [each.told["words"] for each in said] == ["From the other window.", "From this one."]


def test_an_age_that_comes_out_in_the_middle_stops_whoever_is_not_a_child_protection_officer(
    interviewer: Desk, case: Case
) -> None:
    interview = talking.begin(interviewer, case)
    talking.account(interviewer, interview)
    person = case.person
    person.ages = [{"kind": "stated", "least": 15, "most": 17, "on": today().isoformat()}]
    person.save_over(person.version)
    before = Saying.unscoped.count()
    for name in ("screening:interview", "screening:seen", "screening:told", "screening:close"):
        page = interviewer.get(name, interview.pk).content.decode()
        assert "child protection officer" in page
        assert 'name="leaf"' not in page
    interviewer.post("screening:seen", interview.pk, seen=["fear_or_anxiety_seen"], words="")
    assert Saying.unscoped.count() == before
