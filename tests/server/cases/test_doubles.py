"""Possible doubles: shown in one's own scope, found by a job beyond it, judged by the desk, joined by a pointer."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from fristad.server.accounts import notices
from fristad.server.accounts.actor import system
from fristad.server.accounts.models import Staff
from fristad.server.accounts.rights import Role, Scope
from fristad.server.audit.models import Entry, Seen
from fristad.server.audit.verification import verify
from fristad.server.cases import doors
from fristad.server.cases.models import Case, Double, DoubleState, Person
from fristad.server.cases.pure.dates import Entered, partial_date
from fristad.server.cases.selectors import doubles as selector
from fristad.server.cases.selectors import merged
from fristad.server.cases.services import doubles as services
from fristad.server.cases.services.circles import circle_close
from fristad.server.cases.services.journeys import leg_add
from fristad.server.common.clock import today
from fristad.server.common.problems import NotThereError, StaleError, WrongInputError
from fristad.server.jobs.models import Job, State
from fristad.server.jobs.runner import run_one
from fristad.server.jobs.services import enqueue
from tests.server.cases.desk import Desk
from tests.server.cases.files import open_case
from tests.server.conftest import OPERATION
from tests.server.office import Office, actor_of

pytestmark = pytest.mark.both_databases


@pytest.fixture
def owners(office: Office) -> tuple[Staff, Staff]:
    return office.member(Role.CASEWORKER), office.member(Role.CASEWORKER, team=office.other_team)


@pytest.fixture
def pair(owners: tuple[Staff, Staff]) -> tuple[Case, Case]:
    one, other = (actor_of(each) for each in owners)
    return open_case(one, "Muhammad Hasan Yusuf"), open_case(other, "محمد حسن يوسف", words="To sleep.")


@pytest.fixture
def double(pair: tuple[Case, Case]) -> Double:
    look()
    found: Double = Double.unscoped.get()
    return found


def look() -> None:
    """Run the job as the service does."""
    enqueue(system(OPERATION, services.KIND), services.KIND)
    assert run_one(threading.Event())
    assert Job.unscoped.latest("created_on").state == State.DONE


def at_desk(office: Office, double: Double) -> tuple[Any, Double]:
    actor = office.actor(Role.DUPLICATE_DESK)
    return actor, selector.one(actor, double.pk)


def row_of(record: models.Model) -> tuple[Any, ...]:
    """Return every stored byte of a row."""
    model = type(record)
    columns = [field.attname for field in model._meta.concrete_fields]
    row = model._base_manager.filter(pk=record.pk).values_list(*columns).get()
    return tuple(bytes(value) if isinstance(value, bytes | memoryview) else value for value in row)


# Before a case is made


def test_a_double_out_of_scope_changes_nothing_when_a_case_is_made(office: Office) -> None:
    desk = Desk(office.member(Role.CASEWORKER))
    with CaptureQueriesContext(connection) as before:
        first = desk.post("cases:new", name_1="Muhammad Hasan Yusuf", group="unknown")
    assert first.status_code == 302
    Case.unscoped.update(owner=office.member(Role.CASEWORKER))
    with CaptureQueriesContext(connection) as after:
        second = desk.post("cases:new", name_1="Muhammad Hasan Yusuf", group="unknown")
    assert second.status_code == 302  # nothing was shown, nothing was asked
    assert len(after) == len(before)
    seen = Seen.objects.filter(entry__actor_id=desk.staff.pk)
    assert not seen.exists()


def test_doubles_in_scope_that_are_shown_are_in_the_log(office: Office) -> None:
    desk = Desk(office.member(Role.CASEWORKER))
    first = open_case(desk.actor, "Muhammad Hasan Yusuf")
    page = desk.post("cases:new", name_1="محمد حسن يوسف", group="unknown").content.decode()
    assert first.code in page
    entry = Entry.objects.get(actor_id=desk.staff.pk, purpose="duplicates")
    assert list(entry.seen.values_list("record_id", flat=True)) == [first.pk]


# The job


def test_the_job_finds_a_double_across_teams_and_scripts_once(pair: tuple[Case, Case], double: Double) -> None:
    assert {double.one_id, double.other_id} == {case.pk for case in pair}
    assert double.told["why"] == ["name"]
    look()
    assert Double.unscoped.count() == 1
    assert list(verify(OPERATION).faults) == []


def test_nothing_of_a_double_shows_in_the_files_of_the_two(
    office: Office, pair: tuple[Case, Case], double: Double
) -> None:
    for case in pair:
        assert not Entry.objects.filter(record_id__in=(case.pk, case.person_id), action__startswith="double").exists()
        assert case.owner is not None
        page = Desk(case.owner).get("cases:timeline", case.code).content.decode()
        assert "may be one person" not in page


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Muhammad", "Muhammad"),  # one word is shared by many
        ("Muhammad Hasan", "Olena Kovalenko"),
    ],
)
def test_it_finds_none_where_names_say_too_little(owners: tuple[Staff, Staff], one: str, other: str) -> None:
    open_case(actor_of(owners[0]), one)
    open_case(actor_of(owners[1]), other)
    look()
    assert Double.unscoped.count() == 0


def test_years_of_birth_that_cannot_both_be_right_make_two_people(owners: tuple[Staff, Staff]) -> None:
    for owner, year in zip(owners, (1990, 2004), strict=True):
        born = partial_date(Entered(year), today()).to_json()
        birth = {"date": born, "kind": "stated", "on": today().isoformat()}
        open_case(actor_of(owner), "Muhammad Hasan Yusuf", birth=birth)
    look()
    assert Double.unscoped.count() == 0


def test_a_shared_number_alone_makes_no_double(owners: tuple[Staff, Staff]) -> None:
    contact = [{"how": "", "rules": "", "number": "+00000123456"}]
    open_case(actor_of(owners[0]), "Muhammad Hasan", contacts=contact)
    open_case(actor_of(owners[1]), "Olena Kovalenko", contacts=contact)
    look()
    assert Double.unscoped.count() == 0


def test_it_compares_neither_agencies_nor_closed_circles(office: Office, owners: tuple[Staff, Staff]) -> None:
    stranger = office.member(Role.CASEWORKER, team=office.foreign_team)
    open_case(actor_of(stranger), "Muhammad Hasan Yusuf")
    closed = open_case(actor_of(owners[0]), "Muhammad Hasan Yusuf")
    second = office.member(Role.CASEWORKER)
    circle_close(actor_of(owners[0]), closed, [second], why="Invented reason.", read_version=1)
    open_case(actor_of(owners[1]), "Muhammad Hasan Yusuf")
    look()
    assert Double.unscoped.count() == 0


def test_what_was_erased_is_not_compared(pair: tuple[Case, Case]) -> None:
    pair[0].person.record_key.destroy()
    look()
    assert Double.unscoped.count() == 0


# The desk


def test_only_the_desk_sees_it_and_no_other_agencys(office: Office, double: Double) -> None:
    assert selector.desk(office.actor(Role.DUPLICATE_DESK)).count() == 1
    assert Desk(office.member(Role.SUPERVISOR)).get("cases:doubles").status_code == 404
    with pytest.raises(NotThereError):
        selector.one(office.actor(Role.DUPLICATE_DESK, team=office.foreign_team), double.pk)


def test_a_circle_that_closes_hides_it_from_the_desk(office: Office, pair: tuple[Case, Case], double: Double) -> None:
    Case.unscoped.filter(pk=pair[0].pk).update(closed_circle=True)
    assert not selector.desk(office.actor(Role.DUPLICATE_DESK)).exists()


def test_each_look_is_an_entry_for_both_records(office: Office, pair: tuple[Case, Case], double: Double) -> None:
    desk = Desk(office.member(Role.DUPLICATE_DESK))
    page = desk.get("cases:double", double.pk).content.decode()
    assert "Muhammad Hasan Yusuf" in page
    assert "محمد حسن يوسف" in page
    looks = Entry.objects.filter(actor_id=desk.staff.pk, purpose="duplicates", action="record.opened")
    assert set(looks.values_list("record_id", flat=True)) == {case.pk for case in pair}


def test_a_team_that_is_asked_sees_its_own_case_and_not_the_other(
    office: Office, pair: tuple[Case, Case], double: Double
) -> None:
    actor, found = at_desk(office, double)
    mine, other = pair
    assert mine.owner is not None
    services.double_ask(actor, found, mine, "Which village?", read_version=1)
    notice = next(each for each in notices.waiting(mine.owner.pk) if each.content["kind"] == "double.asked")
    desk = Desk(mine.owner)
    address = ("cases:double_answer", double.pk, notice.content["code"])
    page = desk.get(*address).content.decode()
    assert "Which village?" in page
    assert other.code not in page
    assert desk.post(*address, words="The one by the lake.", version=2).status_code == 302
    asked = selector.one(actor, double.pk).told["questions"]
    assert asked[str(mine.pk)]["answer"] == "The one by the lake."
    assert other.owner is not None
    assert Desk(other.owner).get("cases:double_answer", double.pk, other.code).status_code == 404
    assert list(verify(OPERATION).faults) == []


def test_a_join_is_a_pointer_and_undoing_it_gives_every_byte_back(
    office: Office, pair: tuple[Case, Case], double: Double
) -> None:
    people = [Person.unscoped.get(pk=case.person_id) for case in pair]
    rows = [row_of(each) for each in (*people, *pair)]
    actor, found = at_desk(office, double)
    services.double_join(actor, found, found.one, "The same scar, the same mother.", read_version=1)
    joined = Person.unscoped.get(merged_into__isnull=False)
    assert (joined.pk, joined.merged_into_id) == (found.other.person_id, found.one.person_id)
    assert [row_of(each) for each in pair] == rows[2:]
    assert list(verify(OPERATION).faults) == []
    services.double_undo(actor, selector.one(actor, double.pk), read_version=2)
    assert [row_of(each) for each in (*people, *pair)] == rows
    assert selector.one(actor, double.pk).state == DoubleState.OPEN
    assert list(verify(OPERATION).faults) == []


def test_of_three_records_each_joined_to_the_next_all_are_one(office: Office, pair: tuple[Case, Case]) -> None:
    third = open_case(office.actor(Role.CASEWORKER), "Muhammad Hasan Yusuf")
    look()
    actor = office.actor(Role.DUPLICATE_DESK)
    assert Double.unscoped.count() == 3
    first, second, last = (each.pk for each in selector.desk(actor))
    found = selector.one(actor, first)
    services.double_join(actor, found, found.one, "So.", read_version=1)
    found = selector.one(actor, second)
    services.double_join(actor, found, found.other, "So.", read_version=1)
    found = selector.one(actor, last)
    with pytest.raises(WrongInputError):
        services.double_join(actor, found, found.one, "So.", read_version=1)
    people = {case.person_id for case in (*pair, third)}
    for pk in people:
        assert {each.pk for each in merged.group(Person.unscoped.get(pk=pk))} == people


def test_of_two_at_the_desk_the_second_is_told(office: Office, double: Double) -> None:
    actor, found = at_desk(office, double)
    again = selector.one(actor, double.pk)
    services.double_leave(actor, found, "Two brothers.", read_version=1)
    with pytest.raises(StaleError):
        services.double_join(actor, again, again.one, "So.", read_version=1)
    assert not Person.unscoped.filter(merged_into__isnull=False).exists()
    look()
    assert not selector.desk(actor).exists()  # what was left apart stays so


# Views follow the pointer


def test_a_joined_file_is_one_for_who_sees_both_and_unchanged_for_who_sees_one(
    office: Office, pair: tuple[Case, Case], double: Double
) -> None:
    mine, other = pair
    assert mine.owner is not None
    owner_actor = actor_of(mine.owner)
    leg_add(owner_actor, doors.person(owner_actor, mine.person_id), {"place": "Invented Harbour"})
    assert other.owner is not None
    leg_add(actor_of(other.owner), Person.unscoped.get(pk=other.person_id), {"place": "Invented Hills"})
    actor, found = at_desk(office, double)
    services.double_join(actor, found, found.one, "So.", read_version=1)
    lead = Desk(office.member((Role.SUPERVISOR, Scope.OPERATION)))
    for case, shown in ((mine, other), (other, mine)):
        summary = lead.get("cases:open", case.code).content.decode()
        assert "Invented Harbour" in summary
        assert "Invented Hills" in summary
        assert shown.code in summary
        names = lead.get("cases:person", case.code).content.decode()
        assert "Muhammad Hasan Yusuf" in names
        assert "محمد حسن يوسف" in names
    own = Desk(mine.owner)
    alone = own.get("cases:open", mine.code).content.decode() + own.get("cases:person", mine.code).content.decode()
    for hidden in ("Invented Hills", "محمد حسن يوسف", other.code, "joined"):
        assert hidden not in alone
    read = Entry.objects.filter(actor_id=lead.staff.pk, record_id=other.pk, action="record.opened")
    assert read.count() == 4


def test_the_pages_of_the_desk_join_leave_and_undo(office: Office, double: Double) -> None:
    desk = Desk(office.member(Role.DUPLICATE_DESK))
    assert double.one.code in desk.get("cases:doubles").content.decode()
    assert "Possible doubles" in desk.get("home").content.decode()
    page = desk.post("cases:double_join", double.pk, version=1).content.decode()
    assert "Please fill this in" in page
    sent = {"keep": double.one_id, "words": "So.", "version": 1}
    assert desk.post("cases:double_join", double.pk, **sent).status_code == 302
    assert "One person" in desk.get("cases:double", double.pk).content.decode()
    assert desk.post("cases:double_undo", double.pk).status_code == 302
    assert desk.post("cases:double_leave", double.pk, words="Two.", version=3).status_code == 302
    assert double.one.code in desk.get("cases:doubles", state="left").content.decode()
    assert desk.post("cases:double_ask", double.pk, case=double.one_id, words="Who?", version=4).status_code == 302


def test_the_desk_learns_that_a_number_is_the_same_and_never_which(office: Office, owners: tuple[Staff, Staff]) -> None:
    contact = [{"how": "", "rules": "", "number": "+00000123456"}]
    for owner, name in zip(owners, ("Muhammad Hasan Yusuf", "محمد حسن يوسف"), strict=True):
        open_case(actor_of(owner), name, contacts=contact)
    look()
    desk = Desk(office.member(Role.DUPLICATE_DESK))
    page = desk.get("cases:double", Double.unscoped.get().pk).content.decode()
    assert "The number is the same" in page
    assert "123456" not in page
