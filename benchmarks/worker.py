"""One contestant in a process of its own, so that its peak memory is its own.

`python -m benchmarks.worker ID HOME ROWS` prints one JSON object: the counts, the seconds of every run, and the highest
resident memory.
"""

from __future__ import annotations

import importlib
import json
import resource
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from benchmarks.contestants.base import Contestant, Counts, OwnClock
from benchmarks.contestants.registry import BY_ID
from benchmarks.data import Data

Run = Callable[[], Counts | OwnClock]


class UnevenRunsError(AssertionError):
    """A tool that gives other counts the second time."""


def measure(contestant: Contestant, data: Data, rows: int) -> dict[str, object]:
    """One run that is not timed where nothing is prepared anew (compiling, caches), then the timed ones."""
    count = _prepared(contestant, data, rows)
    counts = _timed(count)[0] if contestant.once else None
    seconds = []
    for run in range(contestant.runs):
        if run and not contestant.once:
            count = _prepared(contestant, data, rows)
        found, passed = _timed(count)
        if counts not in (None, found):
            raise UnevenRunsError(f"{contestant.id} counted {counts}, then {found}.")
        counts = found
        seconds.append(passed)
    return {"rows": rows, "counts": counts, "seconds": seconds, "peak_mb": peak_mb()}


def _timed(count: Run) -> OwnClock:
    start = perf_counter()
    found = count()
    return found if isinstance(found, OwnClock) else OwnClock(found, perf_counter() - start)


def _prepared(contestant: Contestant, data: Data, rows: int) -> Run:
    module, _, name = contestant.function.partition(":")
    prepare = getattr(importlib.import_module(f"benchmarks.contestants.{module}"), name)
    count: Run = prepare(data, rows)
    return count


def peak_mb() -> float:
    """The highest resident memory of this process, or of one that it started, in MB.

    Linux hands a parent's `ru_maxrss` on to its children, so there the process's own mark is read.
    """
    unit = 1 if sys.platform == "darwin" else 1024
    own, children = (
        resource.getrusage(who).ru_maxrss * unit for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text(encoding="ascii").splitlines() if line.startswith("VmHWM"))
        own = int(line.split()[1]) * 1024
    return max(own, children) / 1e6


def main(arguments: list[str]) -> None:
    name, home, rows = arguments
    contestant, data = BY_ID[name], Data(Path(home), int(rows))
    print(json.dumps(measure(contestant, data, min(data.rows, contestant.most))))


if __name__ == "__main__":
    main(sys.argv[1:])
