"""Who is there, and what each holds. Every function takes the actor; what is out of scope is not there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from fristad.server.accounts.actor import Actor, actors_for, live_grants
from fristad.server.accounts.models import (
    Agency,
    FocalPoint,
    Grant,
    Operation,
    PendingChange,
    PendingGrant,
    Staff,
    Team,
)
from fristad.server.accounts.rights import Role, Scope
from fristad.server.accounts.scoping import staff_q
from fristad.server.common.problems import NotThereError, TamperedError


@dataclass(frozen=True)
class Given:
    """One live role of somebody, opened."""

    grant: Grant
    role: Role
    scope: Scope
    team: Team | None
    until: date


def operation(actor: Actor) -> Operation:
    """Return the actor's operation."""
    found: Operation = Operation.unscoped.select_related("record_key").get(pk=actor.operation_id)
    return found


def agencies(actor: Actor) -> list[Agency]:
    """Return the agencies of the actor's operation: who they are is no secret among those who work there."""
    return list(Agency.unscoped.filter(operation=actor.operation_id).select_related("record_key"))


def own_agency(actor: Actor) -> Agency:
    """Return the agency of the actor's account, which an office that is shown empty still has."""
    of_account = Staff.objects.filter(pk=actor.staff_id).values("agency")
    found: Agency = Agency.unscoped.select_related("record_key").get(pk__in=of_account)
    return found


def staff(actor: Actor, right: str = "people.see") -> QuerySet[Staff]:
    """Return the staff over whom the actor holds `right`, by sign-in name."""
    found = Staff.objects.filter(staff_q(actor, right))
    return found.select_related("record_key", "agency__record_key", "team__record_key").order_by("sign_in_name")


def member(actor: Actor, staff_id: UUID, right: str = "people.see") -> Staff:
    """Return one of them. Raises `NotThereError`."""
    found = staff(actor, right).filter(pk=staff_id).first()
    if found is None:
        raise NotThereError
    return found


