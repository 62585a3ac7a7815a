"""Somebody who is harmed and suspected: two files, two sets of readers, and neither shows the other."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.urls import reverse

from fristad.server.accounts.models import Staff
from fristad.server.accounts.notices import Notice
from fristad.server.accounts.rights import Role
from fristad.server.audit.models import Entry
from fristad.server.audit.selectors import who_has_seen
from fristad.server.cases import doors
from fristad.server.cases.models import Barred, Case, Involved, Person
from fristad.server.cases.selectors import circles, doubles, lists, search
from fristad.server.cases.services.cases import case_assign, involve
from fristad.server.cases.services.circles import circle_close, circle_end, circle_widen
from fristad.server.cases.services.emergency import emergency_open
from fristad.server.cases.services.movements import transfer_ask
from fristad.server.cases.services.suspicions import bar
from fristad.server.common.problems import WrongInputError
from tests.server.cases.desk import Desk
from tests.server.cases.files import open_case
from tests.server.office import Office, actor_of

pytestmark = pytest.mark.django_db

NAME, NUMBER = "Karim Invented", "+990303030"
WHY = "Two people named him."


class Two:
    """A man with a file as somebody harmed, the desk that works with him, and the readers of the second file."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.desk = Desk(office.member(Role.CASEWORKER))
        contact = [{"how": "By telephone", "rules": "", "number": NUMBER}]
        self.harmed = open_case(self.desk.actor, NAME, contacts=contact)
        self.lead = office.member(Role.SUPERVISOR)
        self.readers = [office.member(Role.SUPERVISOR), office.member(Role.CASEWORKER, team=office.other_team)]

    def begin(self, *readers: Staff) -> Any:
        """Send the form."""
        people = [str(each.pk) for each in readers or self.readers]
        return self.desk.post("cases:suspicion", self.harmed.code, people=people, called=NAME, why=WHY)

    @property
    def second(self) -> Case:
        """The file about the suspicion."""
        found: Case = Case.unscoped.select_related("record_key").exclude(pk=self.harmed.pk).get()
        return found

    def everybody(self) -> list[Staff]:
        """Return all who work here."""
        return [self.desk.staff, self.lead, *self.readers]


