"""The doors: the only ways to rows about people. Each takes the actor; what is out of scope is not there.

Within a door the scope is in the query itself, so that a count, a page and a single record can never disagree. The few
cases that somebody was named in are asked for first and stand in it by their ids: a database follows an index from
"mine, my team's or one of these", but looks at every case for "mine, or one with such a row beside it".
"""

from __future__ import annotations

from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from fristad.server.accounts.actor import Actor
from fristad.server.accounts.scoping import NOTHING, Around, cases_q
from fristad.server.cases.models import (
    Barred,
    Case,
    CaseState,
    EmergencyAccess,
    Family,
    FamilyMember,
    Handover,
    Interpreter,
    Involved,
    Leg,
    Person,
)
from fristad.server.cases.models.work import CaseItem
from fristad.server.cases.pure.codes import normalise
from fristad.server.common.clock import now, today
from fristad.server.common.problems import NotThereError

Item = TypeVar("Item", bound=CaseItem)

#: So many cases that somebody was named in stand in the query by their ids; more of them as a query of their own.
NAMED_AT_MOST = 1_000
#: What somebody who handed a case over may do for 24 hours: look into it, to answer questions (security.md, roles).
AFTER_HANDOVER = frozenset({"case.list", "case.open", "person.search", "interview.see", "result.see", "profile.see"})
#: What a stand-in may do: the daily work in it, never to move, limit, print, export, close or judge it.
STANDING_IN = AFTER_HANDOVER | {"case.edit", "interview.hold", "profile.write"}
#: What an emergency opens a case for: to read and to write in it, and no more than that either.
IN_EMERGENCY = frozenset({"case.list", "case.open", "case.edit"})
#: What the two people of a sealed case may still do with it: nothing is written in it any more.
ON_SEALED = frozenset(
    {"case.list", "case.open", "case.print", "case.circle", "case.hold", "case.erase", "reading_log.see"}
)


def cases(actor: Actor, right: str = "case.list") -> QuerySet[Case]:
    """Return the cases that `actor` may reach under `right`. One that is erased, or barred to them, is not there."""
    return _reached(actor, right, _lent(actor, right))


def _reached(actor: Actor, right: str, lent: Q) -> QuerySet[Case]:
    named = _one_of(Involved.objects.filter(staff=actor.staff_id, until=None))
    around = Around(in_circle=named, flagged=named, lent=lent)
    found: QuerySet[Case] = Case.unscoped.filter(cases_q(actor, right, around), record_key__destroyed_on=None)
    if right not in ON_SEALED:
        found = found.exclude(state=CaseState.SEALED)
    return found.exclude(pk__in=barred_from(actor.staff_id))


def barred_from(staff_id: UUID) -> set[str]:
    """Return the ids of the cases that are not there for somebody. Raises `LockedError`."""
    rows = Barred.unscoped.filter(staff=staff_id).select_related("record_key")
    return {row.told["case"] for row in rows}


def barred_people(record: Case) -> set[UUID]:
    """Return the people to whom a case is not there. Raises `LockedError`."""
    rows = Barred.unscoped.filter(operation_id=record.operation_id).select_related("record_key")
    return {row.staff_id for row in rows if row.told["case"] == str(record.pk)}


def _lent(actor: Actor, right: str) -> Q:
    """Return the condition that a case is within `right` for some time only: just handed over, stood in for, urgent."""
    lent = NOTHING
    if right in STANDING_IN:
        lent = _one_of(Involved.objects.filter(staff=actor.staff_id, until__gt=now()))
    if right in STANDING_IN - AFTER_HANDOVER:
        lent &= _one_of(_stood_in(actor))
    if right in IN_EMERGENCY and actor.may("emergency.open"):
        lent |= _one_of(emergencies(actor))
    return lent


def _stood_in(actor: Actor) -> QuerySet[Handover]:
    """Return the handovers by which those who own the cases now let the actor stand in."""
    found: QuerySet[Handover] = Handover.unscoped.filter(
        stand_in=actor.staff_id, by=F("case__owner"), ended_on=None, until__gte=today()
    )
    return found


def lent_for(actor: Actor, record: Case) -> frozenset[str] | None:
    """Return the rights for which a case that was reached is lent to the actor; None where it is theirs by role."""
    if record.owner_id == actor.staff_id or _reached(actor, "case.open", NOTHING).filter(pk=record.pk).exists():
        return None
    works = cases(actor, "case.edit").filter(pk=record.pk).exists()
    return STANDING_IN if works else AFTER_HANDOVER


