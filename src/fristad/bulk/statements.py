"""The statements of a run, the same for every engine: cells to marks, marks to answers, answers to determinations.

Fixed names: `#row` (number below the header), `#id`, `#person`, `#c0`... (contact columns), and one column per
answer key. A key's marks stand under its name; those of columns read as events under the name and `|any`.
"""

# ruff: noqa: S608 - every name and text in a statement went through the dialect's quoting, or is written here

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from fristad.bulk import marks
from fristad.bulk.cells import Cells, Signal
from fristad.bulk.headers import Binding
from fristad.bulk.mapping.model import Mapping, Several
from fristad.bulk.marks import UNLISTED, UNREADABLE
from fristad.engine.instrument import (
    INDICATIONS_PRESENT,
    NOT_SETTLED,
    OTHER_EXPLOITATION,
    UNCLASSIFIED,
    Instrument,
)
from fristad.targets.dialects import Dialect
from fristad.targets.sql import determination_sql

ROW, ID, PERSON, PATTERN, OFFER = "#row", "#id", "#person", "#pattern", "#offer"
#: Words that are a finding, so that a conversation may be offered. `unclassified` needs a person's review as well.
FINDINGS = (INDICATIONS_PRESENT, OTHER_EXPLOITATION, UNCLASSIFIED)


