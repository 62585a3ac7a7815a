"""A closed circle: named people alone see a case; it is not there for others, not even in a count."""

from __future__ import annotations

import pytest

from fristad.server.accounts import notices
from fristad.server.accounts.models import Staff
from fristad.server.accounts.rights import Role, Scope
from fristad.server.accounts.services import people
from fristad.server.audit.verification import verify
from fristad.server.cases import doors
from fristad.server.cases.models import Case, Involved, Task
from fristad.server.cases.selectors.giving import owners_for
from fristad.server.cases.selectors.lists import Filters, count
from fristad.server.cases.selectors.search import find
from fristad.server.cases.services import circles
from fristad.server.cases.services.cases import case_assign, involve
from fristad.server.cases.services.circles import circle_close, circle_end, circle_narrow, circle_widen
from fristad.server.cases.services.work import item_add
from fristad.server.common.clock import now, today
from fristad.server.common.problems import NotThereError, StaleError, WrongInputError
from tests.server.cases.desk import Desk
from tests.server.cases.files import open_case
from tests.server.office import Office, actor_of

pytestmark = pytest.mark.both_databases

WHY = "Invented reason: the complaint is about a colleague."


@pytest.fixture
def owner(office: Office) -> Staff:
    return office.member(Role.CASEWORKER)


@pytest.fixture
def second(office: Office) -> Staff:
    return office.member(Role.CASEWORKER)


@pytest.fixture
def case(owner: Staff, second: Staff) -> Case:
    made = open_case(actor_of(owner), "Invented Person")
    return circle_close(actor_of(owner), made, [second], why=WHY, read_version=1)


def sees(person: Staff, case: Case) -> bool:
    return doors.cases(actor_of(person)).filter(pk=case.pk).exists()


def test_those_in_it_see_the_case_and_nobody_else(office: Office, case: Case, owner: Staff, second: Staff) -> None:
    supervisor = office.member(Role.SUPERVISOR)
    assert sees(owner, case)
    assert sees(second, case)
    assert not sees(supervisor, case)
    with pytest.raises(NotThereError):
        doors.case(actor_of(supervisor), case.code, "case.circle")


def test_it_is_in_no_count_list_search_or_home_page_of_others(office: Office, case: Case, owner: Staff) -> None:
    desk = Desk(office.member(Role.SUPERVISOR))
    item_add(actor_of(owner), case, Task, {"kind": "step", "words": "Invented step"}, due_on=today())
    Task.unscoped.update(assignee=desk.staff)  # given to them before the circle was closed
    assert count(desk.actor, Filters(state="")) == 0
    assert find(desk.actor, "Invented Person").cases == []
    assert find(desk.actor, case.code).cases == []
    page = desk.get("home").content.decode()
    assert case.code not in page
    assert "Invented step" not in page
    assert case.code not in desk.get("cases:list").content.decode()
    assert desk.get("cases:open", case.code).status_code == 404
    assert desk.get("cases:circle", case.code).status_code == 404


def test_those_who_saw_it_before_see_it_no_more(office: Office, owner: Staff, second: Staff) -> None:
    made = open_case(actor_of(owner), "Invented Person")
    flagged, former = office.member(Role.CHILD_PROTECTION), office.member(Role.CASEWORKER)
    involve(office.system, made, flagged.pk)
    involve(office.system, made, former.pk, until=now().replace(year=2099))
    circle_close(actor_of(owner), made, [second], why=WHY, read_version=1)
    assert not sees(flagged, made)
    assert not sees(former, made)
    assert list(verify(made.operation_id).faults) == []


def test_a_time_limit_of_somebody_named_ends(office: Office, owner: Staff, second: Staff) -> None:
    made = open_case(actor_of(owner), "Invented Person")
    involve(office.system, made, second.pk, until=now().replace(year=2099))
    circle_close(actor_of(owner), made, [second], why=WHY, read_version=1)
    assert set(Involved.objects.filter(case=made).values_list("until", flat=True)) == {None}


