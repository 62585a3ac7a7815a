"""Who is kept apart from whom, by suspected ties that stand. What is asked here is obeyed wherever people meet:
links, lists made of what joins them, hours and places, files that leave, the telephone, owners of cases.

Records that were joined are one person. A tie counts while its file is there and nobody ended it. What somebody sees or
is refused depends only on ties in files that they may open: whoever works for the one who is suspected would else learn
from a refusal that there is a tie, and when and where the other is expected. What crosses out of their sight is told to
those who work with the file in which the tie stands (`services/meetings.py`).
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
from fristad.server.cases.models import Case, CaseState, Person, Task, Tie, TiedPerson
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

    tie: Tie
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


def around(records: Iterable[UUID], actor: Actor | None = None, moved: Case | None = None) -> Known:
    """Return who is kept apart in the groups of these records.

    With `actor`, by ties in files that they may open, or in the file `moved` that they are to work on. Without, by all
    ties: only for what is obeyed where nobody can see that it is.
    """
    asked = _as_one(records)
    ties = list(
        _in_sight(standing(), actor, moved)
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


def _in_sight(ties: QuerySet[Tie], actor: Actor | None, moved: Case | None) -> QuerySet[Tie]:
    if actor is None:
        return ties
    within = Q(doors.within(actor, "case.open"))
    return ties.filter(within | Q(case=moved) if moved else within)


def _group(tie: Tie, people: Iterable[UUID], main: dict[UUID, UUID]) -> Group:
    suspected = (tie.told or {}).get("suspected")
    return Group(tie, frozenset(main[person] for person in people), main.get(UUID(suspected)) if suspected else None)


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


def from_whom(person: Person, actor: Actor | None = None, moved: Case | None = None) -> set[UUID]:
    """Return the records of everybody who is kept apart from somebody, by the ties that `around` takes."""
    known = around([person.pk], actor, moved)
    return {record for record in known.main if known.parted(person.pk, record)}


def sift(actor: Actor, rows: Sequence[T], person_of: Callable[[T], UUID]) -> list[T]:
    """Return the rows of a list in their order, without those that would stand beside somebody they are kept apart
    from. The suspected ones go first, else whoever comes later.
    """
    known = around((person_of(row) for row in rows), actor)
    if not known.groups:
        return list(rows)
    kept: list[T] = []
    for row in sorted(rows, key=lambda row: known.is_suspected(person_of(row))):
        if not any(known.parted(person_of(row), person_of(other)) for other in kept):
            kept.append(row)
    return [row for row in rows if row in kept]


def meet(actor: Actor, cases: Sequence[Case]) -> bool:
    """Return whether any two of these cases are of people who are kept apart."""
    return len(sift(actor, cases, lambda case: case.person_id)) < len(cases)


def may_take(actor: Actor, case: Case, staff_id: UUID) -> bool:
    """Return whether somebody can be given a case: not barred from it, and at work for nobody kept apart from it.

    `actor` gives or takes it, and is told no more than that it cannot be.
    """
    if str(case.pk) in doors.barred_from(staff_id):
        return False
    others = from_whom(case.person, actor, moved=case)
    return not (others and owned(others, staff_id).exists())


def owned(people: Iterable[UUID], staff_id: UUID) -> QuerySet[Case]:
    """Return the cases in work of these people that somebody owns."""
    found: QuerySet[Case] = Case.unscoped.filter(
        owner=staff_id, person__in=people, state__in=(CaseState.OPEN, CaseState.CLOSING)
    )
    return found


def is_free(actor: Actor, case: Case, day: date | None, told: dict[str, Any]) -> bool:
    """Return whether a meeting at this hour and place crosses none of somebody kept apart from the person.

    Of somebody who is suspected every hour is free. A place that is not told may be the same place. A day without an
    hour is no meeting.
    """
    if day is None or not told.get("at"):
        return True
    known = around([case.person_id], actor)
    me = known.main.get(case.person_id, case.person_id)
    groups = [group for group in known.groups if me in group.people and group.suspected != me]
    return not any(_cross(told, row.told or {}) for row in _meetings(known, groups, me).filter(due_on=day))


def crossing(case: Case) -> list[Task]:
    """Return the meetings of a case that a meeting of somebody crosses whom a tie of this very file keeps apart."""
    rows = Task.unscoped.filter(case=case, ended_on=None, due_on__gte=today()).select_related("record_key")
    mine = [task for task in rows.order_by("due_on", "id") if (task.told or {}).get("at")]
    if not mine:
        return []
    known = around([case.person_id])
    me = known.main.get(case.person_id, case.person_id)
    groups = [group for group in known.groups if group.tie.case_id == case.pk]
    theirs = list(_meetings(known, groups, me).filter(due_on__in={task.due_on for task in mine}))

    def is_crossed(task: Task) -> bool:
        return any(row.due_on == task.due_on and _cross(task.told, row.told or {}) for row in theirs)

    return [task for task in mine if is_crossed(task)]


def _meetings(known: Known, groups: Iterable[Group], me: UUID) -> QuerySet[Task]:
    """Return the open tasks of everybody in these groups but one."""
    people = {person for group in groups for person in group.people} - {me}
    records = [record for record, main in known.main.items() if main in people]
    found: QuerySet[Task] = Task.unscoped.filter(case__person__in=records, ended_on=None, due_on__isnull=False)
    return found.filter(record_key__destroyed_on=None).select_related("record_key")


def _cross(one: dict[str, Any], other: dict[str, Any]) -> bool:
    if not other.get("at"):
        return False
    hours = [datetime.strptime(each["at"], "%H:%M") for each in (one, other)]  # noqa: DTZ007 - an hour, no moment
    where = [str(each.get("where") or "").strip().casefold() for each in (one, other)]
    return abs(hours[0] - hours[1]) < BETWEEN and (where[0] == where[1] or not all(where))


def is_shared(actor: Actor, person: Person, number: str) -> bool:
    """Return whether a number is not safe to call: others who are kept apart from the person may answer it.

    For somebody who is suspected nothing is said: it would say that others of theirs are here.
    """
    known = around([person.pk], actor)
    mine = [group.tie for group in known.groups if known.main.get(group.tie.case.person_id) == known.main[person.pk]]
    if any("phone" in (tie.told or {}).get("grounds", ()) for tie in mine):
        return True
    if known.is_suspected(person.pk):
        return False
    others = [record for record in known.main if known.parted(person.pk, record)]
    people = Person.unscoped.filter(pk__in=others, record_key__destroyed_on=None).select_related("record_key")
    theirs = {phone.key(each.get("number") or "") for other in people for each in other.contacts or ()}
    return phone.key(number) in theirs - {""}


def is_with_one_colleague(case: Case) -> bool:
    """Return whether who owns a case owns one of somebody, too, whom a tie of this very file keeps apart."""
    if case.owner_id is None:
        return False
    known = around([case.person_id])
    me = known.main.get(case.person_id, case.person_id)
    people = {person for group in known.groups if group.tie.case_id == case.pk for person in group.people} - {me}
    records = [record for record, main in known.main.items() if main in people]
    return owned(records, case.owner_id).exists()


def named_in(actor: Actor, tie: Tie) -> list[Case]:
    """Return the cases of the others whom a tie names, as far as they are open to the actor."""
    others = TiedPerson.objects.filter(tie=tie).values("person")
    found = doors.cases(actor).filter(person__in=others).select_related("record_key", "person__record_key", "owner")
    return list(found.order_by("code"))


def to_look_at(actor: Actor) -> QuerySet[Tie]:
    """Return the ties in the actor's own cases whose day has come or is near, the first due first."""
    found = standing().filter(doors.within(actor, "case.edit"), case__owner=actor.staff_id)
    return found.filter(review_on__lte=today() + AHEAD).select_related("case").order_by("review_on", "id")
