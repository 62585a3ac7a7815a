"""Who is asking. Built once per request, in one query, and handed to every service and selector."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.http import HttpRequest

from fristad.server.accounts.models import Grant, Staff
from fristad.server.accounts.rights import EVERYBODY, RIGHTS, Role, Scope, narrower, widest
from fristad.server.audit.who import SERVICE
from fristad.server.common.clock import now, today


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

    def second_factor_fresh(self, minutes: int = 10) -> bool:
        """Return True: nobody is there to be asked."""
        return True


def system(operation_id: UUID, task: str) -> System:
    """Return the actor of a command or job, such as `fristad init`."""
    return System(SERVICE, operation_id, SERVICE, task=task)


def actor_of(request: HttpRequest) -> Actor | None:
    """Return who is asking, or None for nobody. The answer is kept for the rest of the request."""
    if not hasattr(request, "actor"):
        user = request.user
        request.actor = actor_for(user, _second_factor_at(request)) if isinstance(user, Staff) else None  # type: ignore[attr-defined]
    found: Actor | None = request.actor  # type: ignore[attr-defined]
    return found


def actor_for(staff: Staff, second_factor_at: datetime | None = None) -> Actor | None:
    """Return the actor that a member of staff is now, or None if the account is disabled. Raises `LockedError`."""
    if not staff.is_active:
        return None
    until = staff.no_export_until
    return Actor(
        staff_id=staff.pk,
        operation_id=staff.operation_id,
        agency_id=staff.agency_id,
        team_id=staff.team_id,
        held=tuple(_held(staff, grant) for grant in live_grants(staff)),
        second_factor_at=second_factor_at,
        no_export_until=datetime.fromisoformat(until) if until else None,
    )


def live_grants(staff: Staff) -> list[Grant]:
    """Return the grants that hold today. One that was moved here from another person is not among them."""
    # Sealed under the person's own key: a grant whose row was pointed at somebody else has the wrong key.
    rows = Grant.unscoped.filter(staff=staff, record_key=staff.record_key_id, ended_on=None, until__gte=today())
    return list(rows.select_related("record_key"))


def _held(staff: Staff, grant: Grant) -> Held:
    return Held(Role(grant.role), Reach(Scope(grant.scope), grant.operation_id, staff.agency_id, grant.team_id))


def _reach(held: Held, right: str) -> Reach | None:
    most = widest(right, held.role)
    if most is None:
        return None
    here = held.reach
    return Reach(narrower(here.scope, most), here.operation_id, here.agency_id, here.team_id)


def _second_factor_at(request: HttpRequest) -> datetime | None:
    """Return when this session last saw a second factor, from what allauth keeps in it."""
    records = request.session.get("account_authentication_methods", ())
    times = [record["at"] for record in records if record.get("method") == "mfa"]
    return datetime.fromtimestamp(max(times), UTC) if times else None
