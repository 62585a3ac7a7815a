"""Moves of cases as those concerned see them: asked for, waiting for an answer, stood in for."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from fristad.server.accounts import selectors as accounts
from fristad.server.accounts.actor import Actor, actor_for
from fristad.server.accounts.models import Staff, Team
from fristad.server.cases import doors
from fristad.server.cases.models import (
    Case,
    CaseState,
    Handover,
    Involved,
    MoveState,
    Transfer,
)
from fristad.server.cases.selectors.circles import those_who_may
from fristad.server.cases.selectors.people import name_of
from fristad.server.common.clock import today
from fristad.server.common.problems import NotThereError

#: States in which somebody works on a case.
IN_WORK = (CaseState.OPEN, CaseState.CLOSING)


def _shown(actor: Actor) -> QuerySet[Transfer]:
    inside = Involved.objects.filter(case=OuterRef("case"), staff=actor.staff_id, until=None)
    found: QuerySet[Transfer] = Transfer.unscoped.filter(
        Q(case__closed_circle=False) | Exists(inside), operation_id=actor.operation_id, record_key__destroyed_on=None
    )
    if actor.is_empty:
        return found.none()
    people = ("asked_by__record_key", "to_staff__record_key", "to_team__record_key", "decided_by__record_key")
    return found.select_related("record_key", "case__record_key", *people).order_by("-created_on", "id")


def asked(actor: Actor) -> QuerySet[Transfer]:
    """Return the transfers that the actor asked for, the latest first."""
    return _shown(actor).filter(asked_by=actor.staff_id)


def offered(actor: Actor) -> QuerySet[Transfer]:
    """Return the transfers that wait for the actor's answer.

    For a team those answer who lead it. To be put into a team is no second person's yes, so it opens no case.
    """
    if not actor.may("case.transfer"):
        return _shown(actor).none()
    led = accounts.teams(actor, "case.assign").order_by().values("pk")
    mine = Q(to_staff=actor.staff_id) | Q(to_team__in=led)
    return _shown(actor).filter(mine, state=MoveState.WAITING)


def offered_one(actor: Actor, transfer_id: UUID) -> Transfer:
    """Return one of them. Raises `NotThereError`."""
    return _one(offered(actor), transfer_id)


def asked_one(actor: Actor, transfer_id: UUID) -> Transfer:
    """Return a transfer that the actor asked for. Raises `NotThereError`."""
    return _one(asked(actor), transfer_id)


def _one(rows: QuerySet[Transfer], transfer_id: UUID) -> Transfer:
    found = rows.filter(pk=transfer_id).first()
    if found is None:
        raise NotThereError
    return found


def waiting_for(case: Case) -> Transfer | None:
    """Return the transfer of a case that waits, if any. The case came through a door."""
    found: Transfer | None = (
        Transfer.unscoped.filter(case=case, state=MoveState.WAITING)
        .select_related("record_key", "asked_by__record_key", "to_staff__record_key", "to_team__record_key")
        .first()
    )
    return found


def still_asks(transfer: Transfer) -> bool:
    """Return whether who asked may still move the case: they work here, and the case is still within their reach."""
    asker = actor_for(transfer.asked_by)
    return asker is not None and doors.cases(asker, "case.transfer").filter(pk=transfer.case_id).exists()


def receivers(case: Case) -> dict[str, dict[str, str]]:
    """Return who can be asked to take a case over: people and teams of its agency, as kind: {value: name}."""
    people = Staff.unscoped.filter(operation=case.operation_id, agency=case.agency_id, is_active=True)
    people = people.exclude(team=None).exclude(pk=case.owner_id) if case.owner_id else people.exclude(team=None)
    teams: QuerySet[Team] = Team.unscoped.filter(agency=case.agency_id, closed_on=None).exclude(pk=case.team_id)
    people = people.exclude(pk__in=doors.barred_people(case))
    if case.closed_circle:
        people, teams = people.filter(pk__in=case.involved.filter(until=None).values("staff")), teams.none()
    fit = those_who_may("case.transfer", people.select_related("record_key", "team__record_key"))
    return {
        "staff": {f"staff:{each.pk}": f"{name_of(each)}, {each.team.name}" for each in fit if each.team},
        "team": {f"team:{each.pk}": str(each.name) for each in teams.select_related("record_key")},
    }


def own_open(actor: Actor) -> QuerySet[Case]:
    """Return the actor's own cases in work."""
    found = doors.cases(actor, "case.transfer").filter(owner=actor.staff_id, state__in=IN_WORK)
    return found.select_related("record_key").order_by("code")


def stand_ins(actor: Actor) -> dict[str, str]:
    """Return the colleagues of the actor's team who can stand in, as id: name."""
    team = Staff.unscoped.filter(team=actor.team_id, is_active=True).exclude(pk=actor.staff_id)
    fit = those_who_may("case.edit", team.select_related("record_key")) if actor.team_id else []
    return {str(each.pk): name_of(each) for each in fit}


def handovers(actor: Actor) -> QuerySet[Handover]:
    """Return the cases that are stood in for today, by the actor or for the actor."""
    found: QuerySet[Handover] = Handover.unscoped.filter(
        doors.within(actor, "case.list"),
        Q(by=actor.staff_id) | Q(stand_in=actor.staff_id),
        ended_on=None,
        until__gte=today(),
    )
    return found.select_related("record_key", "case", "by__record_key", "stand_in__record_key").order_by("until", "id")


def standing_in(case: Case) -> list[str]:
    """Return the names of those who stand in for the owner of a case today. The case came through a door."""
    rows = Handover.unscoped.filter(case=case, ended_on=None, until__gte=today())
    return sorted(name_of(row.stand_in) for row in rows.select_related("stand_in__record_key"))


def handover(actor: Actor, handover_id: UUID) -> Handover:
    """Return one that the actor gave. Raises `NotThereError`."""
    found = handovers(actor).filter(pk=handover_id, by=actor.staff_id).first()
    if found is None:
        raise NotThereError
    return found