def everything() -> list[dict[str, Any]]:
    """Return every row of the case file and of vault, as a thief of the database reads it: sealed columns as blobs."""
    found: list[dict[str, Any]] = []
    for kind in apps.get_models():
        if kind._meta.app_label in ("accounts", "cases", "vault"):
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT * FROM {kind._meta.db_table}")  # noqa: S608 - a name of ours
                names = [column[0] for column in cursor.description]
                found += [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return found


@pytest.fixture
def two(office: Office) -> Two:
    """The man has come."""
    return Two(office)


def codes(staff: Staff) -> set[str]:
    """Return the cases that somebody's lists hold."""
    return {case.code for case in lists.page(actor_of(staff), lists.Filters()).rows}


def test_two_files_have_two_sets_of_readers(two: Two) -> None:
    assert two.begin().status_code == 302
    for person in two.everybody():
        seen = codes(person)
        assert not {two.harmed.code, two.second.code} <= seen
        assert (two.second.code in seen) == (person in two.readers)
    assert two.harmed.code in codes(two.lead)
    assert codes(two.readers[0]) == {two.second.code}


def test_the_other_file_is_not_there_in_the_same_words_as_one_that_never_was(two: Two) -> None:
    two.begin()
    pairs = [(two.desk.staff, two.second), *((reader, two.harmed) for reader in two.readers)]
    for person, other in pairs:
        desk = Desk(person)
        answers = [desk.get("cases:open", code) for code in (other.code, "2222222")]
        assert [answer.status_code for answer in answers] == [404, 404]
        pages = [_plain(answer.content.decode()) for answer in answers]
        assert pages[0].replace(other.code, "2222222") == pages[1]


def test_neither_file_says_anything_of_the_other(two: Two) -> None:
    pages = ("cases:open", "cases:person", "cases:timeline", "cases:family", "cases:apart")
    before = {name: _main(two.desk.get(name, two.harmed.code)) for name in pages}
    two.begin()
    two.desk.client.get(reverse("cases:list"))  # the message of the form is shown once
    for name, page in before.items():
        assert _main(two.desk.get(name, two.harmed.code)) == page
    reader = Desk(two.readers[0])
    for name in pages:
        assert two.harmed.code not in _main(reader.get(name, two.second.code))


def test_neither_log_of_readers_shows_the_other(two: Two) -> None:
    Desk(two.lead).get("cases:open", two.harmed.code)
    two.begin()
    Desk(two.readers[0]).get("cases:open", two.second.code)
    harmed = {sight.actor_id for pk in (two.harmed.pk, two.harmed.person_id) for sight in who_has_seen(pk)}
    assert not harmed & {reader.pk for reader in two.readers}
    second = {sight.actor_id for sight in who_has_seen(two.second.pk) if sight.how != "wrote"}
    assert second == {two.readers[0].pk}


def test_a_search_by_name_or_number_finds_the_readers_own_file_alone(two: Two) -> None:
    two.begin()
    for text in (NAME, NUMBER):
        found = {case.code for case in search.find(actor_of(two.readers[0]), text).cases}
        assert two.harmed.code not in found
        assert {case.code for case in search.find(actor_of(two.lead), text).cases} == {two.harmed.code}


def test_the_duplicate_desk_sees_no_double(two: Two) -> None:
    two.begin()
    assert doubles.newest_case(two.second.person) is None
    assert doubles.desk(two.office.actor(Role.DUPLICATE_DESK)).count() == 0


def test_nobody_who_read_the_one_file_is_offered_for_the_other(two: Two) -> None:
    Desk(two.lead).get("cases:open", two.harmed.code)
    offered = two.desk.get("cases:suspicion", two.harmed.code).content.decode()
    assert str(two.lead.pk) not in offered
    assert str(two.desk.staff.pk) not in offered
    assert str(two.readers[0].pk) in offered
    assert "is not one of the available choices" in two.begin(two.lead, *two.readers).content.decode()


def test_nobody_who_read_the_harmed_file_is_let_into_the_circle_later(two: Two) -> None:
    Desk(two.lead).get("cases:open", two.harmed.code)
    two.begin()
    with pytest.raises(WrongInputError):
        circle_widen(actor_of(two.readers[0]), two.second, two.lead)
    fresh = two.office.member(Role.SUPERVISOR)
    assert two.harmed.code in codes(fresh)
    circle_widen(actor_of(two.readers[0]), two.second, fresh)
    assert codes(fresh) == {two.second.code}


def test_its_circle_cannot_be_ended(two: Two) -> None:
    two.begin()
    with pytest.raises(WrongInputError):
        circle_end(actor_of(two.readers[0]), two.second, read_version=two.second.version)


def test_the_harmed_file_is_never_given_to_a_reader_of_the_other(two: Two) -> None:
    two.begin(two.readers[0], two.office.member(Role.CASEWORKER))
    mate = Barred.unscoped.exclude(staff=two.readers[0]).get().staff
    with pytest.raises(WrongInputError, match="cannot take this case"):
        case_assign(actor_of(two.lead), two.harmed, owner=mate, read_version=two.harmed.version)
    involve(two.desk.actor, two.harmed, mate.pk)
    assert two.harmed.code not in codes(mate)
    with pytest.raises(WrongInputError):
        transfer_ask(two.desk.actor, two.harmed, to_staff=mate, why="I go away")


def test_a_transfer_that_was_asked_before_moves_it_to_no_reader_of_the_other(two: Two) -> None:
    mate = two.office.member(Role.CASEWORKER)
    asked = transfer_ask(two.desk.actor, two.harmed, to_staff=mate, why="I go away")
    two.begin(two.readers[0], mate)
    assert Desk(mate).post("cases:transfer_answer", asked.pk, agreed="yes", words="Yes", version=1).status_code == 200
    assert Case.unscoped.get(pk=two.harmed.pk).owner_id == two.desk.staff.pk


def test_its_readers_are_left_out_where_somebody_is_chosen_for_the_harmed_file(two: Two) -> None:
    two.begin(two.readers[0], two.office.member(Role.CASEWORKER))
    lead, readers = Desk(two.lead), Barred.unscoped.values_list("staff", flat=True)
    for desk, name in ((lead, "cases:assign"), (two.desk, "cases:transfer"), (two.desk, "cases:circle")):
        page = _main(desk.get(name, two.harmed.code))
        assert not [reader for reader in readers if str(reader) in page]


def test_an_emergency_opens_neither_file_to_a_reader_of_the_other(two: Two) -> None:
    two.begin()
    two.office.give(two.readers[1], Role.DUTY_OFFICER)
    two.office.give(two.desk.staff, Role.DUTY_OFFICER)
    assert emergency_open(actor_of(two.readers[1]), two.harmed.code, "Now") is None
    assert emergency_open(actor_of(two.desk.staff), two.second.code, "Now") is None
    assert emergency_open(actor_of(two.readers[1]), NUMBER, "Now") is None


def test_nothing_is_copied_from_the_one_record_to_the_other(two: Two) -> None:
    two.begin()
    second = two.second.person
    assert second.pk != two.harmed.person_id
    assert second.record_key_id != two.harmed.person.record_key_id
    assert second.contacts is None
    assert second.merged_into_id is None


def test_no_readable_column_joins_the_two(two: Two) -> None:
    two.begin()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM cases_case WHERE code = %s", [two.second.code])
        row = str(cursor.fetchone())
    assert two.harmed.pk.hex not in row.replace("-", "")
    assert circles.apart_from(two.second) == str(two.harmed.pk)


def test_no_row_names_both_not_even_by_the_same_people(two: Two) -> None:
    two.begin()
    ids = {two.harmed.pk.hex, two.harmed.person_id.hex, two.harmed.code}
    others = {two.second.pk.hex, two.second.person_id.hex, two.second.code}
    rows = [str(row).replace("-", "") for row in everything()]
    assert [row for row in rows if any(each in row for each in others)]
    readers = {reader.pk.hex for reader in two.readers}
    for row in rows:
        found = [known for known in (ids, others) if any(each in row for each in known)]
        assert len(found) < 2
        assert not (found == [ids] and any(reader in row for reader in readers))


def test_the_log_tells_a_second_file_from_no_other_closed_circle(two: Two) -> None:
    plain = open_case(two.desk.actor, "Somebody else")
    before = Entry.objects.count()
    circle_close(two.desk.actor, plain, [two.lead, *two.readers], why="A threat", read_version=plain.version)
    closed = {(each.action, each.label) for each in Entry.objects.filter(sequence__gt=before)}
    before = Entry.objects.count()
    two.begin()
    run = [each for each in Entry.objects.filter(sequence__gt=before) if each.action != "record.opened"]
    assert {(each.action, each.label) for each in run} - closed <= {
        ("case.opened", "cases.case"),
        ("case.opened", "cases.person"),
    }
    assert not {two.harmed.pk, two.harmed.person_id} & {each.record_id for each in run}
    assert not [each for each in run if two.harmed.pk.hex in str(each.detail).replace("-", "")]


def test_everybody_in_any_closed_circle_has_a_row_that_looks_alike(two: Two) -> None:
    plain = open_case(two.desk.actor, "Somebody else")
    circle_close(two.desk.actor, plain, [two.lead], why="A threat", read_version=plain.version)
    two.begin()
    rows = list(Barred.unscoped.all())
    assert {row.staff_id for row in rows} == {person.pk for person in two.everybody()}
    with connection.cursor() as cursor:
        cursor.execute("SELECT told FROM cases_barred")
        assert len({len(bytes(told)) for (told,) in cursor.fetchall()}) == 1
    assert two.harmed.code in codes(two.lead)


def test_who_read_it_long_ago_is_still_no_stranger(two: Two, monkeypatch: pytest.MonkeyPatch) -> None:
    Desk(two.lead).get("cases:open", two.harmed.code)
    monkeypatch.setattr(who_has_seen, "__kwdefaults__", {"most": 1})
    two.desk.get("cases:open", two.harmed.code)
    assert two.lead.pk not in {person.pk for person in circles.strangers(two.harmed)}


# Two files that are there already.


def join(two: Two, code: str, **more: Any) -> Any:
    """Send the form with the code of a file that is there."""
    people = [str(each.pk) for each in two.readers]
    return two.desk.post("cases:suspicion", two.harmed.code, people=people, code=code, why=WHY, **more)


def test_a_file_that_is_there_already_becomes_the_second_one(two: Two) -> None:
    there = open_case(two.desk.actor, NAME)
    involve(two.desk.actor, there, two.lead.pk)
    assert join(two, there.code).status_code == 302
    for person in two.everybody():
        seen = codes(person)
        assert (there.code in seen) == (person in two.readers)
        assert (two.harmed.code in seen) == (person in (two.desk.staff, two.lead))
    assert circles.apart_from(Case.unscoped.get(pk=there.pk)) == str(two.harmed.pk)
    assert Case.unscoped.count() == 2


def test_a_file_that_cannot_have_readers_of_its_own_is_not_taken(two: Two) -> None:
    joined, shut = open_case(two.desk.actor, NAME), open_case(two.desk.actor, NAME)
    Person.unscoped.filter(pk=joined.person_id).update(merged_into=two.harmed.person)
    circle_close(two.desk.actor, shut, [two.lead], why="A threat", read_version=shut.version)
    foreign = open_case(two.office.actor(Role.CASEWORKER, team=two.office.foreign_team), NAME)
    for code in (joined.code, shut.code, two.harmed.code, foreign.code, "2222222"):
        assert join(two, code).status_code == 200
    assert join(two, "", called="").status_code == 200
    assert join(two, joined.code, called=NAME).status_code == 200
    assert not [row for row in Barred.unscoped.all() if row.told["case"] == str(two.harmed.pk)]


def test_its_readers_are_told(two: Two) -> None:
    two.begin()
    told = [each for each in Notice.unscoped.select_related("record_key") if each.content["kind"] == "circle.named"]
    assert {each.staff_id for each in told} == {reader.pk for reader in two.readers}
    assert set(Involved.objects.filter(case=two.second).values_list("staff", flat=True)) == {
        reader.pk for reader in two.readers
    }


@pytest.mark.parametrize("count", [0, 1])
def test_it_needs_two_readers_who_can_widen_the_circle(two: Two, count: int) -> None:
    answer = (
        two.begin(*two.readers[:count]) if count else two.desk.post("cases:suspicion", two.harmed.code, called=NAME)
    )
    assert answer.status_code == 200
    assert Case.unscoped.count() == 1


def test_with_too_few_colleagues_the_page_says_whom_to_ask(office: Office) -> None:
    desk = Desk(office.member(Role.CASEWORKER))
    page = desk.get("cases:suspicion", open_case(desk.actor, NAME).code).content.decode()
    assert "Too few colleagues have never read this file." in page
    assert "<textarea" not in page


def test_a_barred_case_is_behind_no_door(two: Two) -> None:
    bar(two.desk.staff, str(two.harmed.pk))
    for right in ("case.list", "case.open", "case.edit", "case.print", "person.search"):
        assert not doors.cases(two.desk.actor, right).exists()


def _main(answer: Any) -> str:
    assert answer.status_code == 200
    text: str = answer.content.decode()
    return _plain(text[text.index("<main") : text.index("</main")])


def _plain(page: str) -> str:
    return "".join(part for part in page.split('"') if len(part) != 64)
