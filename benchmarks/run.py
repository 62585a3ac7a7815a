"""One run: everything that is measured, in order, each part in processes of its own."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import shell
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

    def of(self, contestant: str, *, large: bool = False) -> Measured | None:
        """A contestant's figures, unless it was left out."""
        for one in self.large if large else self.tools:
            if one.contestant.id == contestant and one.missing is None:
                return one
        return None


def run(home: Path, sizes: Sizes, only: str | None) -> Results:
    """Measure. Raises DifferentCountsError where tools disagree, before any time is known."""
    results = Results(sizes)
    wanted = [only] if only else list(PARTS)
    chosen = [c for c in CONTESTANTS if only in (None, "tools", c.id)]
    if chosen and (only is None or only not in PARTS[1:]):
        _say(f"{len(chosen)} contestants on {sizes.rows:,} persons")
        results.tools = run_all(chosen, Data(home, sizes.rows))
    if "large" in wanted and sizes.large > sizes.rows:
        _say(f"what reads files, on {sizes.large:,} persons")
        results.large = run_all(files_only(CONTESTANTS), Data(home, sizes.large))
    if "population" in wanted:
        results.population = _population(Data(home, max(sizes.rows, sizes.large)))
    if "cases" in wanted:
        _say(f"{sizes.cases} persons one at a time")
        results.cases = in_process("benchmarks.cases", [str(sizes.cases)])
    if "shell" in wanted:
        _say(f"{sizes.calls} calls of `fristad determine`")
        results.calls = {name: shell.measure(name, sizes.calls) for name in SETS}
        results.loaded = shell.loaded()
    if "questions" in wanted:
        _say(f"{sizes.persons:,} interviews for each prior and order")
        results.questions = in_process(
            "benchmarks.questions", ["--json", "--persons", str(sizes.persons), "--judged", str(sizes.judged)]
        )
    return results


def files_only(contestants: Sequence[Contestant]) -> list[Contestant]:
    """Those that stream a file, whose memory must not grow with it."""
    return [c for c in contestants if c.layout.endswith(("Parquet", "CSV"))]


def _population(data: Data) -> dict[str, dict[str, float]]:
    data.make()
    found = {}
    for reader in READERS:
        _say(f"all forcibly displaced people, {reader}")
        found[reader] = in_process("benchmarks.population", [str(data.home), str(data.rows), reader])
    return found


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
