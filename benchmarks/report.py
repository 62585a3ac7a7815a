"""The run as Markdown: tables for the terminal, and the page of the reference."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

import numpy as np

from benchmarks import machine
from benchmarks.aims import aims
from benchmarks.contestants.registry import NAIVE, REFERENCE
from benchmarks.harness import Measured
from benchmarks.run import Results
from benchmarks.text import markdown_table, millions, number

TEMPLATE = Path(__file__).with_name("page.md")
_TOOLS = ("tool", "layout", "persons", "persons/s, median", "best", "peak MB")
_RATIOS = ("x naive", "x Fristad's masks")
_NOT_RUN = "Not measured in this run."


def parts(results: Results) -> dict[str, str]:
    """Every table by the name it has in the template."""
    made = {
        "aims": markdown_table(("aim", "measured", ""), aims(results)),
        "tools": tools_table(results.tools),
        "large": tools_table(results.large) if results.large else _NOT_RUN,
        "population": _population(results),
        "cases": _cases(results),
        "calls": _calls(results),
        "date": datetime.now(tz=UTC).date().isoformat(),
        "machine": machine.machine(),
        "load": f"{min(results.loads):.1f} to {max(results.loads):.1f}",
        "versions": machine.versions(),
        "rows": number(results.sizes.rows),
        "large_rows": number(results.sizes.large),
    }
    return made | results.questions


def page(results: Results) -> str:
    """The reference page. Raises KeyError where the template names a part that this run did not make."""
    text, made = TEMPLATE.read_text(encoding="utf-8"), parts(results)
    for name in made:
        text = text.replace("{{" + name + "}}", made[name])
    if "{{" in text:
        raise KeyError(f"This run did not make {text.partition('{{')[2].partition('}}')[0]}; run without --only.")
    return text


def printed(results: Results) -> str:
    """The same tables for the terminal, without those that were not measured."""
    made = parts(results)
    titles = {
        "tools": "Tools side by side",
        "large": "What reads files, more rows",
        "population": "All forcibly displaced people",
        "cases": "One case at a time",
        "calls": "From the shell",
        "questions_shipped": "Topics asked",
        "aims": "Aims",
        "questions_aims": "Aims of the interview",
    }
    shown = [f"{title}\n\n{made[name]}" for name, title in titles.items() if made.get(name, _NOT_RUN) != _NOT_RUN]
    return "\n\n".join([f"{made['machine']}, load {made['load']}", made["versions"], *shown])


def tools_table(measured: Sequence[Measured]) -> str:
    if not measured:
        return _NOT_RUN
    by_id = {m.contestant.id: m for m in measured if m.missing is None}
    naive, masks = by_id.get(NAIVE), by_id.get(REFERENCE)
    rows = [_row(m) for m in by_id.values()]
    if naive and masks:
        rows = [(*row, *_ratios(m, naive, masks)) for row, m in zip(rows, by_id.values(), strict=True)]
    table = markdown_table((*_TOOLS, *_RATIOS) if naive and masks else _TOOLS, rows)
    lacking = [
        f"Left out: {m.contestant.tool} ({m.contestant.layout}) needs {m.missing}." for m in measured if m.missing
    ]
    return "\n\n".join([table, *lacking])


def _row(one: Measured) -> tuple[str, ...]:
    writes = ", every row written" if one.contestant.writes else ""
    return (
        f"**{one.contestant.tool}**" if one.contestant.fristad else one.contestant.tool,
        one.contestant.layout + writes,
        number(one.rows),
        millions(one.rate),
        millions(one.best_rate),
        number(round(one.peak_mb)),
    )


def _ratios(one: Measured, naive: Measured, masks: Measured) -> tuple[str, str]:
    return number(float(f"{one.rate / naive.rate:.3g}")), f"{float(f'{one.rate / masks.rate:.2g}'):.6g}"


def _population(results: Results) -> str:
    if not results.population:
        return _NOT_RUN
    rows = [
        (
            {"numpy": "**Fristad, NumPy**", "kernel": "**Fristad, compiled kernel**"}[reader],
            f"{number(one['rows'])} x {number(one['times'])} = {number(one['persons'])}",
            f"{one['seconds']:.1f}",
            millions(one["persons"] / one["seconds"]),
            number(round(one["peak_mb"])),
        )
        for reader, one in results.population.items()
    ]
    return markdown_table(("reader", "persons counted", "seconds", "persons/s", "peak MB"), rows)


def _cases(results: Results) -> str:
    if not results.cases:
        return _NOT_RUN
    rows = [
        (name, prior, number(len(times)), *(f"{np.percentile(times, at):.2f}" for at in (50, 99, 100)))
        for name, by_prior in results.cases.items()
        for prior, times in by_prior.items()
    ]
    return markdown_table(("instruments", "yes / unknown", "persons", "p50 ms", "p99 ms", "most ms"), rows)


def _calls(results: Results) -> str:
    if not results.calls:
        return _NOT_RUN
    rows = [
        (name, number(len(seconds)), f"{1000 * median(seconds):.0f}", f"{1000 * max(seconds):.0f}")
        for name, seconds in results.calls.items()
    ]
    return markdown_table(("instruments", "calls", "p50 ms", "most ms"), rows)
