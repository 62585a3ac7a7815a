"""Counts of a run, from its parts. Exact; suppression of small counts is the report's."""

# ruff: noqa: S608 - every name and text in a statement went through the dialect's quoting, or is written here

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from fristad.bulk.duck import Duck
from fristad.bulk.statements import OFFER, PATTERN, Statements, dimension_ids
from fristad.engine.instrument import NOT_SETTLED, Instrument
from fristad.engine.truth import Truth

#: Values kept per column; the rest of a column of free text is counted together.
MOST_VALUES = 50
OTHER_VALUES = "(other values)"
#: How many patterns are explained, the most frequent first. A number and not a time, so that two runs write the same
#: file.
MOST_PATTERNS = 20_000
#: The reason under which an unlisted value stands among noted cells: it is counted, and is no reject.
UNLISTED_REASON = "unlisted"


@dataclass(frozen=True)
class Outcome:
    """Rows that share an instrument's result, class and dimension values (0, 1, 2 in the order of `dimension_ids`)."""

    result: str | None
    classification: str | None
    dimensions: tuple[int, ...]
    rows: int


@dataclass(frozen=True)
class InstrumentTally:
    """One instrument's outcomes."""

    instrument: Instrument
    outcomes: tuple[Outcome, ...]

    def results(self) -> dict[str, int]:
        return _sums((o.result or "none", o.rows) for o in self.outcomes)

    def classifications(self) -> dict[str, int]:
        return _sums((o.classification, o.rows) for o in self.outcomes if o.classification)

    def classes_by_result(self) -> dict[str, dict[str, int]]:
        """Per result word its classes; rows without a class stand under an empty name."""
        found: dict[str, dict[str, int]] = {}
        for outcome in self.outcomes:
            classes = found.setdefault(outcome.result or "none", {})
            name = outcome.classification or ""
            classes[name] = classes.get(name, 0) + outcome.rows
        return {word: dict(sorted(classes.items())) for word, classes in sorted(found.items())}

    def dimensions(self) -> dict[str, dict[str, int]]:
        """Per dimension how many rows are met, unknown and not met."""
        found = {}
        for at, name in enumerate(dimension_ids(self.instrument)):
            counts = _sums((Truth(o.dimensions[at]).word, o.rows) for o in self.outcomes)
            found[name] = {truth.word: counts.get(truth.word, 0) for truth in (Truth.MET, Truth.UNKNOWN, Truth.NOT_MET)}
        return found

    def keeps_open(self) -> dict[str, dict[str, int]]:
        """Per dimension that the table consults: unsettled rows in which it is unknown, and in which it is alone so."""
        inputs = set(self.instrument.table.inputs) if self.instrument.table else set()
        names = dimension_ids(self.instrument)
        found = {name: {"rows": 0, "alone": 0} for name in names if name in inputs}
        for outcome in self.outcomes:
            if outcome.result == NOT_SETTLED:
                unknown = [
                    n for n, v in zip(names, outcome.dimensions, strict=True) if n in inputs and v == Truth.UNKNOWN
                ]
                for name in unknown:
                    found[name]["rows"] += outcome.rows
                    found[name]["alone"] += outcome.rows if len(unknown) == 1 else 0
        return found


@dataclass(frozen=True)
class Tally:
    """Everything that is counted. `answered` has per key the rows with an answer, with a reason for none, and
    without either.
    """

    table_rows: int
    rejected: int
    screened: int
    offered: int
    instruments: tuple[InstrumentTally, ...]
    unlisted: dict[str, dict[str, int]] = field(default_factory=dict)
    unreadable: dict[str, int] = field(default_factory=dict)
    answered: dict[str, tuple[int, int, int]] = field(default_factory=dict)
    patterns: tuple[tuple[str, int], ...] = ()


def tally_done(duck: Duck, made: Statements, done: Sequence[Path]) -> Tally:
    """Count over the parts of a finished determination. What only the reading knows is left empty."""
    if not done:
        return Tally(0, 0, 0, 0, tuple(InstrumentTally(i, ()) for i in made.instruments))
    relation = duck.files(done)
    screened, offered = duck.query(f'SELECT COUNT(*), COUNT(*) FILTER ("{OFFER}") FROM {relation}')[0]
    # The limit is part of the query: a large table of different people has as many patterns as rows.
    patterns = (
        f'SELECT "{PATTERN}", COUNT(*) AS n FROM {relation} WHERE "{PATTERN}" IS NOT NULL '
        f"GROUP BY 1 ORDER BY n DESC, 1 LIMIT {MOST_PATTERNS}"
    )
    return Tally(
        table_rows=screened,
        rejected=0,
        screened=screened,
        offered=offered,
        instruments=tuple(InstrumentTally(i, _outcomes(duck, made, i, relation)) for i in made.instruments),
        patterns=tuple(duck.query(patterns)),
    )


