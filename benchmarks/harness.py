"""Runs the contestants one after the other, and lets no time through before all counts are equal."""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.contestants.base import Contestant, Counts
from benchmarks.data import Data
from fristad.targets.masks import count

ROOT = Path(__file__).resolve().parent.parent


class DifferentCountsError(AssertionError):
    """Two tools disagree about the same persons; no time of this run may be used."""


class WorkerError(RuntimeError):
    """A process that measures stopped with an error."""


@dataclass(frozen=True)
class Measured:
    """One contestant's figures, or what it lacks (`missing`)."""

    contestant: Contestant
    rows: int = 0
    counts: Counts | None = None
    seconds: tuple[float, ...] = ()
    peak_mb: float = 0.0
    missing: str | None = None

    @property
    def rate(self) -> float:
        """Persons per second, by the median run."""
        return self.rows / median(self.seconds)

    @property
    def best_rate(self) -> float:
        return self.rows / min(self.seconds)


def run_all(contestants: Sequence[Contestant], data: Data) -> list[Measured]:
    """Every contestant on the same persons. Raises DifferentCountsError before anything is reported."""
    data.make()
    if any(c.csv for c in contestants):
        data.make_csv()
    measured = [run_one(contestant, data) for contestant in contestants]
    check_counts(measured, expected(data, {m.rows for m in measured if m.counts is not None}))
    return measured


def run_one(contestant: Contestant, data: Data) -> Measured:
    lacking = missing(contestant)
    if lacking:
        print(f"  {contestant.id}: left out, needs {lacking}", file=sys.stderr)
        return Measured(contestant, missing=lacking)
    print(f"  {contestant.id} ...", file=sys.stderr, flush=True)
    said = in_process("benchmarks.worker", [contestant.id, str(data.home), str(data.rows)])
    return Measured(contestant, said["rows"], said["counts"], tuple(said["seconds"]), said["peak_mb"])


def missing(contestant: Contestant) -> str | None:
    """What to install, if something is missing."""
    for name, how in contestant.needs:
        if importlib.util.find_spec(name) is None and shutil.which(name) is None:
            return how
    return None


def expected(data: Data, sizes: Iterable[int]) -> dict[int, Counts]:
    """What Fristad counts among the first persons of the file, for each number of persons that some tool was given."""
    return {size: {str(word): n for word, n in count(data.packed(size)).items()} for size in sizes}


def check_counts(measured: Iterable[Measured], wanted: dict[int, Counts]) -> None:
    """Raise DifferentCountsError, naming the tool and both counts, unless every tool counts what is wanted."""
    for one in measured:
        if one.counts is not None and _shown(one.counts) != _shown(wanted[one.rows]):
            raise DifferentCountsError(
                f"{one.contestant.id} counts {_shown(one.counts)} among {one.rows} persons; "
                f"Fristad's masks count {_shown(wanted[one.rows])}. No times are reported."
            )


def _shown(counts: Counts) -> dict[str, int]:
    return {word: n for word, n in sorted(counts.items()) if n}


def in_process(module: str, arguments: Sequence[str]) -> dict[str, Any]:
    """Run a module in a Python of its own and read the JSON object that its last line holds."""
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise WorkerError(f"{' '.join(command[1:])} stopped:\n{done.stderr[-2000:]}")
    said: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return said


def available(measured: Iterable[Measured]) -> Iterator[Measured]:
    return (one for one in measured if one.missing is None)
