"""A run whose pieces are bytes, for a caller that keeps them sealed: nothing here touches a disk.

Cells become marks, batch by batch; marks are dealt into piles by the id of their row or person, so that what repeats
lies in one pile; each pile is then determined for itself, in bounded memory.
"""

# ruff: noqa: S608 - every name and text in a statement went through the dialect's quoting, or is written here

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from secrets import token_hex
from typing import Any

import pyarrow as pa

from fristad.bulk.counting import answered_of, answered_sql
from fristad.bulk.duck import Duck
from fristad.bulk.errors import MappingError
from fristad.bulk.headers import bind
from fristad.bulk.mapping import Mapping as TableMapping
from fristad.bulk.marks import UNLISTED, UNREADABLE
from fristad.bulk.reading import Batch, Source, open_table
from fristad.bulk.statements import FINDINGS, ID, OFFER, PERSON, ROW, Statements, free_name
from fristad.engine.instrument import NOT_SETTLED, Instrument
from fristad.targets.dialects import dialect_named

#: What is known of a row: enough; it could be, if asked; too little was asked; no indication in what was asked.
KNOWN, COULD, THIN, NONE = "known", "could", "thin", "none"
STATES = (KNOWN, COULD, THIN, NONE)
#: The longest name of a place or a group that is counted by itself.
_LONGEST = 60


@dataclass(frozen=True)
class Read:
    """What one batch gave: `piles` by number, each as bytes; rows read, rows left out, cells not understood."""

    piles: Mapping[int, bytes]
    rows: int
    left_out: int
    unlisted: int
    unreadable: int
    position: tuple[int, ...]
    done: int


@dataclass
class Found:
    """What piles came to. Counts are exact and for nobody's eyes; `offered` and `others` are (id, place)."""

    counts: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    answered: dict[str, list[int]] = field(default_factory=dict)
    repeated: int = 0
    offered: list[tuple[str, str]] = field(default_factory=list)
    others: list[tuple[str, str]] = field(default_factory=list)

    def add(self, other: Found) -> None:
        """Take in what another pile came to."""
        self.counts += other.counts
        self.repeated += other.repeated
        self.offered += other.offered
        self.others += other.others
        for key, counts in other.answered.items():
            self.answered[key] = [a + b for a, b in zip(self.answered.get(key, [0, 0, 0]), counts, strict=True)]


@dataclass(frozen=True)
class Wanted:
    """How a table is read: `place` and `group` are its columns to count by, or empty; `piles` how many to deal into."""

    mapping: TableMapping
    instruments: tuple[Instrument, ...]
    today: date
    place: str = ""
    group: str = ""
    piles: int = 1


