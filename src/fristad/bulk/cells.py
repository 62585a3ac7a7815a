"""A column's cells as marks, in SQL: one expression per column and key, over the cell's normal form."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from fristad.bulk.mapping.model import BirthDate, Choice, Choices, Column, Mapping, Numbers, Values
from fristad.bulk.marks import BIT, UNLISTED, UNREADABLE
from fristad.engine.truth import AnswerValue
from fristad.targets.dialects import Dialect

_NOT_ASKED = BIT[AnswerValue.NOT_ASKED]
_YES, _NO = BIT[AnswerValue.YES], BIT[AnswerValue.NO]
_UNLISTED, _UNREADABLE = _NOT_ASKED | UNLISTED, _NOT_ASKED | UNREADABLE
_TICKED, _NOT_TICKED = ("1", "true", "yes", "ticked", "selected", "x"), ("0", "false", "no")
_NUMBER = r"^[0-9]{1,9}([.][0-9]{1,6})?$"
_BIRTH = r"^(19|20)[0-9]{2}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"


@dataclass(frozen=True)
class Bound:
    """A mapped column as this table has it. `field` is the column read; for one column per choice, `fields` has
    the columns of each choice that the table holds."""

    column: Column
    field: str | None
    fields: tuple[tuple[Choice, str], ...] = ()

    @property
    def is_there(self) -> bool:
        return self.field is not None or bool(self.fields)

    @property
    def read(self) -> tuple[str, ...]:
        """The names of the table's columns that are read."""
        return (self.field,) if self.field is not None else tuple(name for _, name in self.fields)


@dataclass(frozen=True)
class Signal:
    """What one column says about its keys: an expression for the mark."""

    bound: Bound
    keys: tuple[str, ...]
    mark: str


