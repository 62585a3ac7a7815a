"""A case or a task goes to somebody who can open it; what lies with somebody else is seen by those who lead."""

from __future__ import annotations

import pytest

from fristad.server.accounts.models import Staff
from fristad.server.accounts.rights import Role
from fristad.server.cases.models import Case, Task
from fristad.server.cases.selectors import giving
from fristad.server.cases.selectors.lists import Filters, count
from fristad.server.cases.services.cases import case_assign, involve
from fristad.server.cases.services.work import item_add, item_edit
from fristad.server.common.problems import WrongInputError
from tests.server.cases.desk import Desk
from tests.server.cases.files import open_case
from tests.server.office import Office, actor_of

BLIND = (Role.CONTEXT, Role.ADMINISTRATOR, Role.ANALYST)


@pytest.fixture
def owner(office: Office) -> Staff:
    return office.member(Role.CASEWORKER)


@pytest.fixture
def case(owner: Staff) -> Case:
    return open_case(actor_of(owner), "Invented Person")


@pytest.mark.parametrize("role", BLIND)
def test_a_case_is_not_given_to_somebody_who_opens_none(office: Office, case: Case, role: Role) -> None:
    desk, blind = Desk(office.member(Role.SUPERVISOR)), office.member(role)
    assert str(blind.pk) not in desk.get("cases:assign", case.code).content.decode()
    assert str(blind.pk) not in desk.get("cases:give", which="all").content.decode()
    with pytest.raises(WrongInputError):
        case_assign(desk.actor, case, owner=blind, read_version=case.version)


def test_a_task_is_given_to_those_who_can_open_this_case(office: Office, owner: Staff, case: Case) -> None:
    desk = Desk(owner)
    stranger, helper = office.member(Role.CASEWORKER), office.member(Role.CASEWORKER)
    involve(desk.actor, case, helper.pk)
    page = desk.get("cases:items", case.code, "tasks").content.decode()
    assert str(owner.pk) in page
    assert str(helper.pk) not in page  # a caseworker works by owner, not by being named: it stays closed to them
    assert str(stranger.pk) not in page
    with pytest.raises(WrongInputError):
        item_add(desk.actor, case, Task, {"words": "To call", "kind": "task"}, assignee=stranger)


def test_a_task_is_given_to_an_officer_who_was_asked_to_look(office: Office, owner: Staff, case: Case) -> None:
    officer = office.member(Role.CHILD_PROTECTION, team=office.other_team)
    assert str(officer.pk) not in giving.helpers_of(case)
    involve(actor_of(owner), case, officer.pk)
    assert str(officer.pk) in giving.helpers_of(case)


def test_a_task_stays_with_whoever_had_it(office: Office, owner: Staff, case: Case) -> None:
    lead, next_owner = office.actor(Role.SUPERVISOR), office.member(Role.CASEWORKER)
    task = item_add(actor_of(owner), case, Task, {"words": "To call", "kind": "task"}, assignee=owner)
    case_assign(lead, case, owner=next_owner, read_version=Case.unscoped.get().version)
    case.involved.all().delete()
    task = Task.unscoped.select_related("case__record_key", "record_key").get()
    assert task.case.owner_id == next_owner.pk
    item_edit(lead, task, {"words": "To write"}, read_version=task.version, assignee=owner)
    page = Desk(next_owner).get("cases:item", case.code, "tasks", task.pk).content.decode()
    assert str(owner.pk) in page


def test_a_case_that_lies_with_somebody_who_cannot_open_it_is_to_be_given(office: Office, case: Case) -> None:
    lead, blind = office.actor(Role.SUPERVISOR), office.member(Role.CONTEXT)
    assert count(lead, Filters(owner="none")) == 0
    Case.unscoped.update(owner=blind)
    assert count(lead, Filters(owner="none")) == 1
    assert [each.pk for each in giving.to_give(lead, office.team.pk, everybody=False, most=9)] == [case.pk]