class Pieces:
    """One table under one mapping."""

    def __init__(self, path: Path, name: str, asked: Wanted) -> None:
        """Open a table, which messages call `name`. Raises TableError, MappingError."""
        place, group, mapping = asked.place, asked.group, asked.mapping
        handed = tuple(dict.fromkeys(column for column in (place, group) if column))
        wanted = replace(mapping, contacts=handed)
        self.source: Source = open_table(
            path, encoding=mapping.encoding, delimiter=mapping.delimiter, sheet=mapping.sheet
        )
        self.binding = bind(wanted, self.source.header, name, self.source.lists)
        self._made = Statements(wanted, self.binding, asked.instruments, dialect_named("duckdb"), asked.today)
        if not self._made.keys:
            raise MappingError(f"No column of {name} answers anything that these lists ask. Choose another list.")
        self._number = free_name("#n", self.binding.needed)
        self._at = {column: f"#c{at}" for at, column in enumerate(handed)}
        self._place, self._group, self._piles = place, group, asked.piles

    @property
    def keys(self) -> tuple[str, ...]:
        """The answer keys that are read."""
        return self._made.keys

    @property
    def several_rows(self) -> bool:
        """Whether rows of one person are united."""
        return bool(self.binding.person)

    def read(self, duck: Duck, batch: Batch) -> Read:
        """Cells to marks. A row without an id is left out; a cell that is not understood counts as not asked."""
        made, name = self._made, self._made.dialect.name
        duck.show("batch", batch.text.append_column(self._number, batch.rows))
        cells = made.cells("batch", name(self._number))
        duck.run(f"CREATE OR REPLACE TEMP TABLE signals AS {made.marked(f'({cells})')}")
        mine = [f"s{made.flag_signal(at)}" for at in range(len(self.binding.bound))]
        sums = ", ".join(
            f"COALESCE(SUM(CASE WHEN (({each}) & {flag}) <> 0 THEN 1 ELSE 0 END), 0)"
            for flag in (UNLISTED, UNREADABLE)
            for each in mine
        )
        counted = duck.query(f"SELECT {sums}, COUNT(*) FILTER (NOT ({made.has_id()})) FROM signals")[0]
        key = name(PERSON if self.several_rows else ID)
        keyed = f"SELECT * FROM ({made.keyed('signals')} WHERE {made.has_id()})"
        piles = {}
        for number in range(self._piles):
            pile = duck.table(f"{keyed} WHERE hash({key}) % {self._piles} = {number}")
            if pile.num_rows:
                piles[number] = to_bytes(pile)
        broken = sum(reject.column is None for reject in batch.rejects)
        return Read(
            piles=piles,
            rows=batch.text.num_rows + broken,
            left_out=broken + int(counted[-1]),
            unlisted=int(sum(counted[: len(mine)])),
            unreadable=int(sum(counted[len(mine) : -1])) + len(batch.rejects) - broken,
            position=batch.position,
            done=batch.done,
        )

    def determine(self, duck: Duck, pile: Iterable[bytes], *, most_others: int) -> Found:
        """Marks of one whole pile to counts, those to be offered a talk, and about as many others of their places."""
        tables = [from_bytes(part) for part in pile]
        if not tables:
            return Found()
        made, name = self._made, self._made.dialect.name
        row, key = name(ROW), name(ID)
        duck.show("pile", pa.concat_tables(tables))
        rows = f"SELECT *, ROW_NUMBER() OVER (PARTITION BY {key} ORDER BY {row}) AS nth FROM pile"
        duck.run(f"CREATE OR REPLACE TEMP TABLE once AS SELECT * EXCLUDE (nth) FROM ({rows}) WHERE nth = 1")
        if self.several_rows:
            duck.run(f"CREATE OR REPLACE TEMP TABLE united AS {made.persons('once')}")
        kept = "united" if self.several_rows else "once"
        repeated = duck.query("SELECT (SELECT COUNT(*) FROM pile) - (SELECT COUNT(*) FROM once)")[0][0]
        coded = made.coded(f"({made.answers(kept)})")
        keep = [ROW, ID, *made.contacts]
        duck.run(
            f"CREATE OR REPLACE TEMP TABLE found AS WITH coded AS ({coded}) "
            f"SELECT {key} AS id, {self._label(self._place)} AS place, {self._label(self._group)} AS grp, "
            f"{self._state()} AS state, {name(OFFER)} AS offer FROM ({made.determined('coded', keep)})"
        )
        counted = duck.query("SELECT place, grp, state, COUNT(*) FROM found GROUP BY ALL ORDER BY ALL")
        offered = duck.query("SELECT id, place FROM found WHERE offer ORDER BY id")
        drawn = f"ROW_NUMBER() OVER (PARTITION BY place ORDER BY hash(id || '{token_hex(8)}')) AS nth"
        others = duck.query(
            f"SELECT id, place FROM (SELECT id, place, {drawn} FROM found WHERE NOT offer) "
            f"WHERE nth <= {most_others} ORDER BY id"
        )
        answered = answered_of(made, duck.query(answered_sql(made, kept))[0])
        return Found(
            Counter({(place, group, state): n for place, group, state, n in counted}),
            {answer: list(counts) for answer, counts in answered.items()},
            int(repeated),
            offered,
            others,
        )

    def _label(self, column: str) -> str:
        if not column:
            return "''"
        return f"LEFT(TRIM(COALESCE({self._made.dialect.name(self._at[column])}, '')), {_LONGEST})"

    def _state(self) -> str:
        made, name, text = self._made, self._made.dialect.name, self._made.dialect.text
        results = [name(f"{i.id}.result") for i in made.instruments if i.table is not None]
        if not results:
            return text(NONE)
        finding = " OR ".join(f"{each} IN ({', '.join(map(text, FINDINGS))})" for each in results)
        still_open = " OR ".join(f"{each} = {text(NOT_SETTLED)}" for each in results)
        return (
            f"CASE WHEN {finding} THEN {text(KNOWN)} WHEN {name(OFFER)} THEN {text(COULD)} "
            f"WHEN {still_open} THEN {text(THIN)} ELSE {text(NONE)} END"
        )


def to_bytes(table: pa.Table) -> bytes:
    """A table as bytes, packed."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema, options=pa.ipc.IpcWriteOptions(compression="zstd")) as writer:
        writer.write_table(table)
    return bytes(sink.getvalue())


def from_bytes(content: bytes) -> pa.Table:
    """The table that `to_bytes` packed."""
    return pa.ipc.open_stream(pa.BufferReader(content)).read_all()


def header_and_sample(path: Path, mapping: TableMapping | None, rows: int = 200) -> tuple[tuple[str, ...], Any]:
    """The header of a table and its first rows as lists of cells. Raises TableError."""
    if mapping is None:
        source = open_table(path)
    else:
        source = open_table(path, encoding=mapping.encoding, delimiter=mapping.delimiter, sheet=mapping.sheet)
    return source.header, source.sample(rows)
