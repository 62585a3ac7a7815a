"""From rights to rows: which cases an actor reaches."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db.models import Q

from fristad.server.accounts.actor import Actor
from fristad.server.accounts.models import Team
from fristad.server.accounts.rights import RIGHTS, Role, Scope
from fristad.server.accounts.scoping import Around, cases_q
from tests.server.conftest import ELSEWHERE
from tests.server.office import Office

pytestmark = pytest.mark.both_databases


@dataclass(frozen=True)
class Row:
    """The columns of a case that decide who reaches it, and what stands around it."""

    owner_id: UUID
    team_id: UUID
    agency_id: UUID
    operation_id: UUID
    closed_circle: bool = False
    named: bool = False

    def is_reached(self, actor: Actor, right: str = "case.open", **around: bool) -> bool:
        conditions = {name: Q(named=value) for name, value in around.items()}
        columns = {"pk": 1, **vars(self)}
        return cases_q(actor, right, Around(**{"in_circle": Q(named=True), **conditions})).check(columns)


def case_of(office: Office, team: Team | None = None, **changed: Any) -> Row:
    place = team or office.team
    columns = {
        "owner_id": uuid4(),
        "team_id": place.pk,
        "agency_id": place.agency_id,
        "operation_id": office.operation.pk,
    }
    return Row(**{**columns, **changed})


def test_a_caseworker_reaches_own_cases_only(office: Office) -> None:
    actor = office.actor(Role.CASEWORKER)
    assert case_of(office, owner_id=actor.staff_id).is_reached(actor)
    assert not case_of(office).is_reached(actor)


def test_a_supervisor_of_a_team_reaches_the_team(office: Office) -> None:
    actor = office.actor((Role.SUPERVISOR, Scope.TEAM))
    assert case_of(office).is_reached(actor)
    assert not case_of(office, office.other_team).is_reached(actor)


def test_a_supervisor_of_the_operation_reaches_every_team_of_the_agency(office: Office) -> None:
    actor = office.actor((Role.SUPERVISOR, Scope.OPERATION))
    assert case_of(office, office.other_team).is_reached(actor)
    assert not case_of(office, operation_id=ELSEWHERE).is_reached(actor)


def test_the_agency_is_a_wall_even_for_an_owner(office: Office) -> None:
    for role in (Role.CASEWORKER, Role.SUPERVISOR):
        actor = office.actor((role, Scope.OPERATION) if role is Role.SUPERVISOR else role)
        assert not case_of(office, office.foreign_team).is_reached(actor)
        assert not case_of(office, office.foreign_team, owner_id=actor.staff_id).is_reached(actor)


def test_an_officer_reaches_what_was_flagged(office: Office) -> None:
    actor = office.actor(Role.CHILD_PROTECTION)
    assert case_of(office, named=True).is_reached(actor, flagged=True)
    assert not case_of(office, named=False).is_reached(actor, flagged=True)


def test_a_flag_opens_nothing_across_the_wall(office: Office) -> None:
    actor = office.actor(Role.CHILD_PROTECTION)
    assert not case_of(office, office.foreign_team, named=True).is_reached(actor, flagged=True)


def test_a_case_is_lent_for_a_while(office: Office) -> None:
    actor = office.actor(Role.INTERVIEWER)
    assert case_of(office, named=True).is_reached(actor, lent=True)
    assert not case_of(office).is_reached(actor, lent=True)


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AUDITOR, Role.ANALYST, Role.PARTNER, Role.CONTEXT])
def test_roles_without_cases_reach_none_even_if_they_own_it(office: Office, role: Role) -> None:
    actor = office.actor(role)
    rights = [name for name, right in RIGHTS.items() if right.content]
    mine = case_of(office, owner_id=actor.staff_id, named=True)
    assert not any(mine.is_reached(actor, right, flagged=True, lent=True) for right in rights)


def test_a_closed_circle_is_for_those_in_it(office: Office) -> None:
    supervisor, owner = office.actor((Role.SUPERVISOR, Scope.OPERATION)), office.actor(Role.CASEWORKER)
    closed = {"closed_circle": True, "owner_id": owner.staff_id}
    for actor in (supervisor, owner):
        assert not case_of(office, **closed).is_reached(actor)
        assert case_of(office, **closed, named=True).is_reached(actor)


def test_to_be_in_a_circle_counts_for_nothing_once_there_is_none(office: Office) -> None:
    actor = office.actor(Role.CASEWORKER)
    assert case_of(office, closed_circle=True, named=True).is_reached(actor, "case.export")
    assert not case_of(office, named=True).is_reached(actor, "case.export")


def test_an_emergency_never_opens_a_closed_circle(office: Office) -> None:
    actor = office.actor(Role.DUTY_OFFICER)
    assert case_of(office).is_reached(actor, "emergency.open")
    assert not case_of(office, closed_circle=True).is_reached(actor, "emergency.open")


def test_the_service_itself_reaches_its_operation(office: Office) -> None:
    assert case_of(office, closed_circle=True).is_reached(office.system)
    assert not case_of(office, operation_id=ELSEWHERE).is_reached(office.system)