@dataclass(frozen=True)
class Statements:
    """Writes SQL for one mapping, table header, set of instruments, dialect and day."""

    mapping: Mapping
    binding: Binding
    instruments: tuple[Instrument, ...]
    dialect: Dialect
    today: date

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The answer keys that this table answers and some instrument reads."""
        read = {key for instrument in self.instruments for key in instrument.leaves}
        return tuple(dict.fromkeys(k for b in self.binding.bound for k in b.column.keys if k in read))

    @cached_property
    def contacts(self) -> tuple[str, ...]:
        return tuple(f"#c{at}" for at in range(len(self.binding.contacts)))

    @cached_property
    def _raw(self) -> dict[str, str]:
        return {name: f"v{at}" for at, name in enumerate(self.binding.answered)}

    @cached_property
    def _cells(self) -> Cells:
        return Cells(self.mapping, self.dialect, self.today, self._raw)

    @cached_property
    def signals(self) -> tuple[Signal, ...]:
        return tuple(signal for bound in self.binding.bound for signal in self._cells.signals(bound))

    def cells(self, source: str, row: str) -> str:
        """Every row's number, id, person, contacts and cells as text. `row` is the expression of the number."""
        name = self.dialect.name
        columns = [f"{row} AS {name(ROW)}", f"TRIM({self._text(self.binding.row_id)}) AS {name(ID)}"]
        if self.binding.person:
            columns.append(f"TRIM({self._text(self.binding.person)}) AS {name(PERSON)}")
        for alias, contact in zip(self.contacts, self.binding.contacts, strict=True):
            columns.append(f"{self._text(contact)} AS {name(alias)}")
        columns += [f"{self._text(field)} AS {alias}" for field, alias in self._raw.items()]
        read = f"SELECT {', '.join(columns)} FROM {source}"
        for stage in (self._cells.split_up, self._cells.left_over):
            made = {name: text for bound in self.binding.bound for name, text in stage(bound).items()}
            if made:
                more = ", ".join(f"{text} AS {name}" for name, text in made.items())
                read = f"SELECT *, {more} FROM ({read}{self.dialect.fence}) AS cells"
        return read

    def why_no_id(self) -> str:
        """Why a row cannot be told from others or laid to a person, as text; NULL for a row that can be used."""
        ids = {ID: self.binding.row_id} | ({PERSON: self.binding.person} if self.binding.person else {})
        text, names = self.dialect.text, " or ".join(f"'{column}'" for column in ids.values())
        blank = " OR ".join(f"COALESCE({self.dialect.name(name)}, '') = ''" for name in ids)
        cases = [f"WHEN {blank} THEN {text(f'no value in {names}')}"]
        codes = ", ".join(map(text, self.mapping.missing))
        for name, column in ids.items() if codes else ():
            reason = text(f"a missing code in '{column}'")
            cases.append(f"WHEN LOWER({self.dialect.name(name)}) IN ({codes}) THEN {reason}")
        return f"(CASE {' '.join(cases)} END)"

    def has_id(self) -> str:
        """Whether a row has an id, and a person where the mapping has persons. A missing code is none."""
        return f"{self.why_no_id()} IS NULL"

    def _text(self, column: str) -> str:
        kind = "STRING" if self.dialect.id == "spark" else "VARCHAR"
        return f"CAST({self.dialect.name(column)} AS {kind})"

    def marked(self, cells: str) -> str:
        """Cells to signals: one mark `s0`... per column and key."""
        columns = [*self.fixed(), *(f"{signal.mark} AS s{at}" for at, signal in enumerate(self.signals))]
        return f"SELECT {', '.join(columns)} FROM {cells}"

    def keyed(self, signals: str) -> str:
        """Signals to marks per key and way to unite several, without the flags."""
        columns = [
            *self.fixed(),
            *(f"CAST({e} AS SMALLINT) AS {self.dialect.name(n)}" for n, e in self._united().items()),
        ]
        return f"SELECT {', '.join(columns)} FROM {signals}"

    def fixed(self) -> list[str]:
        person = [PERSON] if self.binding.person else []
        return [self.dialect.name(name) for name in (ROW, ID, *person, *self.contacts)]

    def _united(self) -> dict[str, str]:
        found: dict[str, list[str]] = {}
        for at, signal in enumerate(self.signals):
            for key in signal.keys:
                if key in self.keys:
                    found.setdefault(_mark_name(key, signal.bound.column.several), []).append(f"s{at}")
        return {name: f"({marks.united(signals)} & {marks.STORED})" for name, signals in found.items()}

    def persons(self, keyed: str) -> str:
        """Rows of one person united: marks by bitwise or, everything else from the person's first row."""
        name = self.dialect.name
        first = [f"MIN({name(ROW)}) AS {name(ROW)}", f"{name(PERSON)} AS {name(ID)}"]
        first += [f"{self._first(name(contact))} AS {name(contact)}" for contact in self.contacts]
        united = [f"BIT_OR({name(mark)}) AS {name(mark)}" for mark in self._united()]
        return f"SELECT {', '.join([*first, *united])} FROM {keyed} GROUP BY {name(PERSON)}"

    def _first(self, column: str) -> str:
        row = self.dialect.name(ROW)
        return f"ARG_MIN({column}, {row})" if self.dialect.id == "duckdb" else f"MIN({column})"

    def answers(self, keyed: str) -> str:
        """Marks to the digit of each key, `a0`..., beside the fixed columns."""
        name = self.dialect.name
        stored = self._united()
        kept = [name(column) for column in (ROW, ID, *self.contacts)]
        columns = []
        for at, key in enumerate(self.keys):
            parts = []
            if key in stored:
                parts.append(name(key))
            if (events := _mark_name(key, Several.ANY_YES)) in stored:
                parts.append(f"({marks.any_yes(name(events))})")
            columns.append(f"{marks.digit(marks.united(parts))} AS a{at}")
        return f"SELECT {', '.join([*kept, *columns])} FROM {keyed}"

    def coded(self, answers: str) -> str:
        """Digits to the codes that targets read, named by key, with the digits of the row as one text."""
        name = self.dialect.name
        kind = "STRING" if self.dialect.id == "spark" else "VARCHAR"
        digits = " || ".join(f"CAST(a{at} AS {kind})" for at in range(len(self.keys))) or "''"
        kept = [name(column) for column in (ROW, ID, *self.contacts)]
        codes = [f"{marks.code(f'a{at}')} AS {name(key)}" for at, key in enumerate(self.keys)]
        return f"SELECT {', '.join([*kept, f'{digits} AS {name(PATTERN)}', *codes])} FROM {answers}"

    def determined(self, coded: str, keep: Sequence[str]) -> str:
        """Codes to determinations, with whether a conversation may be offered."""
        inner = determination_sql(self.instruments, coded, self.dialect.id, columns=self.keys, keep=keep)
        return f"SELECT *, {self._offer()} AS {self.dialect.name(OFFER)} FROM ({inner}) AS determined"

    def _offer(self) -> str:
        name, text = self.dialect.name, self.dialect.text
        tests = []
        for instrument in self.instruments:
            if instrument.table is None:
                continue
            result = name(f"{instrument.id}.result")
            tests.append(f"{result} IN ({', '.join(map(text, FINDINGS))})")
            met = " OR ".join(f"{name(f'{instrument.id}.{d}')} = 2" for d in dimension_ids(instrument))
            tests.append(f"({result} = {text(NOT_SETTLED)} AND ({met}))")
        return f"({' OR '.join(tests)})" if tests else "FALSE"

    def flag_signal(self, column: int) -> int:
        """The place of the signal that carries the flags of a bound column."""
        bound = self.binding.bound[column]
        return next(at for at, signal in enumerate(self.signals) if signal.bound is bound)

    def flagged(self, column: int, cells: str) -> str:
        """Of the rows whose cell in a bound column was not understood: the fixed columns, `rest` and `flag`."""
        mark, rest = self.signals[self.flag_signal(column)].mark, self._cells.rest(self.binding.bound[column])
        columns = ", ".join([*self.fixed(), f"{rest} AS rest", f"{mark} AS flag"])
        return f"SELECT * FROM (SELECT {columns} FROM {cells}) AS read WHERE (flag & {UNLISTED | UNREADABLE}) <> 0"


def free_name(wanted: str, taken: Iterable[str]) -> str:
    """A name that no column of a table has; databases do not tell capital letters apart."""
    used = {name.lower() for name in taken}
    while wanted.lower() in used:
        wanted += "#"
    return wanted


def _mark_name(key: str, several: Several) -> str:
    return f"{key}|any" if several is Several.ANY_YES else key


def dimension_ids(instrument: Instrument) -> tuple[str, ...]:
    """The dimensions that say something about what happened: own and borrowed ones with a rule, no conditions."""
    return tuple(d.id for d in instrument.dimensions if d.rule is not None and not d.is_condition)