def tally_read(duck: Duck, made: Statements, tally: Tally, parts: ReadParts) -> Tally:
    """Add what the reading knows. The table `repeated` holds the rows that are left out."""
    repeated = duck.query("SELECT COUNT(*) FROM repeated")[0][0]
    cells = duck.files(parts.cells)
    kept = f"(SELECT * FROM {cells} WHERE row NOT IN (SELECT again FROM repeated))"
    rows = duck.query(f'SELECT COUNT(*) FROM {cells} WHERE "column" IS NULL')[0][0]
    unreadable = duck.query(
        f'SELECT "column", COUNT(*) FROM {kept} '
        f"WHERE \"column\" IS NOT NULL AND reason <> '{UNLISTED_REASON}' GROUP BY 1 ORDER BY 1"
    )
    return replace(
        tally,
        table_rows=parts.table_rows,
        rejected=rows + repeated,
        unlisted=_unlisted(duck, kept),
        unreadable=dict(unreadable),
        answered=_answered(duck, made, parts.keyed),
    )


@dataclass(frozen=True)
class ReadParts:
    """The finished parts of the reading, and how many rows the table has."""

    cells: Sequence[Path]
    keyed: Sequence[Path]
    table_rows: int


def outcome_columns(made: Statements, instrument: Instrument) -> list[str]:
    names = ("result", "classification", *dimension_ids(instrument))
    return [made.dialect.name(f"{instrument.id}.{name}") for name in names]


def _outcomes(duck: Duck, made: Statements, instrument: Instrument, relation: str) -> tuple[Outcome, ...]:
    columns = ", ".join(outcome_columns(made, instrument))
    rows = duck.query(f"SELECT {columns}, COUNT(*) FROM {relation} GROUP BY {columns} ORDER BY ALL")
    return outcomes_of(rows)


def outcomes_of(rows: list[tuple[Any, ...]]) -> tuple[Outcome, ...]:
    """Rows of result, class, dimensions and count."""
    return tuple(Outcome(row[0], row[1], tuple(row[2:-1]), int(row[-1])) for row in rows)


def _unlisted(duck: Duck, cells: str) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    statement = f"SELECT \"column\", value, COUNT(*) AS n FROM {cells} WHERE reason = '{UNLISTED_REASON}' GROUP BY 1, 2"
    best = f'SELECT *, ROW_NUMBER() OVER (PARTITION BY "column" ORDER BY n DESC, value) AS nth FROM ({statement})'
    shown = f"CASE WHEN nth <= {MOST_VALUES} THEN value ELSE '{OTHER_VALUES}' END"
    for column, value, count in duck.query(
        f'SELECT "column", {shown} AS v, SUM(n)::BIGINT FROM ({best}) GROUP BY 1, 2 ORDER BY 1, MIN(nth)'
    ):
        found.setdefault(column, {})[value] = count
    return found


def _answered(duck: Duck, made: Statements, keyed: Sequence[Path]) -> dict[str, tuple[int, int, int]]:
    if not made.keys or not keyed:
        return {}
    rows = f'(SELECT * FROM {duck.files(keyed)} WHERE "#row" NOT IN (SELECT again FROM repeated))'
    return answered_of(made, duck.query(answered_sql(made, rows))[0])


def answered_sql(made: Statements, rows: str) -> str:
    """Per key how many rows have an answer, a reason for none, or neither: three columns a key, one row."""
    counts = ", ".join(
        f"SUM(CASE WHEN a{at} IN ({digits}) THEN 1 ELSE 0 END)"
        for at in range(len(made.keys))
        for digits in ("0, 2, 7", "3, 4, 5, 6, 8", "1")
    )
    return f"SELECT {counts} FROM ({made.answers(rows)}) AS answers"


def answered_of(made: Statements, row: tuple[Any, ...]) -> dict[str, tuple[int, int, int]]:
    """The row of `answered_sql` by key."""
    counts = [int(count or 0) for count in row]
    return {key: (counts[3 * at], counts[3 * at + 1], counts[3 * at + 2]) for at, key in enumerate(made.keys)}


def _sums(pairs: Any) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for name, rows in pairs:
        counts[name] += rows
    return dict(sorted(counts.items()))
