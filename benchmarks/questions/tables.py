"""The figures of the questions study as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from benchmarks.questions.study import ADULT, Line
from benchmarks.text import markdown_table, number, verdict

_HEADER = ("instruments", "yes / unknown", "order", "median", "p90", "most", "consulted", "full list", "disagreements")
_MEDIAN, _P90 = 20, 35


def tables(lines: Sequence[Line]) -> dict[str, str]:
    """Ready-made parts of the page: both tables, the aims, and how many persons were checked against the engine."""
    return {
        "questions_shipped": _table(line for line in lines if not line.fitting),
        "questions_fitting": _table(line for line in lines if line.fitting),
        "questions_aims": markdown_table(("aim", "measured", ""), _aims(lines)),
        "questions_persons": number(lines[0].persons),
        "questions_judged": number(sum(line.judged for line in lines)),
    }


def _table(lines: Iterable[Line]) -> str:
    return markdown_table(_HEADER, [_row(line) for line in lines])


def _row(line: Line) -> tuple[str, ...]:
    return (
        " + ".join(line.instruments),
        _prior(line),
        _order(line),
        number(line.median),
        number(line.p90),
        number(line.most),
        number(line.consulted),
        number(line.full),
        number(line.disagreements),
    )


def _aims(lines: Sequence[Line]) -> list[tuple[str, str, str]]:
    differ = sum(line.disagreements for line in lines)
    persons = sum(line.persons for line in lines)
    rows = [
        (
            "no disagreement with the full list",
            f"{differ} of {number(persons)} interviews",
            verdict(reached=differ == 0),
        )
    ]
    for line in lines:
        if line.instruments == (ADULT,) and not line.fitting and line.persons_prior.unknown > 0:
            aim = f"adult labour, {_prior(line)}, {_order(line)}: median at most {_MEDIAN}, p90 at most {_P90}"
            reached = line.median <= _MEDIAN and line.p90 <= _P90
            rows.append((aim, f"{number(line.median)} and {number(line.p90)}", verdict(reached=reached)))
    return rows


def _prior(line: Line) -> str:
    return f".{round(line.persons_prior.yes * 100):02d} / .{round(line.persons_prior.unknown * 100):02d}"


def _order(line: Line) -> str:
    return "block" if line.by_block else "free"
