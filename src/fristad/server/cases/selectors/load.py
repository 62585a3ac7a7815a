"""How much each person carries: only what the reader's own right reaches is counted, so never a closed circle."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count
from django.utils.translation import ngettext

from fristad.server.accounts import selectors as accounts
from fristad.server.accounts.actor import Actor
from fristad.server.accounts.models import Staff
from fristad.server.cases import doors
from fristad.server.cases.models import Ceiling, Task
from fristad.server.cases.selectors.circles import those_who_may
from fristad.server.cases.selectors.movements import IN_WORK
from fristad.server.cases.selectors.people import name_of
from fristad.server.common.clock import today
from fristad.server.common.registry import load_columns

#: Tasks that are due within so many days, and those that were due before, are counted.
SOON = timedelta(days=7)


@dataclass(frozen=True)
class Load:
    """What one person carries. `more` are the numbers of upper apps, in the order of `load_columns`."""

    staff: Staff
    cases: int
    tasks: int
    ceiling: int | None
    more: list[Any] = field(default_factory=list)

    @property
    def is_beyond(self) -> bool:
        """Whether there are more open cases than the supervisor thinks good."""
        return self.ceiling is not None and self.cases > self.ceiling


def loads(actor: Actor) -> list[Load]:
    """Return what everybody in the actor's reach who works in cases carries, by name."""
    people = those_who_may("case.open", accounts.staff(actor, "load.see").filter(is_active=True))
    return loads_of(actor, sorted(people, key=name_of))


def loads_of(actor: Actor, people: Iterable[Staff]) -> list[Load]:
    """Return what some people carry, as far as the actor may see it."""
    found = list(people)
    ids = [each.pk for each in found]
    cases, tasks, ceilings = _cases(actor, ids), _tasks(actor, ids), ceilings_of(ids)
    more: list[Mapping[UUID, Any]] = [column.count(actor, ids) for column in load_columns]
    return [
        Load(
            staff=each,
            cases=cases.get(each.pk, 0),
            tasks=tasks.get(each.pk, 0),
            ceiling=ceilings.get(each.pk),
            more=[column.get(each.pk, 0) for column in more],
        )
        for each in found
    ]


def _cases(actor: Actor, ids: list[UUID]) -> dict[UUID, int]:
    rows = doors.cases(actor, "load.see").filter(owner__in=ids, state__in=IN_WORK)
    return dict(rows.order_by().values_list("owner").annotate(Count("pk")))


def _tasks(actor: Actor, ids: list[UUID]) -> dict[UUID, int]:
    rows = Task.unscoped.filter(
        doors.within(actor, "load.see"), assignee__in=ids, ended_on=None, due_on__lte=today() + SOON
    )
    return dict(rows.order_by().values_list("assignee").annotate(Count("pk")))


def ceilings_of(ids: Iterable[UUID]) -> dict[UUID, int | None]:
    """Return the ceilings of some people; who has none is left out."""
    rows = Ceiling.unscoped.filter(staff__in=list(ids)).select_related("record_key")
    return {row.staff_id: row.cases for row in rows}


def ceiling(person: Staff) -> Ceiling | None:
    """Return the row of somebody's ceiling, if it was ever set."""
    found: Ceiling | None = Ceiling.unscoped.filter(staff=person).select_related("record_key").first()
    return found


def warning(actor: Actor, person: Staff) -> str:
    """Return a sentence if somebody carries more than the ceiling, else nothing."""
    (load,) = loads_of(actor, [person])
    if not load.is_beyond:
        return ""
    said = {"name": name_of(person), "cases": load.cases, "most": load.ceiling}
    sentence = ngettext(
        "%(name)s now has %(cases)s open case, more than the %(most)s you set. Can somebody else help?",
        "%(name)s now has %(cases)s open cases, more than the %(most)s you set. Can somebody else help?",
        load.cases,
    )
    return sentence % said


def with_numbers(actor: Actor, people: Mapping[str, str]) -> dict[str, str]:
    """Return a choice of colleagues, id: name, with what each carries beside the name."""
    rows = loads_of(actor, Staff.unscoped.filter(pk__in=list(people)).select_related("record_key"))
    carried = {str(load.staff.pk): _carried(load) for load in rows}
    return {pk: f"{name}: {carried[pk]}" for pk, name in people.items()}


def _carried(load: Load) -> str:
    if load.ceiling is None:
        return ngettext("%(cases)s open", "%(cases)s open", load.cases) % {"cases": load.cases}
    sentence = ngettext("%(cases)s of %(most)s open", "%(cases)s of %(most)s open", load.cases)
    return sentence % {"cases": load.cases, "most": load.ceiling}