def test_it_needs_two_people_who_can_widen_it(office: Office, owner: Staff) -> None:
    made = open_case(actor_of(owner), "Invented Person")
    for people_in in ([], [owner], [office.member(Role.INTERVIEWER)]):
        with pytest.raises(WrongInputError):
            circle_close(actor_of(owner), made, people_in, why=WHY, read_version=1)
    assert not Case.unscoped.get(pk=made.pk).closed_circle


def test_nobody_of_another_agency_or_without_a_case_is_in_it(office: Office, owner: Staff, second: Staff) -> None:
    made = open_case(actor_of(owner), "Invented Person")
    for unfit in (office.member(Role.CASEWORKER, team=office.foreign_team), office.member(Role.AUDITOR)):
        with pytest.raises(WrongInputError):
            circle_close(actor_of(owner), made, [second, unfit], why=WHY, read_version=1)


def test_a_supervisor_closes_it_against_its_owner_and_becomes_the_owner(office: Office, owner: Staff) -> None:
    made = open_case(actor_of(owner), "Invented Person")
    supervisor, other = office.member((Role.SUPERVISOR, Scope.TEAM)), office.member(Role.SUPERVISOR)
    closed = circle_close(
        actor_of(supervisor), doors.case(actor_of(supervisor), made.code), [other], why=WHY, read_version=1
    )
    assert closed.owner_id == supervisor.pk
    assert not sees(owner, made)
    assert sees(supervisor, made)


def test_an_officer_does_not_take_the_case_from_its_owner_by_a_circle(office: Office, owner: Staff) -> None:
    made, officer = open_case(actor_of(owner), "Invented Person"), office.member(Role.CHILD_PROTECTION)
    involve(office.system, made, officer.pk)
    friend = office.member(Role.CASEWORKER)
    with pytest.raises(WrongInputError):
        circle_close(actor_of(officer), made, [friend], why=WHY, read_version=1)
    closed = circle_close(actor_of(officer), made, [friend, owner], why=WHY, read_version=1)
    assert closed.owner_id == owner.pk


def test_only_the_circle_widens_narrows_and_ends_it(office: Office, case: Case, owner: Staff, second: Staff) -> None:
    third, outside = office.member(Role.CASEWORKER), Desk(office.member(Role.SUPERVISOR))
    assert outside.post("cases:circle", case.code, person=third.pk).status_code == 404
    assert outside.post("cases:circle_out", case.code, second.pk).status_code == 404
    assert outside.post("cases:circle_end", case.code).status_code == 404
    circle_widen(actor_of(second), case, third)
    assert sees(third, case)
    circle_narrow(actor_of(second), case, third)
    assert not sees(third, case)
    with pytest.raises(WrongInputError):
        circle_narrow(actor_of(owner), case, second)
    circle_end(actor_of(second), doors.case(actor_of(second), case.code), read_version=2)
    assert sees(outside.staff, case)
    assert list(verify(case.operation_id).faults) == []


def test_who_was_let_in_leaves_with_the_circle(office: Office, case: Case, owner: Staff) -> None:
    guest = office.member(Role.CASEWORKER, team=office.other_team)
    officer = office.member(Role.CHILD_PROTECTION)
    for person in (guest, officer):
        circle_widen(actor_of(owner), case, person)
    circle_end(actor_of(owner), case, read_version=case.version)
    assert not sees(guest, case)
    assert not sees(officer, case)
    assert sees(owner, case)
    assert list(verify(case.operation_id).faults) == []


def test_who_was_disabled_does_not_come_back_into_it(office: Office, case: Case, owner: Staff) -> None:
    guest = office.member(Role.CASEWORKER)
    circle_widen(actor_of(owner), case, guest)
    people.disable(office.system, Staff.objects.get(pk=guest.pk), read_version=guest.version)
    back = Staff.objects.get(pk=guest.pk)
    people.enable(office.system, back, back.version)
    office.give(Staff.objects.get(pk=guest.pk), Role.CASEWORKER)
    assert not sees(guest, case)
    assert list(verify(case.operation_id).faults) == []


