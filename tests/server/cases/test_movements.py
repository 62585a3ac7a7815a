"""Cases that move: to many at once, by asking, for a while, or because somebody left; and plans that are approved."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from fristad.server.accounts import notices
from fristad.server.accounts.models import Staff
from fristad.server.accounts.rights import Role, Scope
from fristad.server.accounts.services import people
from fristad.server.audit.models import Entry
from fristad.server.audit.verification import verify
from fristad.server.cases import doors
from fristad.server.cases.models import (
    Case,
    CaseState,
    Goal,
    Handover,
    Involved,
    MoveState,
    PlanApproval,
    Task,
    Transfer,
)
from fristad.server.cases.selectors import movements as selector
from fristad.server.cases.selectors.approvals import approval, changed_since, mark_of, to_approve
from fristad.server.cases.selectors.lists import Filters, count
from fristad.server.cases.selectors.people import name_of
from fristad.server.cases.services import movements as services
from fristad.server.cases.services.cases import case_assign, case_reopen, closure_ask, closure_decide, involve
from fristad.server.cases.services.circles import circle_close
from fristad.server.cases.services.handovers import handover_end
from fristad.server.cases.services.plans import approval_ask, approval_decide
from fristad.server.cases.services.work import item_add, item_edit
from fristad.server.common.clock import now, today
from fristad.server.common.problems import NotThereError, StaleError, WrongInputError
from tests.server.cases.desk import Desk
from tests.server.cases.files import open_case
from tests.server.office import Office, actor_of

pytestmark = pytest.mark.both_databases

WHY = "Invented reason: she moves to the hills."


@pytest.fixture
def owner(office: Office) -> Staff:
    return office.member(Role.CASEWORKER)


@pytest.fixture
def case(owner: Staff) -> Case:
    return open_case(actor_of(owner), "Invented Person")


def sees(person: Staff, case: Case) -> bool:
    return doors.cases(actor_of(person)).filter(pk=case.pk).exists()


def kinds(person: Staff) -> list[str]:
    return [notice.content["kind"] for notice in notices.waiting(person.pk)]


def asked(office: Office, case: Case, receiver: Staff) -> Transfer:
    assert case.owner is not None
    actor = actor_of(case.owner)
    services.transfer_ask(actor, doors.case(actor, case.code), to_staff=receiver, why=WHY)
    return selector.offered(actor_of(receiver)).get()


# Many at once


def test_many_cases_are_given_at_once_with_an_entry_each(office: Office, owner: Staff, case: Case) -> None:
    other = open_case(actor_of(owner), "Another Person")
    lead, colleague = office.actor(Role.SUPERVISOR), office.member(Role.CASEWORKER)
    assert services.cases_assign(lead, [(case, 1), (other, 1)], colleague) == 2
    assert set(Case.unscoped.values_list("owner", flat=True)) == {colleague.pk}
    assert Entry.objects.filter(action="case.assigned", actor_id=lead.staff_id).count() == 2


def test_all_are_given_or_none(office: Office, owner: Staff, case: Case) -> None:
    other = open_case(actor_of(owner), "Another Person")
    with pytest.raises(StaleError):
        services.cases_assign(office.actor(Role.SUPERVISOR), [(case, 1), (other, 7)], office.member(Role.CASEWORKER))
    assert set(Case.unscoped.values_list("owner", flat=True)) == {owner.pk}
    assert not Entry.objects.filter(action="case.assigned").exists()


def test_they_are_given_within_their_team_only(office: Office, case: Case) -> None:
    elsewhere = office.member(Role.CASEWORKER, team=office.other_team)
    with pytest.raises(WrongInputError):
        services.cases_assign(office.actor(Role.SUPERVISOR), [(case, 1)], elsewhere)


def test_the_page_offers_a_team_and_gives_what_is_ticked(office: Office, owner: Staff, case: Case) -> None:
    left = open_case(actor_of(owner), "Another Person")
    Case.unscoped.filter(pk=case.pk).update(owner=None)
    desk, colleague = Desk(office.member(Role.SUPERVISOR)), office.member(Role.CASEWORKER)
    page = desk.get("cases:give").content.decode()
    assert case.code in page
    assert left.code not in page
    assert left.code in desk.get("cases:give", which="all").content.decode()
    answer = desk.post("cases:give", cases=[f"{case.code}.1"], owner=colleague.pk)
    assert answer.status_code == 302
    assert Case.unscoped.get(pk=case.pk).owner_id == colleague.pk
    assert Desk(colleague).get("cases:give").status_code == 404


def test_who_gets_a_case_is_told(office: Office, case: Case) -> None:
    lead, colleague = office.member(Role.SUPERVISOR), office.member(Role.CASEWORKER)
    case_assign(actor_of(lead), case, owner=colleague, read_version=1)
    assert kinds(colleague)[-1] == "case.given"
    assert "A case was given to you." in Desk(colleague).get("signin:notices").content.decode()
    case_assign(actor_of(lead), case, owner=lead, read_version=2)
    assert "case.given" not in kinds(lead)


def test_of_many_cases_one_notice_tells(office: Office, owner: Staff, case: Case) -> None:
    colleague, other = office.member(Role.CASEWORKER), open_case(actor_of(owner), "Another Person")
    services.cases_assign(office.actor(Role.SUPERVISOR), [(case, 1), (other, 1)], colleague)
    assert [kind for kind in kinds(colleague) if "given" in kind and "case" in kind] == ["cases.given"]


def test_who_gets_a_task_is_told_once(office: Office, owner: Staff, case: Case) -> None:
    lead = office.actor(Role.SUPERVISOR)
    task = item_add(lead, case, Task, {"kind": "task", "words": "To call"}, assignee=owner)
    item_edit(lead, task, {"words": "To write"}, read_version=task.version, assignee=owner)
    assert kinds(owner).count("task.given") == 1


@pytest.mark.parametrize("agreed", [True, False])
def test_the_owner_is_told_what_became_of_a_closure(office: Office, owner: Staff, case: Case, *, agreed: bool) -> None:
    closure_ask(actor_of(owner), case, reason="plan_done", words="Done", read_version=1)
    closure_decide(office.actor(Role.SUPERVISOR), case, agreed=agreed, words="Seen", read_version=2)
    assert kinds(owner)[-1] == "closure.decided"


# Transfers


def test_a_transfer_moves_the_case_when_it_is_accepted(office: Office, owner: Staff, case: Case) -> None:
    receiver = office.member(Role.CASEWORKER, team=office.other_team)
    offer = asked(office, case, receiver)
    assert Case.unscoped.get().owner_id == owner.pk
    assert not sees(receiver, case)
    assert "transfer.asked" in kinds(receiver)
    services.transfer_accept(actor_of(receiver), offer, words="Gladly.", read_version=1)
    moved = Case.unscoped.get()
    assert (moved.owner_id, moved.team_id) == (receiver.pk, office.other_team.pk)
    assert sees(receiver, case)
    assert sees(owner, case)  # for a day, to answer questions
    assert Involved.objects.get(staff=owner).until is not None
    mine = selector.asked(actor_of(owner)).get()
    assert (mine.state, mine.told["answer"]) == (MoveState.ACCEPTED, "Gladly.")
    assert "transfer.accepted" in kinds(owner)
    assert list(verify(case.operation_id).faults) == []


def test_a_team_is_asked_and_who_leads_it_takes_the_case(office: Office, owner: Staff, case: Case) -> None:
    services.transfer_ask(actor_of(owner), case, to_team=office.other_team, why=WHY)
    outside = office.actor((Role.SUPERVISOR, Scope.TEAM))
    inside = office.actor((Role.SUPERVISOR, Scope.TEAM), team=office.other_team)
    assert not selector.offered(outside).exists()
    services.transfer_accept(inside, selector.offered(inside).get(), words="Yes.", read_version=1)
    assert Case.unscoped.get().owner_id == inside.staff_id


def test_to_be_put_into_a_team_opens_none_of_the_cases_it_is_asked_to_take(
    office: Office, owner: Staff, case: Case
) -> None:
    services.transfer_ask(actor_of(owner), case, to_team=office.other_team, why=WHY)
    moved = office.member(Role.CASEWORKER)
    about = people.About(moved.display_name, "", "en", office.other_team)
    people.change_staff(office.system, moved, about, moved.version)
    assert not selector.offered(actor_of(moved)).exists()


def test_a_supervisor_of_all_teams_accepts_for_a_team_and_it_waits_there_for_an_owner(
    office: Office, owner: Staff, case: Case
) -> None:
    services.transfer_ask(actor_of(owner), case, to_team=office.other_team, why=WHY)
    lead = office.actor((Role.SUPERVISOR, Scope.OPERATION))
    services.transfer_accept(lead, selector.offered(lead).get(), words="Yes.", read_version=1)
    moved = Case.unscoped.get()
    assert (moved.owner_id, moved.team_id) == (None, office.other_team.pk)


def test_who_asked_sees_that_it_was_declined_or_takes_it_back(office: Office, owner: Staff, case: Case) -> None:
    receiver = office.member(Role.CASEWORKER)
    services.transfer_decline(actor_of(receiver), asked(office, case, receiver), words="No room.", read_version=1)
    assert selector.asked(actor_of(owner)).get().told["answer"] == "No room."
    asked(office, case, receiver)
    again = selector.asked(actor_of(owner)).get(state=MoveState.WAITING)
    services.transfer_withdraw(actor_of(owner), again, read_version=1)
    assert not selector.offered(actor_of(receiver)).exists()
    with pytest.raises(WrongInputError):
        services.transfer_accept(actor_of(receiver), again, words="Yes", read_version=2)


def test_a_case_waits_for_one_answer_at_a_time(office: Office, owner: Staff, case: Case) -> None:
    asked(office, case, office.member(Role.CASEWORKER))
    with pytest.raises(WrongInputError):
        services.transfer_ask(actor_of(owner), case, to_staff=office.member(Role.CASEWORKER), why=WHY)
    assert Transfer.unscoped.count() == 1


def test_it_never_goes_over_the_wall_of_the_agency(office: Office, owner: Staff, case: Case) -> None:
    stranger = office.member(Role.CASEWORKER, team=office.foreign_team)
    for target in ({"to_staff": stranger}, {"to_team": office.foreign_team}):
        with pytest.raises(WrongInputError):
            services.transfer_ask(actor_of(owner), case, why=WHY, **target)


def test_it_is_off_once_who_asked_may_no_longer_move_the_case(office: Office, owner: Staff, case: Case) -> None:
    receiver = office.member(Role.CASEWORKER)
    offer = asked(office, case, receiver)
    Case.unscoped.update(owner=office.member(Role.CASEWORKER))
    with pytest.raises(WrongInputError):
        services.transfer_accept(actor_of(receiver), offer, words="Yes", read_version=1)


def test_a_circle_that_closes_hides_the_offer(office: Office, owner: Staff, case: Case) -> None:
    receiver, second = office.member(Role.CASEWORKER), office.member(Role.CASEWORKER)
    asked(office, case, receiver)
    circle_close(actor_of(owner), case, [second], why=WHY, read_version=1)
    assert not selector.offered(actor_of(receiver)).exists()
    assert set(selector.receivers(Case.unscoped.get())["staff"]) == {f"staff:{second.pk}"}


def test_an_erased_case_is_offered_no_more(office: Office, owner: Staff, case: Case) -> None:
    receiver = Desk(office.member(Role.CASEWORKER))
    asked(office, case, receiver.staff)
    case.record_key.destroy()
    for desk in (receiver, Desk(owner)):
        page = desk.get("cases:moves")
        assert page.status_code == 200
        assert case.code not in page.content.decode()


def test_its_pages_ask_answer_and_withdraw(office: Office, owner: Staff, case: Case) -> None:
    desk, other = Desk(owner), Desk(office.member(Role.CASEWORKER, team=office.other_team))
    assert desk.post("cases:transfer", case.code, to=f"staff:{other.staff.pk}", why=WHY).status_code == 302
    assert "waits for an answer" in desk.get("cases:transfer", case.code).content.decode()
    offer = Transfer.unscoped.get()
    page = other.get("cases:transfer_answer", offer.pk).content.decode()
    assert WHY in page
    assert "Invented Person" not in page
    assert case.code in other.get("cases:moves").content.decode()
    assert desk.get("cases:transfer_answer", offer.pk).status_code == 404
    assert other.post("cases:transfer_asked", offer.pk).status_code == 404
    assert desk.post("cases:transfer_asked", offer.pk).status_code == 302
    assert "Withdrawn" in desk.get("cases:moves").content.decode()
    desk.post("cases:transfer", case.code, to=f"staff:{other.staff.pk}", why=WHY)
    again = Transfer.unscoped.get(state=MoveState.WAITING)
    assert other.get("home").content.decode().count("Offered to you") == 1
    assert other.post("cases:transfer_answer", again.pk, agreed="yes", words="Yes.", version=1).status_code == 302
    assert other.get("cases:open", case.code).status_code == 200
    assert "Accepted" in desk.get("cases:transfer_asked", again.pk).content.decode()


def test_the_database_refuses_a_transfer_to_nobody(office: Office, case: Case) -> None:
    offer = asked(office, case, office.member(Role.CASEWORKER))
    with pytest.raises(IntegrityError), transaction.atomic():
        Transfer.unscoped.filter(pk=offer.pk).update(to_staff=None)


# Standing in


def test_a_stand_in_works_in_the_cases_until_the_day_is_over(
    office: Office, owner: Staff, case: Case, monkeypatch: Any
) -> None:
    stand_in = office.member(Role.CASEWORKER)
    services.handover(actor_of(owner), [case], stand_in=stand_in, until=today(), words="She calls on Monday.")
    assert doors.case(actor_of(stand_in), case.code, "case.edit") == case
    assert Case.unscoped.get().owner_id == owner.pk
    assert "handover.given" in kinds(stand_in)
    tomorrow = timezone.localtime(now()).replace(hour=0, minute=0, second=1) + timedelta(days=1)
    monkeypatch.setattr(doors, "now", lambda: tomorrow)
    assert not sees(stand_in, case)
    assert list(verify(case.operation_id).faults) == []


def test_it_ends_when_the_owner_is_back(office: Office, owner: Staff, case: Case) -> None:
    stand_in, until = office.member(Role.CASEWORKER), today() + timedelta(days=9)
    services.handover(actor_of(owner), [case], stand_in=stand_in, until=until, words="")
    given = selector.handovers(actor_of(owner)).get()
    handover_end(actor_of(owner), given)
    assert not sees(stand_in, case)
    assert not selector.handovers(actor_of(stand_in)).exists()
    services.handover(actor_of(owner), [case], stand_in=stand_in, until=until, words="")
    assert sees(stand_in, case)


def test_it_ends_when_the_case_goes_to_another_owner(office: Office, owner: Staff, case: Case) -> None:
    stand_in, new = office.member(Role.CASEWORKER), office.member(Role.CASEWORKER)
    services.handover(actor_of(owner), [case], stand_in=stand_in, until=today() + timedelta(days=90), words="")
    read = Case.unscoped.get(pk=case.pk)
    case_assign(office.actor(Role.SUPERVISOR), read, owner=new, read_version=read.version)
    assert not sees(stand_in, case)
    assert sees(owner, case)


@pytest.mark.parametrize("year", [2999, 9999])
def test_nobody_stands_in_for_ever(office: Office, owner: Staff, case: Case, year: int) -> None:
    stand_in = office.member(Role.CASEWORKER)
    with pytest.raises(WrongInputError):
        services.handover(actor_of(owner), [case], stand_in=stand_in, until=date(year, 12, 31), words="")


def test_it_shortens_nobodys_sight_of_a_case(office: Office, owner: Staff, case: Case) -> None:
    stand_in = office.member(Role.CASEWORKER)
    involve(actor_of(owner), case, stand_in.pk)
    services.handover(actor_of(owner), [case], stand_in=stand_in, until=today(), words="")
    handover_end(actor_of(owner), Handover.unscoped.select_related("case", "record_key").get())
    assert Involved.objects.get(staff=stand_in).until is None


def test_a_stand_in_is_of_the_team_and_the_day_is_not_over(office: Office, owner: Staff, case: Case) -> None:
    elsewhere, here = office.member(Role.CASEWORKER, team=office.other_team), office.member(Role.CASEWORKER)
    for person, day in ((elsewhere, today()), (here, today() - timedelta(days=1)), (owner, today())):
        with pytest.raises(WrongInputError):
            services.handover(actor_of(owner), [case], stand_in=person, until=day, words="")
    assert Handover.unscoped.count() == 0


def test_it_does_not_widen_a_circle(office: Office, owner: Staff, case: Case) -> None:
    closed = circle_close(actor_of(owner), case, [office.member(Role.CASEWORKER)], why=WHY, read_version=1)
    with pytest.raises(WrongInputError):
        services.handover(actor_of(owner), [closed], stand_in=office.member(Role.CASEWORKER), until=today(), words="")


def test_a_circle_without_the_stand_in_ends_it_and_tells_both(office: Office, owner: Staff, case: Case) -> None:
    stand_in, second = office.member(Role.CASEWORKER), office.member(Role.CASEWORKER)
    services.handover(actor_of(owner), [case], stand_in=stand_in, until=today(), words="")
    assert name_of(stand_in) in Desk(owner).get("cases:circle", case.code).content.decode()
    circle_close(actor_of(owner), doors.case(actor_of(owner), case.code), [second], why=WHY, read_version=case.version)
    assert not selector.handovers(actor_of(owner)).exists()
    assert "handover.cut" in kinds(owner)
    assert "handover.over" in kinds(stand_in)
    assert list(verify(case.operation_id).faults) == []


def test_a_stand_in_who_is_in_the_circle_goes_on(office: Office, owner: Staff, case: Case) -> None:
    stand_in = office.member(Role.CASEWORKER)
    services.handover(actor_of(owner), [case], stand_in=stand_in, until=today(), words="")
    circle_close(
        actor_of(owner), doors.case(actor_of(owner), case.code), [stand_in], why=WHY, read_version=case.version
    )
    assert selector.handovers(actor_of(owner)).exists()


def test_its_page_hands_over_what_is_ticked(office: Office, owner: Staff, case: Case) -> None:
    other, stand_in = open_case(actor_of(owner), "Another Person"), office.member(Role.CASEWORKER)
    desk, day = Desk(owner), today() + timedelta(days=3)
    until = {"until_day": day.day, "until_month": day.month, "until_year": day.year}
    answer = desk.post("cases:handover", cases=[case.code], stand_in=stand_in.pk, words="", **until)
    assert answer.status_code == 302
    assert sees(stand_in, case)
    assert not sees(stand_in, other)
    assert case.code in Desk(stand_in).get("cases:moves").content.decode()
    assert Desk(stand_in).post("cases:handover_end", Handover.unscoped.get().pk).status_code == 404
    assert desk.post("cases:handover_end", Handover.unscoped.get().pk).status_code == 302


# Those who left


def test_cases_of_somebody_who_left_wait_for_the_supervisor(office: Office, owner: Staff, case: Case) -> None:
    lead = office.member((Role.SUPERVISOR, Scope.TEAM))
    closed = open_case(actor_of(owner), "Another Person")
    Case.unscoped.filter(pk=closed.pk).update(state=CaseState.CLOSED)
    people.disable(office.system, Staff.objects.get(pk=owner.pk), read_version=owner.version)
    assert Case.unscoped.get(pk=case.pk).owner_id is None
    assert Case.unscoped.get(pk=closed.pk).owner_id == owner.pk
    assert count(actor_of(lead), Filters(owner="none")) == 1
    assert "case.left" in kinds(lead)
    assert case.code in Desk(lead).get("cases:give").content.decode()


def test_who_keeps_a_role_that_works_in_cases_keeps_the_cases(office: Office, case: Case, owner: Staff) -> None:
    services.staff_left(office.system, owner.pk)
    assert Case.unscoped.get().owner_id == owner.pk


def test_in_a_circle_the_case_goes_to_another_of_it(office: Office, owner: Staff, case: Case) -> None:
    second = office.member(Role.CASEWORKER)
    circle_close(actor_of(owner), case, [second], why=WHY, read_version=1)
    people.disable(office.system, Staff.objects.get(pk=owner.pk), read_version=owner.version)
    assert Case.unscoped.get().owner_id == second.pk
    assert "circle.inherited" in kinds(second)


# Plans


def plan(case: Case, owner: Staff) -> PlanApproval:
    item_add(actor_of(owner), case, Goal, {"words": "To sleep safely."})
    return approval_ask(actor_of(owner), case, words="Please look.")


def test_a_supervisor_approves_a_plan_and_a_change_is_seen(office: Office, owner: Staff, case: Case) -> None:
    asked_for = plan(case, owner)
    lead = office.actor(Role.SUPERVISOR)
    assert to_approve(lead).count() == 1
    approval_decide(lead, asked_for, agreed=True, words="Good.", read_version=1, read=mark_of(case))
    approved = approval(case)
    assert approved is not None
    assert (approved.state, approved.decided_by_id) == (MoveState.ACCEPTED, lead.staff_id)
    assert not changed_since(approved)
    item_add(actor_of(owner), case, Goal, {"words": "To learn."})
    assert changed_since(approved)
    assert approval_ask(actor_of(owner), case, words="").state == MoveState.WAITING
    assert list(verify(case.operation_id).faults) == []


def test_nobody_approves_a_plan_they_asked_for(office: Office) -> None:
    lead = office.member(Role.SUPERVISOR)
    own = open_case(actor_of(lead), "Invented Person")
    asked_for = plan(own, lead)
    with pytest.raises(WrongInputError):
        approval_decide(actor_of(lead), asked_for, agreed=True, words="Good.", read_version=1, read=mark_of(own))
    assert not to_approve(actor_of(lead)).exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanApproval.unscoped.update(state=MoveState.ACCEPTED, decided_by=lead, decided_on=today())


def test_an_empty_plan_or_one_that_waits_is_not_asked_for(office: Office, owner: Staff, case: Case) -> None:
    with pytest.raises(WrongInputError):
        approval_ask(actor_of(owner), case, words="")
    plan(case, owner)
    with pytest.raises(WrongInputError):
        approval_ask(actor_of(owner), case, words="")


def test_the_pages_of_a_plan_ask_and_answer(office: Office, owner: Staff, case: Case) -> None:
    desk, lead = Desk(owner), Desk(office.member(Role.SUPERVISOR))
    item_add(desk.actor, case, Goal, {"words": "To sleep safely."})
    assert desk.post("cases:plan", case.code, words="Please look.").status_code == 302
    assert case.code in lead.get("cases:plans").content.decode()
    page = lead.get("cases:plan_decide", case.code).content.decode()
    assert "To sleep safely." in page
    assert desk.get("cases:plan_decide", case.code).status_code == 404
    answer = lead.post("cases:plan_decide", case.code, agreed="no", words="Ask about school.", **hidden_in(page))
    assert answer.status_code == 302
    assert "Ask about school." in desk.get("cases:plan", case.code).content.decode()
    assert "plan.decided" in kinds(owner)


def test_a_closure_is_never_approved_by_who_asked(office: Office) -> None:
    lead = office.actor(Role.SUPERVISOR)
    own = open_case(lead, "Invented Person")
    closure_ask(lead, own, reason="plan_done", words="Done.", read_version=1)
    with pytest.raises(WrongInputError):
        closure_decide(lead, own, agreed=True, words="Done.", read_version=2)
    with pytest.raises(NotThereError):
        doors.case(office.actor(Role.CASEWORKER), own.code, "case.approve")


def test_a_case_that_is_taken_up_again_after_its_owner_left_waits_for_the_supervisor(
    office: Office, owner: Staff, case: Case
) -> None:
    Case.unscoped.filter(pk=case.pk).update(state=CaseState.CLOSED)
    people.disable(office.system, Staff.objects.get(pk=owner.pk), read_version=owner.version)
    lead = office.actor(Role.SUPERVISOR)
    reopened = case_reopen(lead, doors.case(lead, case.code), words="She came back.", read_version=1)
    assert reopened.owner is None


def test_a_plan_is_approved_as_it_was_read_and_not_otherwise(office: Office, owner: Staff, case: Case) -> None:
    item_add(actor_of(owner), case, Goal, {"words": "Invented goal"})
    approval_ask(actor_of(owner), Case.unscoped.get(pk=case.pk), words="")
    boss = Desk(office.member(Role.SUPERVISOR))
    read = hidden_in(boss.get("cases:plan_decide", case.code).content.decode())
    item_add(actor_of(owner), Case.unscoped.get(pk=case.pk), Goal, {"words": "Another goal"})
    answer = {"agreed": "yes", "words": "Good."}
    page = boss.post("cases:plan_decide", case.code, **answer, **read)
    assert page.status_code == 200
    assert "Another goal" in page.content.decode()
    assert PlanApproval.unscoped.get().state == MoveState.WAITING
    again = hidden_in(page.content.decode())
    assert boss.post("cases:plan_decide", case.code, **answer, **again).status_code == 302
    assert PlanApproval.unscoped.get().state == MoveState.ACCEPTED


def hidden_in(page: str) -> dict[str, str]:
    found = {name: re.search(rf'name="{name}" value="([^"]*)"', page) for name in ("version", "plan")}
    return {name: each[1] for name, each in found.items() if each}
