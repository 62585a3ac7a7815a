"""Writing in a case file: each write is one act, carries the version it was read at, and shows in the log."""

import pytest

from fristad.server.accounts.models import Staff
from fristad.server.accounts.rights import Role
from fristad.server.audit.models import Entry
from fristad.server.audit.verification import verify
from fristad.server.cases import doors
from fristad.server.cases.models import Case, CaseState, Goal, Leg, Person, Task
from fristad.server.cases.pure.dates import Entered, partial_date
from fristad.server.cases.selectors.journeys import drawn
from fristad.server.cases.selectors.search import find
from fristad.server.cases.services import cases as services
from fristad.server.cases.services.families import family_hide, family_link
from fristad.server.cases.services.journeys import leg_add, leg_move
from fristad.server.cases.services.persons import person_edit
from fristad.server.cases.services.work import item_add, item_edit, item_end
from fristad.server.common.clock import today
from fristad.server.common.problems import NotThereError, StaleError, WrongInputError
from tests.server.cases.files import open_case
from tests.server.office import Office

pytestmark = pytest.mark.both_databases


def test_of_two_who_change_a_person_the_second_is_told_and_nothing_is_lost(office: Office) -> None:
    actor = office.actor(Role.CASEWORKER)
    case = open_case(actor, "Invented Person")
    first, second = doors.person(actor, case.person_id), doors.person(actor, case.person_id)
    person_edit(actor, first, {"words": "To see a doctor."}, read_version=1)
    with pytest.raises(StaleError):
        person_edit(actor, second, {"words": "To sleep."}, read_version=1)
    stored = doors.person(actor, case.person_id)
    assert (stored.words, stored.version) == ("To see a doctor.", 2)


def test_a_new_name_is_found_and_an_old_one_no_longer(office: Office) -> None:
    actor = office.actor(Role.CASEWORKER)
    case = open_case(actor, "Muhammad Hasan")
    person = doors.person(actor, case.person_id)
    person_edit(actor, person, {"names": [{"text": "Olena Kovalenko", "kind": "papers"}]}, read_version=1)
    assert find(actor, "Muhammad").cases == []
    found = find(actor, "Олена").cases
    assert found == [case]
    assert found[0].card["name"] == "Olena Kovalenko"


def test_the_survivor_code_stands_in_lists_in_place_of_the_name(office: Office) -> None:
    case = open_case(office.actor(Role.CASEWORKER), "Invented Person", survivor_code="Bluebird 7")
    assert case.card["name"] == "Bluebird 7"


def test_every_act_is_in_the_log_and_the_log_holds(office: Office) -> None:
    actor = office.actor(Role.CASEWORKER)
    case = open_case(actor, "Invented Person")
    task = item_add(actor, case, Task, {"kind": "step", "words": "Call the clinic"}, due_on=today())
    item_end(actor, task, answer="Done", read_version=1)
    actions = list(Entry.objects.filter(actor_id=actor.staff_id).order_by("sequence").values_list("action", flat=True))
    assert actions == ["case.opened"] * 2 + ["task.added"] * 2 + ["task.ended"] * 2
    assert list(verify(actor.operation_id).faults) == []


def test_the_log_holds_no_value(office: Office) -> None:
    actor = office.actor(Role.CASEWORKER)
    case = open_case(actor, "Muhammad Hasan")
    person_edit(actor, doors.person(actor, case.person_id), {"words": "To sleep."}, read_version=1)
    written = " ".join(str(entry.detail) for entry in Entry.objects.all())
    assert "words" in written
    assert "sleep" not in written
    assert "Muhammad" not in written


def test_a_case_carries_the_nearest_day_of_its_open_work(office: Office) -> None:
    actor = office.actor(Role.CASEWORKER)
    case = open_case(actor, "Invented Person")
    item_add(actor, case, Goal, {"words": "Sleep"}, review_on=today().replace(year=2099))
    task = item_add(actor, case, Task, {"kind": "step", "words": "Call"}, due_on=today())
    assert Case.unscoped.get(pk=case.pk).due_on == today()
    item_end(actor, task, answer="Done", read_version=1)
    assert Case.unscoped.get(pk=case.pk).due_on == today().replace(year=2099)