def test_of_two_who_let_each_other_out_at_once_the_second_is_refused(
    office: Office, case: Case, owner: Staff, second: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    third = office.member(Role.CASEWORKER)
    circle_widen(actor_of(owner), case, third)
    real = circles._locked

    def after_the_other(locked: Case) -> Case:
        Involved.objects.filter(case=locked, staff=second).delete()
        return real(locked)

    monkeypatch.setattr(circles, "_locked", after_the_other)
    with pytest.raises(WrongInputError):
        circle_narrow(actor_of(second), case, third)
    assert sees(third, case)


def test_the_owner_is_not_let_out(office: Office, case: Case, owner: Staff, second: Staff) -> None:
    circle_widen(actor_of(second), case, office.member(Role.CASEWORKER))
    with pytest.raises(WrongInputError):
        circle_narrow(actor_of(second), case, owner)


def test_in_it_a_case_is_given_to_people_of_the_circle_only(office: Office, case: Case, second: Staff) -> None:
    outside = office.member(Role.CASEWORKER)
    assert str(outside.pk) not in owners_for(case)
    with pytest.raises(WrongInputError):
        case_assign(actor_of(second), case, owner=outside, read_version=case.version)
    case_assign(actor_of(second), case, owner=second, read_version=case.version)
    # The former owner stays in the circle, without the time limit of a handover.
    assert set(Involved.objects.filter(case=case).values_list("until", flat=True)) == {None}


def test_of_two_who_change_it_the_second_is_told(office: Office, owner: Staff, second: Staff) -> None:
    made = open_case(actor_of(owner), "Invented Person")
    with pytest.raises(StaleError):
        circle_close(actor_of(owner), made, [second], why=WHY, read_version=7)
    assert Involved.objects.count() == 0


def test_the_circle_is_told_when_one_of_the_last_two_leaves(
    office: Office, case: Case, owner: Staff, second: Staff
) -> None:
    people.disable(office.system, Staff.objects.get(pk=second.pk), read_version=second.version)
    kinds = [notice.content["kind"] for notice in notices.waiting(owner.pk)]
    assert "circle.small" in kinds


def test_its_pages_close_widen_narrow_and_end_it(office: Office, second: Staff) -> None:
    desk = Desk(office.member(Role.CASEWORKER))
    made = open_case(desk.actor, "Invented Person")
    page = desk.post("cases:circle", made.code, why=WHY, version=1)
    assert "Please fill this in" in page.content.decode()
    assert desk.post("cases:circle", made.code, people=[second.pk], why=WHY, version=1).status_code == 302
    third = office.member(Role.CASEWORKER)
    page = desk.get("cases:circle", made.code).content.decode()
    assert WHY in page
    assert f"Name of {second.sign_in_name}" in page
    assert desk.post("cases:circle", made.code, person=third.pk).status_code == 302
    assert sees(third, made)
    assert desk.post("cases:circle_out", made.code, third.pk).status_code == 302
    assert not sees(third, made)
    assert desk.post("cases:circle_out", made.code, second.pk).status_code == 422
    assert desk.post("cases:circle_end", made.code).status_code == 302
    assert not Case.unscoped.get(pk=made.pk).closed_circle


def test_a_notice_does_not_lead_to_the_case_any_more_for_who_is_shut_out(office: Office, owner: Staff) -> None:
    second, former = (office.member(Role.CASEWORKER) for _ in range(2))
    made = open_case(actor_of(owner), "Invented Person")
    for kept in (made, open_case(actor_of(owner), "Another Person")):
        for person in (second, former):
            notices.tell(person, "case.given", code=kept.code)
    now = Case.unscoped.get(pk=made.pk)
    circle_close(actor_of(owner), now, [second], why="So.", read_version=now.version)
    about = {
        person.pk: [each.content.get("code") for each in notices.waiting(person.pk)] for person in (second, former)
    }
    assert made.code in about[second.pk]
    assert made.code not in about[former.pk]
    assert len([code for code in about[former.pk] if code]) == 1
