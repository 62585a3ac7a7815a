"""Fills the register: sealed as the services seal, each row with its entry in the log, a chunk in one transaction.

Stopped and started again it goes on where it was: a chunk is there whole or not at all. Two processes seal side by
side; writing is short.
"""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db import connection

from benchmarks.server import office, people
from benchmarks.server.place import Place
from fristad.server.accounts.actor import System, system
from fristad.server.accounts.models import Agency
from fristad.server.audit.services import act
from fristad.server.cases import cards, counting
from fristad.server.cases.models import Case, Leg, Need, Note, Person, Task
from fristad.server.cases.services.doubles import KIND as DOUBLES
from fristad.server.cases.tagging import tags_of
from fristad.server.common.clock import today
from fristad.server.custody.places import key_store
from fristad.server.jobs.models import Job, State
from fristad.server.vault.fields import SealedField
from fristad.server.vault.models import RecordKey, SealedModel, SearchTag

CHUNK = 2_000


@dataclass
class Office:
    """Where the cases belong."""

    actor: System
    agency_id: UUID
    owners: list[tuple[UUID, UUID]]
    day: date


@dataclass
class Chunk:
    """Rows that are written together."""

    keys: list[RecordKey] = field(default_factory=list)
    rows: list[SealedModel] = field(default_factory=list)
    tags: list[SearchTag] = field(default_factory=list)


def build(place: Place, part: str, parts: str) -> dict[str, int]:
    """Write every `parts`-th chunk from `part` on that is not there yet."""
    here = _office()
    _prepare()
    begun, written = time.monotonic(), 0
    for start in range(int(part) * CHUNK, place.cases, int(parts) * CHUNK):
        numbers = range(start, min(start + CHUNK, place.cases))
        if Case.unscoped.filter(operation_id=here.actor.operation_id, code=people.code(start)).exists():
            continue
        _write(here.actor, _sealed(here, numbers))
        gc.collect()
        written += len(numbers)
        if part == "0":
            _tell(numbers.stop, place.cases, written, time.monotonic() - begun)
    return {"written": written}


def _prepare() -> None:
    """Let many rows be written at once: fewer looks for rubbish, and pages brought to their place once for many chunks.

    A stopped process still leaves whole chunks only; against a power cut a register of invented people need not hold.
    """
    gc.disable()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for pragma in ("synchronous=OFF", "wal_autocheckpoint=200000", "cache_size=-500000"):
                cursor.execute(f"PRAGMA {pragma}")


def finish(_place: Place) -> dict[str, Any]:
    """Do what hourly jobs have done in a real operation, and return what there is.

    The search for doubles has been through case by case; here it would compare the whole register while others are
    measured.
    """
    operation_id = key_store().operation_ids()[0]
    looked = {"operation_id": operation_id, "kind": DOUBLES, "state": State.DONE}
    if not Job.unscoped.filter(**looked).exists():
        key = RecordKey.objects.make(operation_id, "job")
        Job(**looked, record_key=key, result={"found": 0}).save(force_insert=True)
    counting.count(None)  # type: ignore[arg-type] # it asks nothing of the job
    return {"cases": Case.unscoped.count(), "tags": SearchTag.objects.count()}


def _office() -> Office:
    operation_id = key_store().operation_ids()[0]
    return Office(system(operation_id, "bench"), Agency.unscoped.get().pk, office.owners(), today())


def _tell(reached: int, cases: int, written: int, seconds: float) -> None:
    if reached % (10 * CHUNK) <= CHUNK:
        print(f"  {reached:,} of {cases:,} cases, {2 * written / seconds:,.0f} a second", file=sys.stderr, flush=True)


def _sealed(here: Office, numbers: Iterable[int]) -> Chunk:
    """Make the rows of these people and seal them: before the transaction, which keeps other writers waiting."""
    chunk = Chunk()
    for number in numbers:
        _case(here, chunk, number)
    for row in chunk.rows:
        for each in row._meta.concrete_fields:
            if isinstance(each, SealedField):
                each.pre_save(row, add=True)
    return chunk


def _write(actor: System, chunk: Chunk) -> None:
    with act(actor, "case.opened") as doing:
        RecordKey.objects.bulk_create(chunk.keys)
        ordered = sorted(chunk.rows, key=lambda row: _ORDER.index(type(row)))
        for model, rows in groupby(ordered, key=type):
            model.unscoped.bulk_create(list(rows))
        SearchTag.objects.bulk_create(chunk.tags)
        doing.touch(*ordered)


#: What others point to comes first.
_ORDER: list[type[SealedModel]] = [Person, Leg, Case, Note, Need, Task]


def _case(here: Office, chunk: Chunk, number: int) -> None:
    told, work = people.human(number), people.work(number, len(here.owners), here.day)
    operation_id = here.actor.operation_id
    days = {"operation_id": operation_id, "created_on": work.opened, "changed_on": work.changed}
    of_person, of_case = RecordKey.fresh(operation_id, "person"), RecordKey.fresh(operation_id, "case")
    person = Person(record_key=of_person, agency_id=here.agency_id, **days, **people.values(told, here.day))
    owner, team = (None, here.owners[number % len(here.owners)][1])
    if work.owner is not None:
        owner, team = here.owners[work.owner]
    case = Case(
        record_key=of_case,
        code=people.code(number),
        person=person,
        agency_id=here.agency_id,
        team_id=team,
        owner_id=owner,
        state=work.state,
        risk=work.risk,
        review_on=work.review,
        due_on=work.due,
        closed_on=work.changed if work.state == "closed" else None,
        card=cards.card_of(person),
        **days,
    )
    chunk.keys += [of_person, of_case]
    chunk.rows += [person, case, *_items(case, owner, number, days)]
    if number % 4 == 0:
        chunk.rows.append(Leg(record_key=of_person, person=person, position=1, told=_LEG, **days))
    chunk.tags += [
        SearchTag(operation_id=operation_id, tag=tag, record_id=person.pk) for tag in sorted(tags_of(person))
    ]


_LEG = {"place": "Northport, Norland", "began": None, "ended": None, "phase": "travel", "means": "boat", "events": []}


def _items(case: Case, owner: UUID | None, number: int, days: dict[str, Any]) -> Iterable[SealedModel]:
    """Give what the team wrote: a note; a need and a task where the work goes on."""
    common = {"record_key": case.record_key, "case": case, "by_id": owner, **days}
    yield Note(told={"words": f"Case {number}. {_NOTE}"}, **common)
    if case.due_on is not None:
        yield Need(told={"kind": "safe_place", "words": "A room with a lock"}, **common)
        yield Task(told={"kind": "task", "words": "Call the shelter"}, assignee_id=owner, due_on=case.due_on, **common)


_NOTE = "We spoke for an hour. What was agreed stands in the plan; the next talk is when the person wants it." * 2
