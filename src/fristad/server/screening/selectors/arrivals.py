"""The doors to arrivals, worries and people who are held: one's own, what one was given, or those of the agency."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from fristad.server.accounts.actor import Actor
from fristad.server.accounts.rights import Role, Scope
from fristad.server.common.clock import now, today
from fristad.server.common.problems import NotThereError
from fristad.server.screening.models import Alarm, Arrival, ArrivalState, HeldReport, Worry


def arrivals(actor: Actor) -> list[Arrival]:
    """Return those who are to be offered a talk again."""
    rows = Arrival.unscoped.filter(_within(actor), state=ArrivalState.LATER, until__gte=today())
    return list(rows.select_related("record_key").order_by("created_on", "id"))


def worries(actor: Actor) -> list[Worry]:
    """Return the worries that stand."""
    mine = Q(assignee=actor.staff_id)
    if actor.has(Role.CHILD_PROTECTION):  # only a worry about a child is given to anybody
        mine |= Q(assignee__isnull=False, team__agency_id=actor.agency_id)
    rows = Worry.unscoped.filter(_within(actor) | mine & Q(operation_id=actor.operation_id))
    return list(rows.select_related("record_key").order_by("created_on", "id"))


def arrival(actor: Actor, arrival_id: UUID) -> Arrival:
    """Return somebody who is to be offered a talk again. Raises NotThereError."""
    found = next((each for each in arrivals(actor) if each.pk == arrival_id), None)
    if found is None:
        raise NotThereError
    return found


def worry(actor: Actor, worry_id: UUID) -> Worry:
    """Return a worry that stands. Raises NotThereError."""
    found = next((each for each in worries(actor) if each.pk == worry_id), None)
    if found is None:
        raise NotThereError
    return found


def _within(actor: Actor) -> Q:
    own = Q(by=actor.staff_id)
    wide = actor.scope_of("arrival.receive") in (Scope.OPERATION, Scope.AGENCY)
    reached = own | Q(team__agency_id=actor.agency_id) if wide else own
    return reached & Q(operation_id=actor.operation_id)


def alarms(actor: Actor) -> list[dict[str, Any]]:
    """Return the alarms that nobody answered, each with whether its hour is over, the oldest first."""
    rows = Alarm.unscoped.filter(operation_id=actor.operation_id, report__agency_id=actor.agency_id, ended_on=None)
    found = [
        (each, datetime.fromisoformat(each.told["due"]))
        for each in rows.select_related("record_key", "report__record_key")
    ]
    return [{"alarm": each, "due": due, "late": due < now()} for each, due in sorted(found, key=lambda pair: pair[1])]


def alarm(actor: Actor, alarm_id: UUID) -> Alarm:
    """Return an alarm that nobody answered. Raises NotThereError."""
    for each in alarms(actor):
        if each["alarm"].pk == alarm_id:
            found: Alarm = each["alarm"]
            return found
    raise NotThereError


def reports(actor: Actor) -> list[HeldReport]:
    """Return the reports of people who are held, the newest first: those that stand and, for a while, the ended."""
    rows = HeldReport.unscoped.filter(operation_id=actor.operation_id, agency_id=actor.agency_id)
    return list(rows.select_related("record_key").order_by("-created_on", "id"))


def report(actor: Actor, report_id: UUID) -> HeldReport:
    """Return a report that stands. Raises NotThereError."""
    for each in reports(actor):
        if each.pk == report_id and each.ended_on is None:
            return each
    raise NotThereError


def alarms_of(report: HeldReport) -> list[Alarm]:
    """Return the alarms of a report that was reached through its door, answered or not."""
    return list(Alarm.unscoped.filter(report=report).select_related("record_key").order_by("created_on", "id"))
