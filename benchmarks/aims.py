"""What was aimed at beside what was measured. The aims are written here once and never follow the figures."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

import numpy as np

from benchmarks.contestants.registry import FRISTAD_KERNEL, NAIVE, OPENFISCA, PAIRS, REFERENCE
from benchmarks.run import Results
from benchmarks.text import number, verdict

Row = tuple[str, str, str]

_SLOWER = 1.10
_FASTER = ((REFERENCE, "NumPy alone", 30, 3_000), (FRISTAD_KERNEL, "compiled kernel", 100, 10_000))
_POPULATION_SECONDS = 15
_MEMORY_MB = 1_000
_CASE_MS = {"one": 5, "four": 25}
_CALL_SECONDS = 0.5


def aims(results: Results) -> list[Row]:
    """Aim, measured, met or not met. What was not measured in this run is left out."""
    return [
        *_pairs(results),
        *_ratios(results),
        *_population(results),
        *_memory(results),
        *_cases(results),
        *_calls(results),
    ]


def _pairs(results: Results) -> Iterator[Row]:
    for mine, other in PAIRS:
        fristad, by_hand = results.of(mine), results.of(other)
        if fristad and by_hand:
            times = by_hand.rate / fristad.rate
            aim = f"within 10 % of the hand-written query: {fristad.contestant.tool}, {fristad.contestant.layout}"
            yield aim, f"takes {number(round(times, 2))} times as long", verdict(reached=times <= _SLOWER)


def _ratios(results: Results) -> Iterator[Row]:
    for mine, name, above_openfisca, above_naive in _FASTER:
        for other, least in ((OPENFISCA, above_openfisca), (NAIVE, above_naive)):
            fristad, peer = results.of(mine), results.of(other)
            if fristad and peer:
                ratio = fristad.rate / peer.rate
                aim = f"{name}, masks in memory: {number(least)} times {peer.contestant.tool}"
                yield aim, f"{ratio:,.0f} times", verdict(reached=ratio >= least)


def _population(results: Results) -> Iterator[Row]:
    if results.population:
        seconds = results.population["numpy"]["seconds"]
        aim = f"123 million persons from masks in Parquet in under {_POPULATION_SECONDS} s, without the kernel"
        yield aim, f"{number(round(seconds, 1))} s", verdict(reached=seconds < _POPULATION_SECONDS)


def _memory(results: Results) -> Iterator[Row]:
    for measured in (results.tools, results.large):
        mine = [
            m for m in measured if m.contestant.fristad and m.missing is None and "memory" not in m.contestant.layout
        ]
        if mine:
            most = max(mine, key=lambda m: m.peak_mb)
            aim = f"under 1 GB of memory while {number(most.rows)} rows are read from files"
            said = f"at most {number(round(most.peak_mb))} MB ({most.contestant.tool}, {most.contestant.layout})"
            yield aim, said, verdict(reached=most.peak_mb < _MEMORY_MB)


def _cases(results: Results) -> Iterator[Row]:
    names = {"one": "one case of 67 indicators", "four": "four instruments side by side"}
    for name, by_prior in results.cases.items():
        p99 = max(float(np.percentile(times, 99)) for times in by_prior.values())
        aim = f"{names[name]}, with explanation and next question, under {_CASE_MS[name]} ms at p99"
        yield aim, f"{p99:.1f} ms", verdict(reached=p99 < _CASE_MS[name])


def _calls(results: Results) -> Iterator[Row]:
    if results.calls:
        most = max(max(seconds) for seconds in results.calls.values())
        middle = max(median(seconds) for seconds in results.calls.values())
        said = f"{most:.2f} s at most, {middle:.2f} s in the middle"
        yield f"`fristad determine` from the shell under {_CALL_SECONDS} s", said, verdict(reached=most < _CALL_SECONDS)
        said = ", ".join(results.loaded) or "none"
        yield "`fristad determine` loads neither NumPy nor DuckDB", f"loads {said}", verdict(reached=not results.loaded)
