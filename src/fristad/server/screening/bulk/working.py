"""The job that screens a table: it goes on from the last sealed piece, and writes nothing in clear anywhere."""

from __future__ import annotations

import json
import time
from collections import Counter
from pathlib import Path
from secrets import SystemRandom
from typing import Any, Final

from django.utils.translation import gettext as _

from fristad.bulk.duck import Duck
from fristad.bulk.pieces import Found, Pieces
from fristad.engine.errors import FristadError
from fristad.library import load_instrument
from fristad.server.jobs.work import Work
from fristad.server.screening.bulk import columns, shaping, store, table
from fristad.server.screening.bulk.columns import Asked
from fristad.server.screening.models import BulkRun

#: About so many bytes of a table lie in one pile; packed tables hold several times as many rows.
_PILE: Final = 12_000_000
_PACKED: Final = 3_000_000
_MOST_PILES: Final = 64
#: So many people of each place are kept to make lists of: to be offered a conversation, and others.
KEPT: Final = 1000


def screen(work: Work, run: BulkRun) -> dict[str, Any]:
    """Return what is kept of it. Raises FristadError where the table or its mapping cannot be read."""
    told = run.told
    asked = Asked(told["mapping"], told["place"], told["group"], tuple(told["lists"]))
    if any(load_instrument(name).hash != kept for name, kept in told["texts"].items()):
        raise FristadError(
            _("One of the lists was updated while this table was being counted, and its parts would not fit together.")
        )
    piles = _piles(run)
    with Duck(None) as duck:
        if not (work.checkpoint or {}).get("read"):
            with table.opened(run) as path:
                _read(work, run, duck, _pieces(path, asked, piles))
        read = work.checkpoint["sums"]
        with table.opened(run) as path:
            found = _determine(work, run, duck, _pieces(path, asked, piles), piles)
    people = {"offered": _some(found.offered), "others": _some(found.others)}
    store.put(run.record_key, run.pk, f"{store.PEOPLE}-0", json.dumps(people).encode())
    return {**shaping.safe(found), **read, "repeated": found.repeated}


def _some(people: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return at most `KEPT` people of each place, drawn by lot: lists are made of no more than that."""
    by_place: dict[str, list[tuple[str, str]]] = {}
    for each in people:
        by_place.setdefault(each[1], []).append(each)
    drawn = (SystemRandom().sample(found, min(len(found), KEPT)) for found in by_place.values())
    return [each for found in drawn for each in found]


def _pieces(path: Path, asked: Asked, piles: int) -> Pieces:
    return Pieces(path, columns.NAME, asked.wanted(columns.mapping_of(asked), piles))


def _piles(run: BulkRun) -> int:
    size = _PILE if run.told["suffix"] == ".csv" else _PACKED
    return min(max(1, int(run.told["size"]) // size), _MOST_PILES)


def _read(work: Work, run: BulkRun, duck: Duck, pieces: Pieces) -> None:
    """Deal the marks of the table into sealed piles."""
    known = work.checkpoint or {"number": 0, "position": None, "began": time.time(), "sums": _NOTHING}
    work.of = pieces.source.size + pieces.source.size // 4
    position = tuple(known["position"]) if known["position"] else None
    for batch in pieces.source.batches(pieces.binding.needed, position):
        work.check()
        got = pieces.read(duck, batch)
        for pile, content in got.piles.items():
            store.put(run.record_key, run.pk, f"{store.PILE}-{pile:02d}-{known['number']:06d}", content)
        sums = {name: known["sums"][name] + getattr(got, name) for name in _NOTHING}
        known = {**known, "number": known["number"] + 1, "position": list(got.position), "sums": sums}
        with work.step():
            work.checkpoint, work.done = known, min(got.done, pieces.source.size)
    with work.step():
        work.checkpoint, work.done = {**known, "read": True, "piles": 0}, pieces.source.size


#: What is summed over the batches.
_NOTHING: Final = {"rows": 0, "left_out": 0, "unlisted": 0, "unreadable": 0}


def _determine(work: Work, run: BulkRun, duck: Duck, pieces: Pieces, piles: int) -> Found:
    """Determine pile by pile, each sealed when it is done."""
    quarter = pieces.source.size // 4
    for pile in range(work.checkpoint["piles"], piles):
        work.check()
        parts = (store.get(run.record_key, run.pk, name) for name in store.names(run.pk, f"{store.PILE}-{pile:02d}"))
        found = pieces.determine(duck, parts, most_others=KEPT // piles + 20)
        store.put(run.record_key, run.pk, f"{store.FOUND}-{pile:02d}", _packed(found))
        with work.step():
            work.checkpoint = {**work.checkpoint, "piles": pile + 1}
            work.done = pieces.source.size + quarter * (pile + 1) // piles
    everything = Found()
    for name in store.names(run.pk, store.FOUND):
        everything.add(_unpacked(store.get(run.record_key, run.pk, name)))
    return everything


def _packed(found: Found) -> bytes:
    counts = [[*key, count] for key, count in found.counts.items()]
    return json.dumps([counts, found.answered, found.repeated, found.offered, found.others]).encode()


def _unpacked(content: bytes) -> Found:
    counts, answered, repeated, offered, others = json.loads(content)
    tuples: Counter[tuple[str, str, str]] = Counter({(a, b, c): count for a, b, c, count in counts})
    return Found(tuples, answered, repeated, [tuple(each) for each in offered], [tuple(each) for each in others])