def colleagues(actor: Actor, ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return names to show beside what these people did, for those of the actor's own agency; unknown ids are left out.

    Everybody who works in a case sees who else did; no right is needed for a name.
    """
    found = Staff.objects.filter(pk__in=set(ids), agency=actor.agency_id).select_related("record_key")
    return {each.pk: each.display_name or each.sign_in_name for each in found}


def teams(actor: Actor, right: str = "people.see") -> QuerySet[Team]:
    """Return the open teams over which the actor holds `right`."""
    found: QuerySet[Team] = Team.unscoped.filter(staff_q(actor, right, team="pk"), closed_on=None)
    return found.select_related("record_key", "agency__record_key").order_by("created_on", "pk")


def team(actor: Actor, team_id: UUID, right: str = "people.see") -> Team:
    """Return one of them. Raises `NotThereError`."""
    found = teams(actor, right).filter(pk=team_id).first()
    if found is None:
        raise NotThereError
    return found


def teams_with_people(actor: Actor) -> QuerySet[Team]:
    """Return the open teams in the actor's reach; `people` counts the active staff of each."""
    working = Staff.objects.filter(team=OuterRef("pk"), is_active=True).order_by().values("team")
    return teams(actor).annotate(people=Coalesce(Subquery(working.annotate(n=Count("pk")).values("n")), 0))


def roles_of(person: Staff) -> list[Given]:
    """Return the live roles of somebody who was reached through `member`."""
    return roles_of_all([person])[person.pk]


def roles_of_all(people: Iterable[Staff]) -> dict[UUID, list[Given]]:
    """Return the live roles of people who were reached through `staff`, in one query."""
    return {pk: [_opened(grant) for grant in grants] for pk, grants in live_grants(people, "team__record_key").items()}


def _opened(grant: Grant) -> Given:
    return Given(grant, Role(grant.role), Scope(grant.scope), grant.team, grant.until)


def grant(actor: Actor, grant_id: UUID, right: str = "people.manage") -> Grant:
    """Return a live grant of somebody over whom the actor holds `right`.

    Raises `NotThereError`, and `TamperedError` for one that was changed in the database.
    """
    rows = Grant.unscoped.filter(pk=grant_id, ended_on=None, staff__in=staff(actor, right).values("pk"))
    found: Grant | None = rows.select_related("record_key", "staff__record_key", "team").first()
    if found is None:
        raise NotThereError
    if not found.is_as_sealed():
        raise TamperedError
    return found


def waiting(actor: Actor) -> QuerySet[PendingGrant]:
    """Return what waits for a second person, for those who may agree or who asked."""
    reached = Q(staff__in=staff(actor, "grants.agree").values("pk")) | Q(asked_by=actor.staff_id)
    rows: QuerySet[PendingGrant] = PendingGrant.unscoped.filter(reached, state=PendingGrant.State.WAITING)
    if actor.is_empty:
        return rows.none()
    return rows.select_related("record_key", "staff__record_key", "team__record_key").order_by("created_on", "pk")


def waiting_one(actor: Actor, pending_id: UUID) -> PendingGrant:
    """Return one of them. Raises `NotThereError`."""
    found = waiting(actor).filter(pk=pending_id).first()
    if found is None:
        raise NotThereError
    return found


def changes_waiting(actor: Actor) -> QuerySet[PendingChange]:
    """Return the changes that wait for a second person, for those who may agree or who asked."""
    reached = Q(asked_by=actor.staff_id)
    for reach in actor.scopes("grants.agree"):
        if reach.scope.width >= Scope.OPERATION.width:
            reached |= Q(agency=reach.agency_id)
    if actor.may("focal_points.manage"):
        reached |= Q(agency=None)
    here = {"operation": actor.operation_id, "state": PendingGrant.State.WAITING}
    rows: QuerySet[PendingChange] = PendingChange.unscoped.filter(reached, **here)
    if actor.is_empty:
        return rows.none()
    return rows.select_related("record_key", "agency__record_key").order_by("created_on", "pk")


def change_waiting(actor: Actor, pending_id: UUID) -> PendingChange:
    """Return one of them. Raises `NotThereError`."""
    found = changes_waiting(actor).filter(pk=pending_id).first()
    if found is None:
        raise NotThereError
    return found


def everybody_who_holds(operation_id: UUID, right: str) -> list[Staff]:
    """Return the active staff who hold `right` in the operation, of whichever agency. For services."""
    people = list(Staff.objects.filter(operation=operation_id, is_active=True).select_related("record_key"))
    actors = actors_for(people)
    return [each for each in people if actors[each.pk].may(right)]


def holders(operation_id: UUID, right: str, *, agency_id: UUID, team_id: UUID | None = None) -> list[Staff]:
    """Return the active staff who hold `right` over rows of this agency (and team): whom to tell, whose list it is.

    For services, not for pages: it names people whom the actor may not see.
    """
    row = _Place(operation_id, agency_id, team_id)
    people = list(Staff.objects.filter(agency=agency_id, is_active=True).select_related("record_key"))
    actors = actors_for(people)
    return [person for person in people if actors[person.pk].reaches(right, row)]


def whoever_holds(operation_id: UUID, right: str, agency_id: UUID) -> list[Staff]:
    """Return the active staff of an agency who hold `right` in the operation, over any rows. For services."""
    people = list(Staff.objects.filter(agency=agency_id, is_active=True).select_related("record_key"))
    actors = actors_for(people)
    return [each for each in people if any(at.operation_id == operation_id for at in actors[each.pk].scopes(right))]


def focal_points(actor: Actor) -> list[FocalPoint]:
    """Return the focal points of the actor's operation. Everybody may know them."""
    return list(focal_points_of(actor.operation_id))


def focal_point(actor: Actor, point_id: UUID) -> FocalPoint:
    """Return one of them. Raises `NotThereError`."""
    found = focal_points_of(actor.operation_id).filter(pk=point_id).first()
    if found is None:
        raise NotThereError
    return found


def focal_points_of(operation_id: UUID) -> QuerySet[FocalPoint]:
    """Return the focal points of an operation."""
    rows: QuerySet[FocalPoint] = FocalPoint.unscoped.filter(operation=operation_id, ended_on=None)
    return rows.select_related("record_key", "agency__record_key").order_by("created_on", "pk")


def enough(points: Iterable[FocalPoint]) -> bool:
    """Return whether there are two focal points who differ in agency or in the line they answer to."""
    return len({(point.agency_id, point.line) for point in points}) > 1


def may_start_live(operation_id: UUID) -> bool:
    """Return whether complaints have somewhere to go: enough focal points, and one address outside."""
    here: Operation = Operation.unscoped.select_related("record_key").get(pk=operation_id)
    return enough(focal_points_of(operation_id)) and bool(here.outside_address)


@dataclass(frozen=True)
class _Place:
    operation_id: UUID
    agency_id: UUID
    team_id: UUID | None
