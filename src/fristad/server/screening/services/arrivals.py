"""Writing what comes in through a door: a first contact, a worry, people who are still held."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from fristad.server.accounts import notices
from fristad.server.accounts.actor import Actor, actors_for, system
from fristad.server.accounts.models import Staff
from fristad.server.accounts.rights import Role
from fristad.server.audit.services import act
from fristad.server.cases.models import Case
from fristad.server.cases.services.cases import case_create
from fristad.server.common.clock import now, today
from fristad.server.consent import services as ledger
from fristad.server.screening.models import Alarm, Arrival, ArrivalState, HeldReport, Worry
from fristad.server.vault.models import RecordKey

#: For so long an offer stands that somebody wants to hear again.
STANDS: Final = timedelta(days=30)
#: A live kidnapping is answered within this time.
HOUR: Final = timedelta(hours=1)


def keep(actor: Actor, told: Mapping[str, Any]) -> Arrival:
    """Keep how somebody who said "later" is to be offered a talk again."""
    staff = _staff(actor)
    arrival = Arrival(
        operation_id=actor.operation_id,
        record_key=RecordKey.fresh(actor.operation_id, "arrival"),
        team=staff.team,
        by=staff,
        until=today() + STANDS,
        told=dict(told),
    )
    with act(actor, "arrival.kept", arrival):
        arrival.record_key.save(force_insert=True)
        arrival.save(force_insert=True)
    return arrival


def accept(actor: Actor, told: Mapping[str, Any], arrival: Arrival | None = None) -> Case:
    """Begin a case for somebody who agreed to a talk and to its record, with what they said at the door."""
    staff = _staff(actor)
    assert staff.team is not None  # noqa: S101 - a right over cases comes with a team
    wishes = {"words": told["own_word"]} if told.get("own_word") else {}
    with act(actor, "arrival.accepted") as done:
        case = case_create(actor, {"names": [], **wishes}, team=staff.team, owner=staff)
        for purpose in ("talk", "record"):
            event = {"purpose": purpose, "answer": "given", "language": told.get("language"), "how": "spoken"}
            ledger.event_add(actor, case.person, {**event, "free": told.get("door") != "detention", "way": None})
        kept = arrival or keep(actor, told)
        kept.state, kept.case = ArrivalState.ACCEPTED, case
        kept.save_over(kept.version)
        done.touch(kept)
    return case


def end(actor: Actor, arrival: Arrival) -> None:
    """Forget somebody who no longer wants to be met."""
    with act(actor, "arrival.ended", arrival):
        _erase(arrival)


def end_overdue(operation_id: Any) -> int:
    """Erase arrivals that nobody met again in their time; return how many."""
    rows = Arrival.unscoped.filter(operation_id=operation_id, state=ArrivalState.LATER, until__lt=today())
    found = list(rows.select_related("record_key")[:100])
    who = system(operation_id, "arrivals")
    for each in found:
        end(who, each)
    return len(found)


def _erase(row: Any) -> None:
    key = row.record_key
    row.delete()
    key.destroy()


def worry(actor: Actor, told: Mapping[str, Any]) -> Worry:
    """Write down a worry. One about a child goes to child protection at once; without one, to the supervisors."""
    staff = _staff(actor)
    leads = _holders(actor, Role.CHILD_PROTECTION) if told["child"] == "yes" else []
    if told["child"] == "yes" and not leads:
        leads = _holders(actor, Role.SUPERVISOR)
    row = Worry(
        operation_id=actor.operation_id,
        record_key=RecordKey.fresh(actor.operation_id, "worry"),
        team=staff.team,
        by=staff,
        assignee=leads[0] if leads else None,
        told=dict(told),
    )
    with act(actor, "worry.kept", row):
        row.record_key.save(force_insert=True)
        row.save(force_insert=True)
        for lead in leads:
            notices.tell(lead, "worry.child", worry=str(row.pk))
    return row


def worry_end(actor: Actor, row: Worry) -> None:
    """End a worry: the person was met, or it is settled. Its words go with it."""
    with act(actor, "worry.ended", row):
        _erase(row)


def report(actor: Actor, told: Mapping[str, Any], *, live: bool) -> HeldReport:
    """Report people who are still held. The entry in the log is the service's: it names no teller, case or worker."""
    key = RecordKey.fresh(actor.operation_id, "held")
    row = HeldReport(operation_id=actor.operation_id, record_key=key, agency_id=actor.agency_id, told=dict(told))
    with act(system(actor.operation_id, "held"), "held.reported", row) as done:
        key.save(force_insert=True)
        row.save(force_insert=True)
        if live:
            done.touch(_alarm(row))
            for lead in {each.pk: each for role in LEADS for each in _holders(actor, role)}.values():
                notices.tell(lead, "held.alarm", report=str(row.pk))
    return row


#: The protection lead and the security lead, until an operation names others.
LEADS: Final = (Role.SUPERVISOR, Role.DUTY_OFFICER)


def _alarm(report: HeldReport) -> Alarm:
    alarm = Alarm(
        operation_id=report.operation_id,
        record_key=report.record_key,
        report=report,
        told={"due": (now() + HOUR).isoformat()},
    )
    alarm.save(force_insert=True)
    return alarm


def alarm_answer(actor: Actor, alarm: Alarm, told: Mapping[str, Any]) -> None:
    """Write down what was done about a kidnapping. When it came in goes out of the record."""
    with act(actor, "alarm.answered", alarm):
        alarm.ended_on = today()
        alarm.told = {**told, "by": str(actor.staff_id)}
        alarm.save_over(alarm.version)


def report_end(actor: Actor, report: HeldReport, done: str) -> None:
    """End a report: its words go at once, and what was done stands in their place until `forget_ended`."""
    with act(actor, "held.ended", report) as entry:
        for alarm in Alarm.unscoped.filter(report=report):
            entry.touch(alarm)
            alarm.delete()
        report.ended_on = today()
        report.told = {"done": done}
        report.save_over(report.version)


def forget_ended(operation_id: Any) -> int:
    """Erase the reports that were ended more than 30 days ago; return how many."""
    rows = HeldReport.unscoped.filter(operation_id=operation_id, ended_on__lt=today() - STANDS)
    found = list(rows.select_related("record_key")[:100])
    for each in found:
        with act(system(operation_id, "held"), "held.forgotten", each):
            _erase(each)
    return len(found)


def _staff(actor: Actor) -> Staff:
    found: Staff = Staff.unscoped.select_related("team").get(pk=actor.staff_id)
    return found


def _holders(actor: Actor, role: Role) -> list[Staff]:
    """Return the people of the actor's agency who hold a role today."""
    rows = Staff.unscoped.filter(operation_id=actor.operation_id, agency_id=actor.agency_id, is_active=True)
    found = {each.pk: each for each in rows.select_related("record_key")}
    return [found[pk] for pk, who in actors_for(found.values()).items() if who.has(role)]
