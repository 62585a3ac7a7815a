"""From rights to rows: the one place that turns an actor's scopes into a condition on cases."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from fristad.server.accounts.actor import Actor, Reach, System
from fristad.server.accounts.rights import Scope

#: True of no row.
NOTHING = Q(pk__in=[])


@dataclass(frozen=True)
class Around:
    """What the caller's tables say about a case and this actor, each as a condition (best an EXISTS).

    `lent` is for some time only and for some rights: the caller leaves it out for all others.
    """

    in_circle: Q
    flagged: Q = NOTHING
    lent: Q = NOTHING


def cases_q(actor: Actor, right: str, around: Around) -> Q:
    """Return the condition under which the actor holds `right` over a case.

    The rows have `owner_id`, `team_id`, `agency_id`, `operation_id` and `closed_circle`. Cases of other agencies are
    never among them; a case with a closed circle only for those in the circle.
    """
    if isinstance(actor, System):
        return Q(operation_id=actor.operation_id)
    reached = NOTHING
    for reach in actor.scopes(right):
        reached |= _within(actor, reach, around)
    return reached & (Q(closed_circle=False) | around.in_circle)


def _within(actor: Actor, reach: Reach, around: Around) -> Q:
    wall = Q(agency_id=actor.agency_id)
    here = wall & Q(operation_id=reach.operation_id)
    own = here & (Q(owner_id=actor.staff_id) | (Q(closed_circle=True) & around.in_circle) | around.lent)
    match reach.scope:
        case Scope.OWN:
            return own
        case Scope.FLAGGED:
            return own | (here & around.flagged)
        case Scope.TEAM:
            return own | (here & Q(team_id=reach.team_id)) if reach.team_id else own
        case Scope.OPERATION:
            return here
        case Scope.AGENCY:
            return wall


def staff_q(actor: Actor, right: str, team: str = "team_id") -> Q:
    """Return the condition under which the actor holds `right` over staff, or over teams with `team="pk"`."""
    if isinstance(actor, System):
        return Q(operation_id=actor.operation_id)
    reached = NOTHING
    for reach in actor.scopes(right):
        wall = Q(agency_id=actor.agency_id)
        here = wall & Q(operation_id=reach.operation_id)
        match reach.scope:
            case Scope.AGENCY:
                reached |= wall
            case Scope.OPERATION:
                reached |= here
            case Scope.TEAM:
                reached |= here & Q(**{team: reach.team_id})
    return reached
