"""What a reader hands on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol

import pyarrow as pa
import pyarrow.compute as pc

#: The longest text that is still taken for a cell of a table.
LONGEST_CELL = 100_000
TOO_LONG = "too long or with control characters"


class Reject(NamedTuple):
    """A row (column None) or a cell that could not be read. Rows are counted from 1 below the header."""

    row: int
    column: str | None
    value: str
    reason: str


@dataclass(frozen=True)
class Batch:
    """Some rows in table order: `text` has one text column per needed column, `rows` their numbers.

    `position` is where the next batch begins, in the reader's own unit; `done` how much of the source has been
    read, in the unit of `Source.size`.
    """

    text: pa.Table
    rows: pa.Array
    rejects: tuple[Reject, ...]
    position: tuple[int, ...]
    done: int


class Source(Protocol):
    """A table that can be read again from where a batch ended. `size` is in `unit`, for the progress bar; `lists` are
    the columns whose cells hold lists, which batches give as text with a semicolon between elements.
    """

    path: Path
    header: tuple[str, ...]
    lists: frozenset[str]
    size: int
    unit: str

    def batches(self, columns: Sequence[str], position: tuple[int, ...] | None) -> Iterator[Batch]:
        """Batches of these columns from a position on (None: from the start). The cut between batches never varies."""
        ...


def readable(table: pa.Table, rows: pa.Array) -> tuple[pa.Table, list[Reject]]:
    """The table with cells that cannot be answers (too long, control characters) made blank, and those cells."""
    rejects: list[Reject] = []
    columns = []
    for name in table.column_names:
        column = table[name]
        longest = pc.max(pc.binary_length(column)).as_py() or 0
        nul = pc.any(pc.match_substring(column, "\0")).as_py()
        if longest <= LONGEST_CELL and not nul:
            columns.append(column)
            continue
        bad = pc.fill_null(
            pc.or_(pc.greater(pc.binary_length(column), LONGEST_CELL), pc.match_substring(column, "\0")),
            fill_value=False,
        )
        columns.append(pc.if_else(bad, None, column))
        for at in pc.indices_nonzero(bad).to_pylist():
            shown = (column[at].as_py() or "")[:40].replace("\0", "?")
            rejects.append(Reject(rows[at].as_py(), name, shown, TOO_LONG))
    return pa.table(columns, names=table.column_names), rejects
