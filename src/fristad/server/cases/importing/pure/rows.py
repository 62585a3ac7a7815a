"""A row of another system's table as a new person: its values, or each cell that cannot be taken and what to do."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from fristad.server.cases import words_languages
from fristad.server.cases.importing.pure.mapping import CODES, Column
from fristad.server.cases.importing.pure.mapping import Mapping as CaseMapping
from fristad.server.cases.pure import names, phone, text
from fristad.server.cases.pure.ages import OLDEST
from fristad.server.cases.pure.calendars import Calendar
from fristad.server.cases.pure.dates import Entered, PartialDate, partial_date
from fristad.server.cases.pure.wording import RefusedError, Sentence, gettext_noop

#: What csv-safe and others write before a cell that a spreadsheet would take for a formula.
_GUARD = re.compile(r"'(?=[=+\-@\t\r%|])")
_LIST = re.compile(r"\[.*\]", re.DOTALL)
_NUMBERS = re.compile(r"\d+")
_AGE = re.compile(r"(\d{1,3})(?:\.0+)?(?:\s*(?:-|\u2013|to)\s*(\d{1,3}))?")
#: What may follow a date: the hour, as `2024-05-01T00:00:00Z` or `2024-05-01 00:00:00`.
_HOUR = re.compile(r"[T ]\d{1,2}:\d{2}.*$")
MOST_NAMES = 10
NOTHING = frozenset({"", "na", "n/a", "null", "none", "nil", "-", "[]"})


class Fault(NamedTuple):
    """Why a row is refused: its number, the column ("" for the row), what is wrong and what to do. No cell in it."""

    row: int
    column: str
    sentence: Sentence


@dataclass
class Row:
    """A row that was read. `values`: fields of a person; `note`: what has no field, as lines."""

    number: int
    identity: str
    values: dict[str, Any] = field(default_factory=dict)
    note: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def read_row(mapping: CaseMapping, number: int, cells: Mapping[str, str], today: date) -> Row:
    """Return the row with everything that its mapping says. `cells` lacks the columns that the table lacks."""
    plain = {name: clean(cell) for name, cell in cells.items()}
    row = Row(number, plain.get(mapping.row_id or "", "") or "\0".join(plain.get(name, "") for name in mapping.needed))
    if mapping.row_id and not plain.get(mapping.row_id):
        row.faults.append(Fault(number, mapping.row_id, _NO_ID))
    reader = _Reader(row, plain, today)
    for column in mapping.columns:
        told = " ".join(plain[name] for name in column.names if plain.get(name))
        if told:
            reader.take(column, told)
    if not row.faults and not (row.values.get("names") or row.values.get("survivor_code")):
        row.faults.append(Fault(number, "", _NOBODY))
    return row


def is_left_out(mapping: CaseMapping, cells: Mapping[str, str]) -> bool:
    """Whether the mapping leaves this row out."""
    return any(clean(cells.get(name, "")).casefold() in values for name, values in mapping.leave_out.items())


def clean(cell: str) -> str:
    """Return a cell without the guard against formulas and without what only says that there is nothing."""
    bare = _GUARD.sub("", cell, count=1).strip() if cell.startswith("'") else cell.strip()
    return "" if bare.casefold() in NOTHING else bare


class _Reader:
    """Takes the cells of one row, one part after the other."""

    def __init__(self, row: Row, cells: Mapping[str, str], today: date) -> None:
        self.row, self.cells, self.today = row, cells, today

    def take(self, column: Column, told: str) -> None:
        """Take what one entry of the mapping says; a cell that cannot be taken becomes a fault."""
        take: Callable[[Column, str], None] = getattr(self, f"_{column.to}", self._line)
        try:
            take(column, told)
        except RefusedError as refused:
            self.row.faults.append(Fault(self.row.number, " + ".join(column.names), refused.sentence))

    def _name(self, column: Column, told: str) -> None:
        cleaned = names.clean_name(told)
        known = self.row.values.setdefault("names", [])
        if cleaned and cleaned not in [each["text"] for each in known] and len(known) < MOST_NAMES:
            known.append({"text": cleaned, "kind": column.kind})

    def _birth(self, column: Column, told: str) -> None:
        noted = self._noted_on(column)
        if noted is None:
            self._keep("Date of birth, without the day on which it was noted", told)
            return
        about = any(
            self.cells.get(name, "").casefold() in values
            for name, values in (column.options.get("about_if") or {}).items()
        )
        born = day_of(told, str(column.options.get("order", "ymd")), self._calendar(column), self.today, about=about)
        if born.earliest > noted:
            raise RefusedError(
                gettext_noop("This day of birth lies after the day on which it was noted. Check both days.")
            )
        self.row.values["birth"] = {"date": born.to_json(), "kind": column.kind, "on": noted.isoformat()}

    def _age(self, column: Column, told: str) -> None:
        found = _AGE.fullmatch(text.western_digits(told))
        least, most = (int(found[1]), int(found[2] or found[1])) if found else (-1, -1)
        if not 0 <= least <= most <= OLDEST:
            raise RefusedError(
                gettext_noop("This is no age in full years, such as 25 or 25-29. Write the number, or empty the cell.")
            )
        noted = self._noted_on(column)
        if noted is None:
            self._keep("Age, without the day on which it was noted", told)
            return
        age = {"kind": column.kind, "least": least, "most": most, "on": noted.isoformat()}
        self.row.values.setdefault("ages", []).append(age)

    def _noted_on(self, column: Column) -> date | None:
        """Return the day on which an age was told: an age of 15 that was noted three years ago is none of 15 today."""
        name = column.options.get("noted_on")
        if name is None:
            return self.today
        told = self.cells.get(str(name), "")
        if not told:
            return None
        try:
            known = day_of(told, str(column.options.get("order", "ymd")), Calendar.GREGORIAN, self.today)
        except RefusedError as refused:
            self.row.faults.append(Fault(self.row.number, str(name), refused.sentence))
            return None
        return known.latest

    @staticmethod
    def _calendar(column: Column) -> Calendar:
        return Calendar(column.options.get("calendar", Calendar.GREGORIAN))

    def _sex(self, column: Column, told: str) -> None:
        self._code(column, told)

    def _group(self, column: Column, told: str) -> None:
        self._code(column, told)

    def _code(self, column: Column, told: str) -> None:
        known = column.options.get("values") or {code: code for code in CODES[column.to]}
        code = known.get(told.casefold())
        if code is None:
            raise RefusedError(
                gettext_noop(
                    "The mapping does not say what this value means. Add it under `values` of this column, or mend the "
                    "cell. It can mean: %(codes)s."
                ),
                codes=", ".join(CODES[column.to]),
            )
        self.row.values[column.to] = code

    def _language(self, column: Column, told: str) -> None:
        tongues = self.row.values.setdefault("languages", [])
        for each in parts(told):
            code = (column.options.get("values") or {}).get(each.casefold()) or language_of(each)
            if code is None:
                self._keep("Language", each)
            elif code not in [tongue["code"] for tongue in tongues]:
                tongues.append({"code": code})

    def _phone(self, _column: Column, told: str) -> None:
        number = phone.normalise(told)
        rules = "It came with a table, which does not say whether a call is safe. Ask the person first."
        self.row.values.setdefault("contacts", []).append({"how": "Telephone", "rules": rules, "number": number})

    def _note(self, column: Column, told: str) -> None:
        self._keep(str(column.options.get("label") or column.names[0]), ", ".join(parts(told)))

    def _nationality(self, _column: Column, told: str) -> None:
        self.row.values["nationalities"] = text.clean_line(", ".join(parts(told)))

    def _words(self, _column: Column, told: str) -> None:
        self.row.values["words"] = text.clean_note(told)

    def _line(self, column: Column, told: str) -> None:
        self.row.values[column.to] = text.clean_line(told)

    def _keep(self, label: str, told: str) -> None:
        self.row.note.append(f"{label}: {text.clean_note(told)}")


def day_of(told: str, order: str, calendar: Calendar, today: date, *, about: bool = False) -> PartialDate:
    """Return a day, month or year as a table writes it. Numbers are parted by any sign; a year alone needs four.

    Raises `RefusedError`.
    """
    numbers = [int(each) for each in _NUMBERS.findall(_HOUR.sub("", text.western_digits(told)))]
    if not 1 <= len(numbers) <= 3:
        raise RefusedError(
            gettext_noop("This is no date in numbers. Write it as year-month-day, a year alone, or empty the cell.")
        )
    # A year goes first if it stands first, whatever the order is said to be.
    ordered = numbers if numbers[0] > 31 or order == "ymd" else numbers[::-1]
    if order == "mdy" and len(numbers) == 3 and numbers[0] <= 31:
        ordered = [numbers[2], numbers[0], numbers[1]]
    year, month, day = (*ordered, None, None)[:3]
    if year is None or year < 1000:
        raise RefusedError(
            gettext_noop(
                "The year of this date does not have four digits, or stands elsewhere than the mapping says (`order`). "
                "Write it as year-month-day."
            )
        )
    entered = Entered(year, None, None, calendar, about=True) if about else Entered(year, month, day, calendar)
    try:
        return partial_date(entered, today)
    except RefusedError as refused:
        # Its own sentence repeats the numbers; what is kept of a refused row holds no cell.
        raise RefusedError(
            gettext_noop(
                "The calendar has no such day, or it lies before 1900, or it has not come yet. Check the numbers and "
                "the calendar, or give the year alone."
            )
        ) from refused


def parts(told: str) -> list[str]:
    """Return the elements of a cell that holds a list, as Ruby, Python or JSON write it; else the cell itself."""
    if not _LIST.fullmatch(told):
        return [told]
    try:
        found = json.loads(told)
    except ValueError:
        found = [each.strip(" \"'") for each in told[1:-1].split(",")]
    return [str(each).strip() for each in found if str(each).strip()]


def language_of(told: str) -> str | None:
    """Return the code of a language that is named by its code, its English name or its own name."""
    wanted = told.casefold().removeprefix("language_").strip()
    for code, (own, english) in words_languages.LANGUAGES.items():
        if wanted in (code, str(own).casefold(), str(english).casefold()):
            return code
    return None


_NO_ID = Sentence(
    gettext_noop("The number of the case is missing. Without it nobody can tell whether this row was taken in before.")
)
_NOBODY = Sentence(
    gettext_noop("This row names nobody: no name and no survivor code. Add one, or take the row out of the table.")
)
