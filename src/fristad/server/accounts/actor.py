"""Who is asking. Built once per request, in one query, and handed to every service and selector."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from django.http import HttpRequest

from fristad.server.accounts import sessions
from fristad.server.accounts.models import Grant, Staff
from fristad.server.accounts.rights import EVERYBODY, ON_TOP_OF, RIGHTS, Role, Scope, narrower, widest
from fristad.server.audit.who import SERVICE
from fristad.server.common.clock import now, today

#: An agency that is not there.
NOWHERE = UUID(int=1)


@dataclass(frozen=True)
class Reach:
    """Where a right holds: a scope, seen from an operation, an agency and a team."""

    scope: Scope
    operation_id: UUID
    agency_id: UUID
    team_id: UUID | None = None


@dataclass(frozen=True)
class Held:
    """One role that somebody holds today."""

    role: Role
    reach: Reach


class Belonging(Protocol):
    """A row of an agency in an operation: staff, a team."""

    @property
    def operation_id(self) -> UUID:
        """Return the operation."""

    @property
    def agency_id(self) -> UUID:
        """Return the agency."""

    @property
    def team_id(self) -> UUID | None:
        """Return the team, if any."""


@dataclass(frozen=True)
class Actor:
    """A signed-in person, with the roles that have not ended."""

    staff_id: UUID
    operation_id: UUID
    agency_id: UUID
    team_id: UUID | None = None
    held: tuple[Held, ...] = ()
    second_factor_at: datetime | None = None
    no_export_until: datetime | None = None
    #: Signed in by the word that calls for help: an office like any other of these roles, with nothing in it.
    is_empty: bool = False

    def may(self, right: str) -> bool:
        """Return whether the right is held anywhere. Raises KeyError for a right that is not in the table."""
        return right in EVERYBODY or bool(self.scopes(right))

    def scopes(self, right: str) -> frozenset[Reach]:
        """Return where the right holds; nowhere is the empty set."""
        RIGHTS[right]
        if right == "case.export" and self.no_export_until is not None and self.no_export_until > now():
            return frozenset()
        return frozenset(reach for held in self.held if (reach := _reach(held, right)) is not None)

    def scope_of(self, right: str) -> Scope | None:
        """Return the widest scope in which the right is held, or None."""
        return max((reach.scope for reach in self.scopes(right)), key=lambda scope: scope.width, default=None)

    def reaches(self, right: str, row: Belonging) -> bool:
        """Return whether the right holds over a row that belongs to an operation, an agency and perhaps a team."""
        return any(_covers(reach, row) for reach in self.scopes(right))

    def has(self, role: Role) -> bool:
        """Return whether a role is held."""
        return any(held.role is role for held in self.held)

    def second_factor_fresh(self, minutes: int = 10) -> bool:
        """Return whether the second factor was used in the last `minutes`."""
        return self.second_factor_at is not None and now() - self.second_factor_at <= timedelta(minutes=minutes)


@dataclass(frozen=True)
class System(Actor):
    """The installation itself, in one operation, over all agencies. Never made from a request."""

    task: str = ""

    def may(self, right: str) -> bool:
        """Return True: what a command may do is decided by who may run it."""
        return right in EVERYBODY or right in RIGHTS

    def reaches(self, right: str, row: Belonging) -> bool:
        """Return whether the row belongs to its operation."""
        return self.may(right) and row.operation_id == self.operation_id

    def second_factor_fresh(self, minutes: int = 10) -> bool:
        """Return True: nobody is there to be asked."""
        return True


def system(operation_id: UUID, task: str) -> System:
    """Return the actor of a command or job, such as `fristad init`."""
    return System(SERVICE, operation_id, SERVICE, task=task)


def actor_of(request: HttpRequest) -> Actor | None:
    """Return who is asking, or None for nobody. The answer is kept for the rest of the request."""
    if not hasattr(request, "actor"):
        request.actor = _actor_in(request)  # type: ignore[attr-defined]
    found: Actor | None = request.actor  # type: ignore[attr-defined]
    return found


def _actor_in(request: HttpRequest) -> Actor | None:
    if not isinstance(request.user, Staff) or not sessions.is_live(request.session):
        return None
    found = actor_for(request.user, sessions.second_factor_at(request.session))
    return _emptied(found) if found and sessions.is_under_duress(request.session) else found


def _emptied(actor: Actor) -> Actor:
    """Return the actor with the same roles in an agency that has nothing and nobody.

    Menu, tiles and pages are those of the roles, since whoever looks over the shoulder may know them. Every row stands
    behind the wall of an agency, so that none is reached; and whoever is so asks for acts gets none (`audit.act`).
    """
    held = tuple(replace(each, reach=replace(each.reach, agency_id=NOWHERE, team_id=None)) for each in actor.held)
    return replace(actor, agency_id=NOWHERE, team_id=None, held=held, is_empty=True)


def actor_for(staff: Staff, second_factor_at: datetime | None = None) -> Actor | None:
    """Return the actor that a member of staff is now, or None if the account is disabled. Raises `LockedError`."""
    return actors_for([staff], second_factor_at).get(staff.pk)


def actors_for(people: Iterable[Staff], second_factor_at: datetime | None = None) -> dict[UUID, Actor]:
    """Return the actors that these people are now, by staff id and without disabled accounts. One query for all."""
    active = [staff for staff in people if staff.is_active]
    grants = live_grants(active)
    return {staff.pk: _actor(staff, grants[staff.pk], second_factor_at) for staff in active}


def live_grants(people: Iterable[Staff], *related: str) -> dict[UUID, list[Grant]]:
    """Return the grants of each person that hold today; one that was moved or changed in the database is left out.

    `related` names what is read along with them, such as `team`.
    """
    by_id = {staff.pk: staff for staff in people}
    found: dict[UUID, list[Grant]] = {pk: [] for pk in by_id}
    rows = Grant.unscoped.filter(staff__in=by_id, ended_on=None, until__gte=today())
    for grant in rows.select_related("record_key", *related).order_by("until", "pk"):
        # Sealed under the person's own key: a grant whose row was pointed at somebody else has the wrong key.
        if grant.record_key_id == by_id[grant.staff_id].record_key_id and grant.is_as_sealed():
            found[grant.staff_id].append(grant)
    return found


def _actor(staff: Staff, grants: list[Grant], second_factor_at: datetime | None) -> Actor:
    until = staff.no_export_until
    return Actor(
        staff_id=staff.pk,
        operation_id=staff.operation_id,
        agency_id=staff.agency_id,
        team_id=staff.team_id,
        held=_standing(_held(staff, grant) for grant in grants),
        second_factor_at=second_factor_at,
        no_export_until=datetime.fromisoformat(until) if until else None,
    )


def _standing(given: Iterable[Held]) -> tuple[Held, ...]:
    """Return the roles without those that are given on top of another one, where that one has ended."""
    roles = list(given)
    there = {each.role for each in roles}
    return tuple(each for each in roles if each.role not in ON_TOP_OF or there & set(ON_TOP_OF[each.role]))


def _held(staff: Staff, grant: Grant) -> Held:
    return Held(Role(grant.role), Reach(Scope(grant.scope), grant.operation_id, staff.agency_id, grant.team_id))


def _reach(held: Held, right: str) -> Reach | None:
    most = widest(right, held.role)
    if most is None:
        return None
    here = held.reach
    return Reach(narrower(here.scope, most), here.operation_id, here.agency_id, here.team_id)


def _covers(reach: Reach, row: Belonging) -> bool:
    if row.agency_id != reach.agency_id:
        return False
    if reach.scope is Scope.AGENCY:
        return True
    here = row.operation_id == reach.operation_id
    return here and (reach.scope is Scope.OPERATION or (reach.scope is Scope.TEAM and row.team_id == reach.team_id))
