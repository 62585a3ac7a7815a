"""A column's cells as marks, in SQL: one expression per column and key, over the cell's normal form."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from fristad.bulk.mapping.model import BirthDate, Choice, Choices, Column, Mapping, Numbers, Values
from fristad.bulk.marks import BIT, UNLISTED, UNREADABLE
from fristad.engine.truth import AnswerValue
from fristad.targets.dialects import Dialect

_NOT_ASKED = BIT[AnswerValue.NOT_ASKED]
_YES, _NO = BIT[AnswerValue.YES], BIT[AnswerValue.NO]
_UNLISTED, _UNREADABLE = _NOT_ASKED | UNLISTED, _NOT_ASKED | UNREADABLE
_TICKED, _NOT_TICKED = ("1", "true", "yes", "ticked", "selected", "x"), ("0", "false", "no")
#: Stands for a semicolon in a cell that is split at another sign; between choices there are semicolons.
_OTHER_SEMICOLON = "\uff1b"
_NUMBER = r"^[0-9]{1,9}([.][0-9]{1,6})?$"
_LEAP = "(19(0[48]|[2468][048]|[13579][26])|20(0[048]|[2468][048]|[13579][26]))"
_DAY = "((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))"
_BIRTH = f"^((19|20)[0-9]{{2}}(-(0[1-9]|1[0-2]))?|(19|20)[0-9]{{2}}-{_DAY}|{_LEAP}-02-29)$"
#: A date of birth of more years ago is a code or a mistake.
_OLDEST = 110


@dataclass(frozen=True)
class Bound:
    """A mapped column as this table has it. `field` is the column read; for one column per choice, `fields` has
    the columns of each choice that the table holds. `open_keys` get no no: another column would have to agree to it.
    """

    column: Column
    field: str | None
    fields: tuple[tuple[Choice, str], ...] = ()
    open_keys: frozenset[str] = frozenset()

    @property
    def is_there(self) -> bool:
        return self.field is not None or bool(self.fields)

    @property
    def read(self) -> tuple[str, ...]:
        """The names of the table's columns that are read."""
        return (self.field,) if self.field is not None else tuple(name for _, name in self.fields)

    @property
    def answering(self) -> tuple[str, ...]:
        """Those of them that answer some key."""
        return tuple(name for choice, name in self.fields if choice.keys) or self.read


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
        return [self._left_open(signal) for signal in self._signals(bound)]

    def _left_open(self, signal: Signal) -> Signal:
        """Beside a no, NOT_ASKED of the same event is the answer."""
        shut = tuple(key for key in signal.keys if key not in signal.bound.open_keys)
        return signal if shut == signal.keys else replace(signal, mark=f"({signal.mark} | {_NOT_ASKED})")

    def _signals(self, bound: Bound) -> list[Signal]:
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
        number = f"CAST({cell} AS {kind})"
        known = f"CASE WHEN {number} < {reading.yes_below!r} THEN {_YES} ELSE {_NO} END"
        if reading.up_to is not None:
            known = f"CASE WHEN {number} > {reading.up_to!r} THEN {_UNREADABLE} ELSE {known} END"
        return self._readable(cell, self._matches(cell, _NUMBER), known)

    def _birth(self, cell: str) -> str:
        """ISO dates compare as text. A year or month in which the 18th birthday may fall on either side stays
        unknown.
        """
        limit, latest, earliest = (self._as_long_as(cell, years) for years in (18, 0, _OLDEST))
        whole = f"CASE WHEN LENGTH({cell}) = 10 THEN {_NO} ELSE {_NOT_ASKED} END"
        known = f"CASE WHEN {cell} > {limit} THEN {_YES} WHEN {cell} < {limit} THEN {_NO} ELSE {whole} END"
        can_be = f"{self._matches(cell, _BIRTH)} AND {cell} <= {latest} AND {cell} >= {earliest}"
        return self._readable(cell, can_be, known)

    def _as_long_as(self, cell: str, years: int) -> str:
        """The day so many years ago, cut to the length of the cell: a year, a month or a day."""
        day = f"{self.today.year - years:04d}-{self.today.month:02d}-{self.today.day:02d}"
        shortened = " ".join(f"WHEN {n} THEN {self.dialect.text(day[:n])}" for n in (4, 7))
        return f"CASE LENGTH({cell}) {shortened} ELSE {self.dialect.text(day)} END"

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
        """Second stage: what is left of it without the listed choices; the cell itself where it is separators alone,
        which say nothing. Stages keep expressions short and computed once.
        """
        reading = bound.column.reading
        if not isinstance(reading, Choices) or bound.field is None:
            return {}
        names = "|".join(re.escape(name) for choice in reading.choices for name in choice.names)
        every = "" if self.dialect.id == "spark" else ", 'g'"
        pattern = self.dialect.text(f";(?:{names});")
        padded, cell = self._padded(bound), self.cell[bound.field]
        odd = f"REGEXP_REPLACE({padded}, {pattern}, ''{every})"
        rest = f"TRIM(REPLACE(REPLACE({odd}, ';;', ' '), ';', ' '))"
        says_nothing = f"REPLACE(REPLACE({padded}, ';', ''), ' ', '') = ''"
        return {self._rest(bound): f"CASE WHEN {says_nothing} THEN {cell} ELSE {rest} END"}

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
            open_cell = self._is_open(bound, reading)
            no = f"CASE WHEN {rest} <> '' THEN {_NOT_ASKED} ELSE {_NO} END" if reading.asked else str(_NOT_ASKED)
            mark = f"CASE WHEN {self._blank(cell)} THEN {_NOT_ASKED} {open_cell}WHEN {ticked} THEN {_YES} ELSE {no} END"
            if at == 0:
                mark = f"({mark} | CASE WHEN {rest} <> '' AND NOT ({self._blank(cell)}) THEN {UNLISTED} ELSE 0 END)"
            signals.append(Signal(bound, (key,), mark))
        return signals

    def _is_open(self, bound: Bound, reading: Choices) -> str:
        """Words between spaces may belong together, as in `No debt`: with one that is no choice, none is certain."""
        if " " not in reading.separators:
            return ""
        return f"WHEN {self._rest(bound)} <> '' AND {self._padded(bound)} LIKE ' %' THEN {_NOT_ASKED} "

    def _padding(self, cell: str, reading: Choices) -> str:
        """A cell that is a choice as a whole counts as that one. Cells split at spaces begin with a space."""
        padded = self._split(cell, reading.separators[-1])
        for separator in reversed(reading.separators[:-1]):
            found = f"POSITION({self.dialect.text(separator)} IN {cell}) > 0"
            padded = f"CASE WHEN {found} THEN {self._split(cell, separator)} ELSE {padded} END"
        text = self.dialect.text
        labels = " ".join(
            f"WHEN {text(name)} THEN {text(f';{choice.names[0]};')}"
            for choice in reading.choices
            for name in choice.names
        )
        return f"CASE {cell} {labels} ELSE {padded} END"

    def _split(self, cell: str, separator: str) -> str:
        text = self.dialect.text
        clean = cell
        if separator != " ":
            for near in (f" {separator}", f"{separator} "):
                clean = f"REPLACE({clean}, {text(near)}, {text(separator)})"
        if separator != ";":
            clean = f"REPLACE({clean}, ';', {text(_OTHER_SEMICOLON)})"
        before = "' ;'" if separator == " " else "';'"
        return f"{before} || REPLACE({clean}, {text(separator)}, ';;') || ';'"

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
        whole = len(mine) == sum(key in choice.keys for choice in reading.choices)
        blank = " OR ".join(self._blank(cell) for cell in mine) if whole else "TRUE"
        flag = UNLISTED if first else 0
        no = f"WHEN {blank} THEN {_NOT_ASKED} ELSE {_NO if reading.asked else _NOT_ASKED} END"
        mark = f"CASE WHEN {ticked} THEN {_YES} WHEN {odd} THEN {_NOT_ASKED | flag} {no}"
        if first:
            mark = f"({mark} | CASE WHEN {odd} THEN {UNLISTED} ELSE 0 END)"
        return Signal(bound, (key,), mark)
