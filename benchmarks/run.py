"""One run: everything that is measured, in order, each part in processes of its own."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import machine, shell
from benchmarks.cases import SETS
from benchmarks.contestants.base import Contestant
from benchmarks.contestants.registry import CONTESTANTS
from benchmarks.data import Data
from benchmarks.harness import Measured, in_process, run_all
from benchmarks.population import READERS

#: Which part needs which; `--only` takes these names or a contestant's.
PARTS = ("tools", "large", "population", "cases", "shell", "questions")


@dataclass(frozen=True)
class Sizes:
    """How much of everything."""

    rows: int
    large: int
    cases: int
    calls: int
    persons: int
    judged: int


@dataclass
class Results:
    """What came out; a part that was not asked for stays empty."""

    sizes: Sizes
    tools: list[Measured] = field(default_factory=list)
    large: list[Measured] = field(default_factory=list)
    population: dict[str, dict[str, float]] = field(default_factory=dict)
    cases: dict[str, dict[str, list[float]]] = field(default_factory=dict)
    calls: dict[str, list[float]] = field(default_factory=dict)
    loaded: list[str] = field(default_factory=list)
    questions: dict[str, str] = field(default_factory=dict)
    loads: list[float] = field(default_factory=lambda: [machine.load()])

    def of(self, contestant: str, *, large: bool = False) -> Measured | None:
        """A contestant's figures, unless it was left out."""
        for one in self.large if large else self.tools:
            if one.contestant.id == contestant and one.missing is None:
                return one
        return None


def run(home: Path, sizes: Sizes, only: str | None) -> Results:
    """Measure. Raises DifferentCountsError where tools disagree, before any time is known."""
    results = Results(sizes)
    for part in _parts(results, home, only):
        part()
        results.loads.append(machine.load())
    return results


def _parts(results: Results, home: Path, only: str | None) -> Iterator[Callable[[], None]]:
    sizes = results.sizes
    chosen = [c for c in CONTESTANTS if only in (None, "tools", c.id)]
    if chosen:
        yield lambda: _tools(results, chosen, Data(home, sizes.rows))
    if only in (None, "large") and sizes.large > sizes.rows:
        yield lambda: _large(results, Data(home, sizes.large))
    if only in (None, "population"):
        yield lambda: _population(results, Data(home, max(sizes.rows, sizes.large)))
    if only in (None, "cases"):
        yield lambda: _cases(results)
    if only in (None, "shell"):
        yield lambda: _shell(results)
    if only in (None, "questions"):
        yield lambda: _questions(results)


def _tools(results: Results, chosen: Sequence[Contestant], data: Data) -> None:
    _say(f"{len(chosen)} contestants on {data.rows:,} persons")
    results.tools = run_all(chosen, data)


def _large(results: Results, data: Data) -> None:
    _say(f"what reads files, on {data.rows:,} persons")
    results.large = run_all(files_only(CONTESTANTS), data)


def _cases(results: Results) -> None:
    _say(f"{results.sizes.cases} persons one at a time")
    results.cases = in_process("benchmarks.cases", [str(results.sizes.cases)])


def _shell(results: Results) -> None:
    _say(f"{results.sizes.calls} calls of `fristad determine`")
    results.calls = {name: shell.measure(name, results.sizes.calls) for name in SETS}
    results.loaded = shell.loaded()


def _questions(results: Results) -> None:
    persons, judged = str(results.sizes.persons), str(results.sizes.judged)
    _say(f"{persons} interviews for each prior and order")
    results.questions = in_process("benchmarks.questions", ["--json", "--persons", persons, "--judged", judged])


def files_only(contestants: Sequence[Contestant]) -> list[Contestant]:
    """Those that stream a file, whose memory must not grow with it."""
    return [c for c in contestants if c.layout.endswith(("Parquet", "CSV"))]


def _population(results: Results, data: Data) -> None:
    data.make()
    for reader in READERS:
        _say(f"all forcibly displaced people, {reader}")
        results.population[reader] = in_process("benchmarks.population", [str(data.home), str(data.rows), reader])


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