def test_an_item_keeps_what_a_form_does_not_show(office: Office) -> None:
    actor = office.actor(Role.CASEWORKER)
    task = item_add(actor, open_case(actor, "Invented"), Task, {"kind": "step", "words": "Call", "extra": 1})
    assert item_edit(actor, task, {"words": "Write"}, read_version=1).told == {
        "kind": "step",
        "words": "Write",
        "extra": 1,
    }


def test_nobody_approves_the_closure_they_asked_for(office: Office) -> None:
    supervisor = office.actor(Role.SUPERVISOR)
    case = open_case(supervisor, "Invented Person")
    services.closure_ask(supervisor, case, reason="plan_done", words="All is done", read_version=1)
    with pytest.raises(WrongInputError):
        services.closure_decide(supervisor, case, agreed=True, words="Yes", read_version=2)
    other = office.actor(Role.SUPERVISOR)
    services.closure_decide(other, case, agreed=True, words="Yes", read_version=2)
    assert (case.state, case.closed_on) == (CaseState.CLOSED, today())
    services.case_reopen(other, case, words="Came back", read_version=3)
    assert (case.state, case.closed_on) == (CaseState.OPEN, None)


def test_who_hands_over_sees_the_case_for_a_day_more(office: Office) -> None:
    owner = office.actor(Role.CASEWORKER)
    colleague = office.member(Role.CASEWORKER)
    case = open_case(owner, "Invented Person")
    services.case_assign(office.actor(Role.SUPERVISOR), case, owner=colleague, read_version=1)
    assert doors.case(owner, case.code) == case
    assert doors.cases(owner).count() == 1


def test_a_case_stays_in_its_team(office: Office) -> None:
    case = open_case(office.actor(Role.CASEWORKER), "Invented Person")
    foreign: Staff = office.member(Role.CASEWORKER, team=office.foreign_team)
    with pytest.raises(WrongInputError):
        services.case_assign(office.actor(Role.SUPERVISOR), case, owner=foreign, read_version=1)


def test_legs_change_places(office: Office) -> None:
    actor = office.actor(Role.CASEWORKER)
    case = open_case(actor, "Invented Person")
    person = doors.person(actor, case.person_id)
    for place in ("First", "Second"):
        leg_add(actor, person, {"place": place})
    one, two = doors.legs(person)
    leg_move(actor, two, one)
    assert [leg.told["place"] for leg in doors.legs(person)] == ["Second", "First"]
    assert Leg.unscoped.count() == 2


def test_a_hidden_link_does_not_show_from_the_other_side(office: Office) -> None:
    actor = office.actor(Role.CASEWORKER)
    one, other = open_case(actor, "Invented One"), open_case(actor, "Invented Other")
    people = [Person.unscoped.select_related("record_key").get(pk=case.person_id) for case in (one, other)]
    link = family_link(actor, *people, relation={"as": "sister"}, hidden=False)
    assert {member.person_id for member in doors.members_in_view(actor, link.family)} == {
        one.person_id,
        other.person_id,
    }
    family_hide(actor, link, hidden=True)
    assert {member.person_id for member in doors.members_in_view(actor, link.family)} == {one.person_id}


def test_what_is_out_of_scope_cannot_be_changed(office: Office) -> None:
    case = open_case(office.actor(Role.CASEWORKER), "Invented Person")
    with pytest.raises(NotThereError):
        doors.person(office.actor(Role.CASEWORKER), case.person_id)


def test_a_time_between_two_stays_that_nobody_told_is_drawn_as_a_gap(office: Office) -> None:
    actor = office.actor(Role.CASEWORKER)
    person = doors.person(actor, open_case(actor, "Invented Person").person_id)
    early, late = (partial_date(Entered(2025, month), today()).to_json() for month in (1, 6))
    leg_add(actor, person, {"place": "First", "ended": early})
    leg_add(actor, person, {"place": "Second", "began": late})
    assert [(leg["place"], leg["told"]) for leg in drawn(person)] == [("First", True), ("", False), ("Second", True)]
    assert drawn(person)[1]["when"] == "about 4 months"