class Cells:
    """Writes the expressions for one table, dialect and day. `raw` maps a table's column to the name of its text."""

    def __init__(self, mapping: Mapping, dialect: Dialect, today: date, raw: dict[str, str]) -> None:
        self.mapping, self.dialect, self.today, self.raw = mapping, dialect, today, raw
        #: The normal form of each column, as `mapping.model.normal` makes it of values.
        self.cell = {column: f"LOWER(TRIM({name}))" for column, name in raw.items()}
        self._texts = ", ".join(dialect.text(code) for code in mapping.missing)

    def signals(self, bound: Bound) -> list[Signal]:
        """The signals of one column. The first also carries UNLISTED and UNREADABLE."""
        column, reading = bound.column, bound.column.reading
        if isinstance(reading, Choices):
            return self._choices(bound, reading)
        cell = self.cell[bound.read[0]]
        if isinstance(reading, Values):
            mark = self._values(self.raw[bound.read[0]], cell, reading)
        elif isinstance(reading, Numbers):
            mark = self._number(cell, reading)
        elif isinstance(reading, BirthDate):
            mark = self._birth(cell)
        return [Signal(bound, column.keys, mark)]

    def rest(self, bound: Bound) -> str:
        """What of a flagged cell was not understood, as text: the cell, or the choices that are not listed."""
        reading = bound.column.reading
        if isinstance(reading, Choices) and bound.field is not None:
            return self._rest(bound)
        if isinstance(reading, Choices):
            odd = [f"CASE WHEN {self._is_odd(self.cell[name])} THEN {self.cell[name]} END" for _, name in bound.fields]
            return odd[0] if len(odd) == 1 else f"COALESCE({', '.join(odd)})"
        return self.cell[bound.read[0]]

    def _blank(self, cell: str) -> str:
        missing = f" OR {cell} IN ({self._texts})" if self._texts else ""
        return f"{cell} IS NULL OR {cell} = ''{missing}"

    def _values(self, raw: str, cell: str, reading: Values) -> str:
        cases = " ".join(
            f"WHEN {self.dialect.text(text)} THEN {BIT[answer]}" for text, answer in reading.answer_of.items()
        )
        otherwise = f"CASE WHEN {self._blank(cell)} THEN {_NOT_ASKED} ELSE {_UNLISTED} END"
        # Most cells are in normal form as they stand; only the others are worth the work of making it.
        return f"CASE {raw} {cases} WHEN '' THEN {_NOT_ASKED} ELSE CASE {cell} {cases} ELSE {otherwise} END END"

    def _matches(self, cell: str, pattern: str) -> str:
        text = self.dialect.text(pattern)
        spelled = {
            "duckdb": f"regexp_matches({cell}, {text})",
            "postgres": f"{cell} ~ {text}",
            "spark": f"{cell} RLIKE {text}",
        }
        return spelled[self.dialect.id]

    def _number(self, cell: str, reading: Numbers) -> str:
        kind = "DOUBLE PRECISION" if self.dialect.id == "postgres" else "DOUBLE"
        below = f"CASE WHEN CAST({cell} AS {kind}) < {reading.yes_below!r} THEN {_YES} ELSE {_NO} END"
        return self._readable(cell, self._matches(cell, _NUMBER), below)

    def _birth(self, cell: str) -> str:
        """ISO dates compare as text. A year or month in which the 18th birthday may fall on either side stays
        unknown.
        """
        last = f"{self.today.year - 18:04d}-{self.today.month:02d}-{self.today.day:02d}"
        shortened = " ".join(f"WHEN {n} THEN {self.dialect.text(last[:n])}" for n in (4, 7))
        limit = f"CASE LENGTH({cell}) {shortened} ELSE {self.dialect.text(last)} END"
        whole = f"CASE WHEN LENGTH({cell}) = 10 THEN {_NO} ELSE {_NOT_ASKED} END"
        known = f"CASE WHEN {cell} > {limit} THEN {_YES} WHEN {cell} < {limit} THEN {_NO} ELSE {whole} END"
        return self._readable(cell, self._matches(cell, _BIRTH), known)

    def _readable(self, cell: str, condition: str, known: str) -> str:
        return f"CASE WHEN {self._blank(cell)} THEN {_NOT_ASKED} WHEN {condition} THEN {known} ELSE {_UNREADABLE} END"

    def split_up(self, bound: Bound) -> dict[str, str]:
        """First stage of a cell with several choices: the cell with each choice between semicolons of its own,
        `;a;;b;`.
        """
        reading = bound.column.reading
        if not isinstance(reading, Choices) or bound.field is None:
            return {}
        return {self._padded(bound): self._padding(self.cell[bound.field], reading)}

    def left_over(self, bound: Bound) -> dict[str, str]:
        """Second stage: what is left of it without the listed choices. Stages keep expressions short and computed
        once.
        """
        reading = bound.column.reading
        if not isinstance(reading, Choices) or bound.field is None:
            return {}
        names = "|".join(re.escape(name) for choice in reading.choices for name in choice.names)
        every = "" if self.dialect.id == "spark" else ", 'g'"
        pattern = self.dialect.text(f";(?:{names});")
        rest = f"REGEXP_REPLACE({self._padded(bound)}, {pattern}, ''{every})"
        return {self._rest(bound): f"TRIM(REPLACE(REPLACE({rest}, ';;', ' '), ';', ' '))"}

    def _padded(self, bound: Bound) -> str:
        return f"p_{self.raw[bound.read[0]]}"

    def _rest(self, bound: Bound) -> str:
        return f"r_{self.raw[bound.read[0]]}"

    def _choices(self, bound: Bound, reading: Choices) -> list[Signal]:
        if bound.field is None:
            return [self._ticks(bound, reading, key, first=at == 0) for at, key in enumerate(reading.keys)]
        cell, padded, rest = self.cell[bound.field], self._padded(bound), self._rest(bound)
        signals = []
        for at, key in enumerate(reading.keys):
            names = [name for choice in reading.choices if key in choice.keys for name in choice.names]
            ticked = " OR ".join(f"POSITION({self.dialect.text(f';{name};')} IN {padded}) > 0" for name in names)
            # A choice that cannot be read may be this one, so its absence is not a no.
            no = f"CASE WHEN {rest} <> '' THEN {_NOT_ASKED} ELSE {_NO} END" if reading.asked else str(_NOT_ASKED)
            mark = f"CASE WHEN {self._blank(cell)} THEN {_NOT_ASKED} WHEN {ticked} THEN {_YES} ELSE {no} END"
            if at == 0:
                mark = f"({mark} | CASE WHEN {rest} <> '' AND NOT ({self._blank(cell)}) THEN {UNLISTED} ELSE 0 END)"
            signals.append(Signal(bound, (key,), mark))
        return signals

    def _padding(self, cell: str, reading: Choices) -> str:
        padded = self._split(cell, reading.separators[-1])
        names = ", ".join(self.dialect.text(name) for choice in reading.choices for name in choice.names)
        for separator in reversed(reading.separators[:-1]):
            whole = f"POSITION({self.dialect.text(separator)} IN {cell}) > 0 OR {cell} IN ({names})"
            padded = f"CASE WHEN {whole} THEN {self._split(cell, separator)} ELSE {padded} END"
        return padded

    def _split(self, cell: str, separator: str) -> str:
        text = self.dialect.text
        clean = cell
        if separator != " ":
            for near in (f" {separator}", f"{separator} "):
                clean = f"REPLACE({clean}, {text(near)}, {text(separator)})"
        return f"';' || REPLACE({clean}, {text(separator)}, ';;') || ';'"

    def _is_odd(self, cell: str) -> str:
        listed = ", ".join(self.dialect.text(text) for text in (*_TICKED, *_NOT_TICKED))
        return f"NOT ({self._blank(cell)}) AND {cell} NOT IN ({listed})"

    def _ticks(self, bound: Bound, reading: Choices, key: str, *, first: bool) -> Signal:
        """One column per choice: a tick in any column that answers the key is a yes."""
        listed = ", ".join(self.dialect.text(text) for text in _TICKED)
        mine = [self.cell[name] for choice, name in bound.fields if key in choice.keys]
        every = [self.cell[name] for _, name in bound.fields]
        odd = " OR ".join(f"({self._is_odd(cell)})" for cell in (every if first else mine)) or "FALSE"
        ticked = " OR ".join(f"{cell} IN ({listed})" for cell in mine) or "FALSE"
        blank = " OR ".join(self._blank(cell) for cell in mine) or "TRUE"
        flag = UNLISTED if first else 0
        no = f"WHEN {blank} THEN {_NOT_ASKED} ELSE {_NO if reading.asked else _NOT_ASKED} END"
        mark = f"CASE WHEN {ticked} THEN {_YES} WHEN {odd} THEN {_NOT_ASKED | flag} {no}"
        if first:
            mark = f"({mark} | CASE WHEN {odd} THEN {UNLISTED} ELSE 0 END)"
        return Signal(bound, (key,), mark)