def erased(actor: Actor) -> QuerySet[Case]:
    """Return the cases that are no longer there and that `actor` could have erased: for their certificates only."""
    around = Around(in_circle=_one_of(Involved.objects.filter(staff=actor.staff_id, until=None)))
    found: QuerySet[Case] = Case.unscoped.filter(
        cases_q(actor, "case.erase", around), record_key__destroyed_on__isnull=False
    )
    return found


def _one_of(rows: QuerySet[Any]) -> Q:
    """Return the condition that a case is one of those to which these rows lead."""
    ids = rows.values_list("case", flat=True)
    found = list(ids[: NAMED_AT_MOST + 1])
    return Q(pk__in=found if len(found) <= NAMED_AT_MOST else ids)


def within(actor: Actor, right: str, way: str = "case") -> Exists:
    """Return the condition that the case to which `way` leads is within `right`: for rows that hang on a case.

    For a single row the database looks at its own case; `case__in` would first collect every case in scope.
    """
    return Exists(cases(actor, right).filter(pk=OuterRef(way)))


def emergencies(actor: Actor) -> QuerySet[EmergencyAccess]:
    """Return the actor's own emergency accesses that still run."""
    found: QuerySet[EmergencyAccess] = EmergencyAccess.unscoped.filter(staff=actor.staff_id, until__gt=now())
    return found


def case(actor: Actor, code: str, right: str = "case.open") -> Case:
    """Return one case by its short code. Raises `NotThereError`, also for a case out of scope."""
    found = cases(actor, right).select_related("person__record_key", "record_key", "team", "owner")
    record = found.filter(code=normalise(code)).first()
    if record is None:
        raise NotThereError
    return record


def person(actor: Actor, person_id: UUID, right: str = "case.open") -> Person:
    """Return a person who has a case in scope. Raises `NotThereError`."""
    reached = cases(actor, right).filter(person=OuterRef("pk"))
    record: Person | None = Person.unscoped.select_related("record_key").filter(Exists(reached), pk=person_id).first()
    if record is None:
        raise NotThereError
    return record


def items(record: Case, kind: type[Item], *, ended: bool = False) -> QuerySet[Item]:
    """Return the notes, needs, goals, tasks, flags or findings of a case that was reached through a door."""
    found: QuerySet[Item] = kind.unscoped.filter(case=record, ended_on__isnull=not ended)
    return found.select_related("record_key", "by__record_key")


def item(actor: Actor, kind: type[Item], item_id: UUID, right: str = "case.edit") -> Item:
    """Return one of them by its id. Raises `NotThereError`, also for one of a case out of scope."""
    reached = cases(actor, right).filter(pk=OuterRef("case"))
    record: Item | None = (
        kind.unscoped.filter(Exists(reached), pk=item_id).select_related("record_key", "case__record_key").first()
    )
    if record is None:
        raise NotThereError
    return record


def legs(owner: Person) -> QuerySet[Leg]:
    """Return the journey of a person who was reached through a door."""
    found: QuerySet[Leg] = Leg.unscoped.filter(person=owner).select_related("record_key").order_by("position")
    return found


def families(owner: Person) -> QuerySet[FamilyMember]:
    """Return the living family links of a person who was reached through a door."""
    found: QuerySet[FamilyMember] = FamilyMember.unscoped.filter(
        person=owner, ended_on__isnull=True, record_key__destroyed_on=None
    )
    return found.select_related("family__record_key", "record_key")


def members_in_view(actor: Actor, family: Family) -> QuerySet[FamilyMember]:
    """Return the members of a family whose own case is in the actor's scope and whose link is not hidden."""
    reached = cases(actor).filter(person=OuterRef("person"))
    found: QuerySet[FamilyMember] = FamilyMember.unscoped.filter(
        Exists(reached), family=family, hidden=False, ended_on__isnull=True, record_key__destroyed_on=None
    )
    return found.select_related("person__record_key", "record_key")


def interpreters(actor: Actor, right: str = "interpreter.see") -> QuerySet[Interpreter]:
    """Return the interpreters of the actor's agency in this operation, under `right`."""
    found: QuerySet[Interpreter] = Interpreter.unscoped.filter(
        operation_id=actor.operation_id, agency_id=actor.agency_id
    )
    return found.select_related("record_key") if actor.may(right) else found.none()


def interpreter(actor: Actor, interpreter_id: UUID, right: str = "interpreter.see") -> Interpreter:
    """Return one of them. Raises `NotThereError`."""
    record = interpreters(actor, right).filter(pk=interpreter_id).first()
    if record is None:
        raise NotThereError
    return record
