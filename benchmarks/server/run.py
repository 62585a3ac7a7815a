"""One run: the register is made or gone on with, then pages, searches, many at once, each from a fresh start."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from benchmarks import machine
from benchmarks.server import inside, load, office_file, pages, talks
from benchmarks.server.people import code
from benchmarks.server.place import POSTGRES, SQLITE, Place, database
from benchmarks.server.searches import Search, searches

DATABASES = (SQLITE, POSTGRES)
PARTS = ("pages", "recall", "queries", "first", "work", "crowd", "talks", "talks_crowd")
#: So many names are looked at in all full scans together: a few minutes.
_LOOKED_AT = 50_000_000
#: Two processes seal the register side by side.
BUILDERS = 2


@dataclass(frozen=True)
class Sizes:
    """How much of everything."""

    cases: int
    pages: int = 400
    people: int = 60
    minutes: float = 10.0
    crowd_seconds: float = 15.0


@dataclass
class Results:
    """What came out for one database, as plain values; a part that was not asked for stays empty."""

    database: str
    cases: int
    built: dict[str, Any] = field(default_factory=dict)
    pages: dict[str, dict[str, list[float]]] = field(default_factory=dict)
    searches: dict[str, dict[str, Any]] = field(default_factory=dict)
    recall: dict[str, Any] = field(default_factory=dict)
    queries: dict[str, dict[str, Any]] = field(default_factory=dict)
    first: dict[str, int] = field(default_factory=dict)
    work: dict[str, Any] = field(default_factory=dict)
    crowd: list[dict[str, Any]] = field(default_factory=list)
    talks: dict[str, Any] = field(default_factory=dict)
    talks_crowd: list[dict[str, Any]] = field(default_factory=list)
    loads: list[float] = field(default_factory=list)


def run(home: Path, sizes: Sizes, databases: Sequence[str], parts: Sequence[str]) -> list[Results]:
    """Measure. What each database gave is kept beside its register, so that parts can be measured one by one."""
    return [_one(Place(home, each, sizes.cases), sizes, parts) for each in databases]


def _one(place: Place, sizes: Sizes, parts: Sequence[str]) -> Results:
    kept = place.folder / "results.json"
    results = Results(place.database, place.cases)
    if kept.exists():
        results = Results(**json.loads(kept.read_text()))
    steps: dict[str, Callable[[], None]] = {
        "pages": lambda: _pages(place, sizes, results),
        "recall": lambda: _recall(place, results),
        "queries": lambda: results.queries.update(inside.run(place, "queries")),
        "first": lambda: results.first.update(load.first_load(place)),
        "work": lambda: _work(place, sizes, results),
        "crowd": lambda: _crowd(place, sizes, results),
        "talks": lambda: _talks(place, sizes, results),
        "talks_crowd": lambda: _talks_crowd(place, sizes, results),
    }
    results.loads = [machine.load()]
    with database(place):
        _build(place, results)
        for name in parts:
            print(f"{place.database}, {place.cases:,} cases: {name}", file=sys.stderr, flush=True)
            steps[name]()
            results.loads.append(machine.load())
            kept.write_text(json.dumps(asdict(results)))
    return results


def _build(place: Place, results: Results) -> None:
    """Make the register, or go on where it was stopped."""
    inside.run(place, "found")
    begun = time.monotonic()
    working = [inside.start(place, "build", str(part), str(BUILDERS)) for part in range(BUILDERS)]
    written = sum(json.loads(_said(each))["written"] for each in working)
    if written:
        results.built = {"written": written, "seconds": time.monotonic() - begun}
    results.built |= {**inside.run(place, "finish"), "mb": place.size_mb}


def _said(process: Any) -> str:
    said, _ = process.communicate()
    if process.returncode:
        raise inside.WorkerError("The register was not made; what was said stands above. Started again it goes on.")
    return str(said.strip().splitlines()[-1])


def _pages(place: Place, sizes: Sizes, results: Results) -> None:
    for scope in (office_file.ALL, office_file.OWN):
        found = pages.measured(place, scope, sizes.pages)
        results.pages[scope] = {name: times.seconds for name, times in found.items()}
        searched = found["search"]
        results.searches[scope] = {"kinds": searched.kinds, "narrow": searched.narrow, "shown": searched.shown}


def _recall(place: Place, results: Results) -> None:
    """Judge the searches of those who see all, as far as they have a name and were not asked to narrow."""
    told = results.searches[office_file.ALL]
    wanted = [
        {"text": search.text, "kind": search.kind, "sought": code(search.sought), "shown": shown}
        for search, shown, narrow in zip(
            searches(place.cases, len(told["shown"])), told["shown"], told["narrow"], strict=True
        )
        if _has_name(search) and not narrow
    ]
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(wanted[: max(20, _LOOKED_AT // place.cases)], file)
        file.flush()
        results.recall = inside.run(place, "recall", file.name)


def _has_name(search: Search) -> bool:
    return search.kind != "number"


def _work(place: Place, sizes: Sizes, results: Results) -> None:
    done = load.with_pauses(place, sizes.people, sizes.minutes)
    results.work = {
        "people": sizes.people,
        "minutes": sizes.minutes,
        "read": done.read,
        "wrote": done.wrote,
        "failed": done.failed,
        "lost": load.lost(place, done, inside.run),
    }


def _talks(place: Place, sizes: Sizes, results: Results) -> None:
    done = talks.with_pauses(place, sizes.minutes)
    results.talks = {
        "interviewers": talks.INTERVIEWERS,
        "caseworkers": talks.CASEWORKERS,
        "minutes": sizes.minutes,
        "read": done.answers.read + done.pages.read,
        "wrote": done.answers.wrote + done.pages.wrote,
        "failed": done.answers.failed + done.pages.failed,
        "lost": talks.lost(place, done.answers, inside.run) + load.lost(place, done.pages, inside.run),
        "bulk": done.bulk,
    }


def _talks_crowd(place: Place, sizes: Sizes, results: Results) -> None:
    results.talks_crowd = [_one_crowd(*each) for each in talks.without_pauses(place, sizes.crowd_seconds)]


def _crowd(place: Place, sizes: Sizes, results: Results) -> None:
    results.crowd = [_one_crowd(*each) for each in load.without_pauses(place, sizes.crowd_seconds)]


def _one_crowd(crowd: int, done: load.Worked) -> dict[str, Any]:
    return {
        "crowd": crowd,
        "seconds": done.seconds,
        "answers": done.read + done.wrote,
        "failed": len(done.failed),
    }
