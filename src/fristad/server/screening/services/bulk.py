"""Screening a table for planning, and lists of people to be offered a conversation."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import timedelta
from itertools import islice
from secrets import SystemRandom
from typing import Any, Final
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from fristad.engine.errors import FristadError
from fristad.library import load_instrument
from fristad.server.accounts import notices
from fristad.server.accounts.actor import Actor, system
from fristad.server.accounts.models import Staff
from fristad.server.audit.services import act
from fristad.server.common.clock import today
from fristad.server.common.problems import Problem, WrongInputError
from fristad.server.jobs import kinds
from fristad.server.jobs.services import enqueue
from fristad.server.jobs.work import Work
from fristad.server.screening.bulk import own_cases, store, table, working
from fristad.server.screening.bulk.columns import Asked
from fristad.server.screening.bulk.taking_in import SealedTable
from fristad.server.screening.models import BulkRun, BulkState, TalkList
from fristad.server.vault.models import RecordKey

#: Counts and lists are kept for so long.
STANDS: Final = timedelta(days=30)
#: A round reaches no more people than this.
MOST_PEOPLE: Final = 300
KIND: Final = "screening.bulk"
TABLE, CASES = "table", "cases"


def give(actor: Actor, taken: SealedTable, name: str) -> BulkRun:
    """Keep a table that was taken in, until its columns are named."""
    told = {"source": TABLE, "name": name[:120], "suffix": table.suffix_of(name), "size": taken.size}
    return _keep(actor, taken.run_id, taken.key, {**told, "parts": taken.parts})


def give_cases(actor: Actor, lists: Collection[str]) -> BulkRun:
    """Begin to screen the answers of the cases that the actor may see."""
    key = RecordKey.fresh(actor.operation_id, "bulk")
    run = _keep(actor, uuid4(), key, {"source": CASES, "name": "", "lists": list(lists)})
    _start(actor, run, {})
    return run


def _keep(actor: Actor, run_id: UUID, key: RecordKey, told: dict[str, Any]) -> BulkRun:
    run = BulkRun(
        id=run_id,
        operation_id=actor.operation_id,
        record_key=key,
        by_id=actor.staff_id,
        until=today() + STANDS,
        told=told,
    )
    with act(actor, "bulk.given", run):
        key.save(force_insert=True)
        run.save(force_insert=True)
    return run


def begin(actor: Actor, run: BulkRun, asked: Asked) -> None:
    """Begin to work a table out in the background. `asked` was checked. Raises `StaleError`."""
    told = {"mapping": asked.mapping, "place": asked.place, "group": asked.group, "lists": list(asked.lists)}
    _start(actor, run, {**told, "texts": {name: load_instrument(name).hash for name in asked.lists}})


def _start(actor: Actor, run: BulkRun, told: dict[str, Any]) -> None:
    with act(actor, "bulk.begun", run):
        job = enqueue(actor, KIND, {"run": str(run.pk)})
        run.state, run.told = BulkState.RUNNING, {**run.told, **told, "job": str(job.pk)}
        run.save_over(run.version)


def work_out(work: Work) -> None:
    """Work a table out: the job. It ends quietly where the run was removed meanwhile."""
    run = BulkRun.unscoped.filter(pk=work.arguments["run"], by=work.actor.staff_id, state=BulkState.RUNNING)
    found = run.select_related("record_key").first()
    if found is None:
        return
    screen = own_cases.screen if found.told["source"] == CASES else working.screen
    try:
        result, state = screen(work, found), BulkState.DONE
    except Problem:
        raise
    except FristadError as refused:
        result, state = {"refused": str(refused)}, BulkState.REFUSED
    with work.step(), act(work.actor, "bulk.finished", found):
        found.state, found.result = state, result
        found.save_over(found.version)
    # The rows have done their work: what is left is counts, and whom to offer a talk.
    store.drop(found.pk, store.TABLE, store.PILE, store.FOUND)


kinds.register(KIND, work_out, right="bulk.screen")


def remove(actor: Actor, run: BulkRun) -> None:
    """Remove a screening with all that is kept of its table. Lists that were made of it stay."""
    run_id = run.pk
    with act(actor, "bulk.removed", run):
        _erase(run)
    store.drop(run_id)


def people(run: BulkRun) -> dict[str, list[list[str]]]:
    """Return whom to offer a conversation, and others: `offered` and `others`, each [id, place]. For services."""
    content: dict[str, list[list[str]]] = json.loads(store.get(run.record_key, run.pk, f"{store.PEOPLE}-0"))
    return content


def make_list(
    actor: Actor, run: BulkRun, *, officer: Staff, round_: str, places: Collection[str] | None, most: int = MOST_PEOPLE
) -> TalkList:
    """Make a list for one officer: people to be offered a conversation among at least as many others of each place.

    `places`: those of the round; None for all. `most`: how many people the round can reach; where there are more, the
    lot decides, and those left over can stand on the next list. Raises `WrongInputError` where nobody is left to be
    offered one, or where a place has nobody else, so that everybody on the list would stand out.
    """
    pool = people(run)
    entries = entries_of(pool, places, most)
    made = TalkList(
        operation_id=actor.operation_id,
        record_key=RecordKey.fresh(actor.operation_id, "talk_list"),
        officer=officer,
        by_id=actor.staff_id,
        until=today() + STANDS,
        told={"round": round_, "entries": entries},
    )
    with act(actor, "talk_list.made", made):
        made.record_key.save(force_insert=True)
        made.save(force_insert=True)
        notices.tell(officer, "talk_list.made")
        gone = {who for who, _place in entries}
        left = {name: [each for each in rows if each[0] not in gone] for name, rows in pool.items()}
        store.put(run.record_key, run.pk, f"{store.PEOPLE}-0", json.dumps(left).encode())
    return made


def entries_of(known: dict[str, list[list[str]]], places: Collection[str] | None, most: int) -> list[list[str]]:
    """Return the entries of a list in an order that says nothing. Raises as `make_list`."""
    random = SystemRandom()
    others = _by_place(known["others"], places)
    meant = [each for each in known["offered"] if places is None or each[1] in places]
    if not meant:
        raise WrongInputError(_("Nobody is left here to be offered a conversation."))
    chosen: list[list[str]] = []
    for place, found in _by_place(random.sample(meant, min(len(meant), most // 2)), None).items():
        company = others.get(place, [])
        if not company:
            raise WrongInputError(
                _("In one of these places the round would reach nobody else, and everybody on it would stand out.")
            )
        drawn = min(len(found), len(company))
        chosen += found[:drawn] + random.sample(company, drawn)
    return sorted(chosen, key=lambda entry: (entry[1], random.random()))


def _by_place(rows: list[list[str]], places: Collection[str] | None) -> dict[str, list[list[str]]]:
    found: dict[str, list[list[str]]] = {}
    for entry in rows:
        if places is None or entry[1] in places:
            found.setdefault(entry[1], []).append(entry)
    return found


def end_list(actor: Actor, made: TalkList) -> None:
    """End a list: the round was made. Its entries go with it."""
    with act(actor, "talk_list.ended", made):
        _erase(made)


def forget(operation_id: UUID) -> int:
    """Erase the screenings and lists whose day has come; return how many."""
    who = system(operation_id, "bulk")
    over = {"operation_id": operation_id, "until__lt": today()}
    runs = list(BulkRun.unscoped.filter(**over).select_related("record_key")[:50])
    lists = list(TalkList.unscoped.filter(**over).select_related("record_key")[:50])
    for run in runs:
        remove(who, run)
    for made in lists:
        end_list(who, made)
    return len(runs) + len(lists)


def sweep() -> None:
    """Remove the pieces of tables that never got a row, or whose row is gone."""
    found = store.old_ids()
    while ids := list(islice(found, 500)):
        there = set(BulkRun.unscoped.filter(pk__in=ids).values_list("pk", flat=True))
        for each in set(ids) - there:
            store.drop(each)


def _erase(row: Any) -> None:
    key = row.record_key
    row.delete()
    key.destroy()
