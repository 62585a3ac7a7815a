"""Who is kept apart from whom, by suspected ties that stand. What is asked here is obeyed wherever people meet:
links, lists made of what joins them, hours and places, files that leave, the telephone, owners of cases.

Records that were joined are one person. A tie counts while its file is there and nobody ended it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet

from fristad.server.accounts.actor import Actor
from fristad.server.cases import doors
from fristad.server.cases.models import Barred, Case, CaseState, Person, Task, Tie, TiedPerson
from fristad.server.cases.pure import phone
from fristad.server.common.clock import today

T = TypeVar("T")
#: People who are kept apart do not come to one place within this time.
BETWEEN = timedelta(hours=2)
#: Before its day, a look at a tie is announced to the owner of its case for so long.
AHEAD = timedelta(days=7)


@dataclass(frozen=True)
class Group:
    """People of one tie, each by the record to which joined records point, and which of them is suspected."""

    people: frozenset[UUID]
    suspected: UUID | None


@dataclass(frozen=True)
class Known:
    """The groups that some records belong to. `main` leads from each record to the one it was joined with."""

    groups: tuple[Group, ...]
    main: dict[UUID, UUID]

    def parted(self, one: UUID, other: UUID) -> bool:
        """Return whether two records are of two people who are kept apart."""
        pair = {self.main.get(one, one), self.main.get(other, other)}
        return len(pair) > 1 and any(pair <= group.people for group in self.groups)

    def is_suspected(self, record: UUID) -> bool:
        """Return whether a record is of somebody who is suspected."""
        return any(group.suspected == self.main.get(record, record) for group in self.groups)


def standing() -> QuerySet[Tie]:
    """Return the ties that keep people apart now."""
    found: QuerySet[Tie] = Tie.unscoped.filter(ended_on=None, record_key__destroyed_on=None)
    return found


def around(records: Iterable[UUID]) -> Known:
    """Return who is kept apart in the groups of these records."""
    asked = _as_one(records)
    ties = list(
        standing()
        # Each a list of its own: SQLite would walk through all cases for a condition on theirs beside another one.
        .filter(
            Q(case__in=Case.unscoped.filter(person__in=asked).values("pk"))
            | Q(pk__in=TiedPerson.objects.filter(person__in=asked).values("tie"))
        )
        .select_related("record_key", "case")
    )
    members = {tie.pk: {tie.case.person_id} for tie in ties}
    for tie_id, person_id in TiedPerson.objects.filter(tie__in=members).values_list("tie", "person"):
        members[tie_id].add(person_id)
    main = {**asked, **(_as_one(person for each in members.values() for person in each) if ties else {})}
    return Known(tuple(_group(tie, members[tie.pk], main) for tie in ties), main)


def _group(tie: Tie, people: Iterable[UUID], main: dict[UUID, UUID]) -> Group:
    suspected = (tie.told or {}).get("suspected")
    return Group(frozenset(main[person] for person in people), main.get(UUID(suspected)) if suspected else None)


def _as_one(records: Iterable[UUID]) -> dict[UUID, UUID]:
    """Return these records and all that were joined with them, each with the main record of its person."""
    above: dict[UUID, UUID | None] = {}
    new, asked = set(records), set[UUID]()
    while new:
        rows = Person.unscoped.filter(Q(pk__in=new) | Q(merged_into__in=new)).values_list("pk", "merged_into")
        above |= dict(rows)
        asked |= new
        new = {each for pair in rows for each in pair if each} - asked
    return {record: _top(record, above) for record in above}


def _top(record: UUID, above: dict[UUID, UUID | None]) -> UUID:
    while (higher := above.get(record)) is not None:
        record = higher
    return record


def from_whom(person: Person) -> set[UUID]:
    """Return the records of everybody who is kept apart from somebody."""
    known = around([person.pk])
    return {record for record in known.main if known.parted(person.pk, record)}


def sift(rows: Sequence[T], person_of: Callable[[T], UUID]) -> list[T]:
    """Return the rows of a list in their order, without those that would stand beside somebody they are kept apart
    from. The suspected ones go first, else whoever comes later.
    """
    known = around(person_of(row) for row in rows)
    if not known.groups:
        return list(rows)
    kept: list[T] = []
    for row in sorted(rows, key=lambda row: known.is_suspected(person_of(row))):
        if not any(known.parted(person_of(row), person_of(other)) for other in kept):
            kept.append(row)
    return [row for row in rows if row in kept]


def meet(cases: Sequence[Case]) -> bool:
    """Return whether any two of these cases are of people who are kept apart."""
    return len(sift(cases, lambda case: case.person_id)) < len(cases)


def may_take(case: Case, staff_id: UUID) -> bool:
    """Return whether somebody can be given a case: not barred from it, and at work for nobody kept apart from it.

    Who asks is told no more than that it cannot be.
    """
    if Barred.objects.filter(case=case, staff=staff_id).exists():
        return False
    others = from_whom(case.person)
    work = Case.unscoped.filter(owner=staff_id, person__in=others, state__in=(CaseState.OPEN, CaseState.CLOSING))
    return not (others and work.exists())


def is_free(case: Case, day: date | None, told: dict[str, Any]) -> bool:
    """Return whether a meeting at this hour and place crosses none of somebody kept apart from the person.

    A place that is not told may be the same place. A day without an hour is no meeting.
    """
    if day is None or not told.get("at"):
        return True
    others = from_whom(case.person)
    rows = Task.unscoped.filter(case__person__in=others, due_on=day, ended_on=None).select_related("record_key")
    return not (others and any(_cross(told, row.told or {}) for row in rows))


def _cross(one: dict[str, Any], other: dict[str, Any]) -> bool:
    if not other.get("at"):
        return False
    hours = [datetime.strptime(each["at"], "%H:%M") for each in (one, other)]  # noqa: DTZ007 - an hour, no moment
    where = [str(each.get("where") or "").strip().casefold() for each in (one, other)]
    return abs(hours[0] - hours[1]) < BETWEEN and (where[0] == where[1] or not all(where))


def is_shared(person: Person, number: str) -> bool:
    """Return whether a number is not safe to call: others who are kept apart from the person may answer it.

    For somebody who is suspected nothing is said: it would say that others of theirs are here.
    """
    mine = standing().filter(case__person__in=_as_one([person.pk])).select_related("record_key")
    if any("phone" in (tie.told or {}).get("grounds", ()) for tie in mine):
        return True
    known = around([person.pk])
    if known.is_suspected(person.pk):
        return False
    others = [record for record in known.main if known.parted(person.pk, record)]
    people = Person.unscoped.filter(pk__in=others, record_key__destroyed_on=None).select_related("record_key")
    theirs = {phone.key(each.get("number") or "") for other in people for each in other.contacts or ()}
    return phone.key(number) in theirs - {""}


def named_in(actor: Actor, tie: Tie) -> list[Case]:
    """Return the cases of the others whom a tie names, as far as they are open to the actor."""
    others = TiedPerson.objects.filter(tie=tie).values("person")
    found = doors.cases(actor).filter(person__in=others).select_related("record_key", "person__record_key", "owner")
    return list(found.order_by("code"))


def to_look_at(actor: Actor) -> QuerySet[Tie]:
    """Return the ties in the actor's own cases whose day has come or is near, the first due first."""
    found = standing().filter(doors.within(actor, "case.edit"), case__owner=actor.staff_id)
    return found.filter(review_on__lte=today() + AHEAD).select_related("case").order_by("review_on", "id")
