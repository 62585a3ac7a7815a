"""Dates as people tell them: a day, a month, a year, "about 2009", a season; in four calendars.

A `PartialDate` keeps what was entered beside what it means: the first and the last day it can have been. Two of them
are compared by those days: one is surely before the other, surely after, or they may overlap. Nothing is guessed.

Many documents say 1 January where only the year was known. `PartialDate.may_mean_year` finds them; whoever enters
the date is asked, and `as_year` gives the answer "only the year is known".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from fristad.server.cases.pure.calendars import SLACK, Calendar, days_in, gregorian, months_in
from fristad.server.cases.pure.text import clean_line
from fristad.server.cases.pure.wording import RefusedError, gettext_noop

# Nobody alive was born before, and a year below it is mostly one of another calendar.
EARLIEST = date(1900, 1, 1)
_ABOUT_YEARS = 1
_SEASON_CHARACTERS = 60


class Precision(StrEnum):
    """How much of a date is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    ABOUT = "about"
    SEASON = "season"


@dataclass(frozen=True, slots=True)
class Entered:
    """A date as it was told: numbers of its own calendar, and words for a season, such as "dry season"."""

    year: int
    month: int | None = None
    day: int | None = None
    calendar: Calendar = Calendar.GREGORIAN
    about: bool = False
    season: str = ""

    @property
    def precision(self) -> Precision:
        """How much was told."""
        if self.about:
            return Precision.ABOUT
        if self.season:
            return Precision.SEASON
        if self.month is None:
            return Precision.YEAR
        return Precision.MONTH if self.day is None else Precision.DAY


@dataclass(frozen=True, slots=True)
class PartialDate:
    """What was entered, and the first and last (Gregorian) day that it can mean. Made by `partial_date`."""

    entered: Entered
    earliest: date
    latest: date

    @property
    def may_mean_year(self) -> bool:
        """Whether this is the first day of a year, which many documents say where only the year is known."""
        entered = self.entered
        if entered.precision is not Precision.DAY:
            return False
        is_new_year = (entered.month, entered.day) == (1, 1)
        return is_new_year or (self.earliest == self.latest and (self.earliest.month, self.earliest.day) == (1, 1))

    def as_year(self, today: date) -> PartialDate:
        """Return the year of this date alone, of the calendar in which it is a new year's day."""
        if (self.entered.month, self.entered.day) == (1, 1):
            return partial_date(replace(self.entered, month=None, day=None), today)
        return partial_date(Entered(self.earliest.year), today)

    def surely_before(self, other: PartialDate) -> bool:
        """Whether even the last day this can mean is before the first day of the other."""
        return self.latest < other.earliest

    def surely_after(self, other: PartialDate) -> bool:
        """Whether even the first day this can mean is after the last day of the other."""
        return self.earliest > other.latest

    def may_overlap(self, other: PartialDate) -> bool:
        """Whether both can mean the same day: neither is surely before the other."""
        return not (self.surely_before(other) or self.surely_after(other))

    def to_json(self) -> dict[str, Any]:
        """Return plain values for a sealed field: what was entered, and the two days in ISO 8601."""
        return {**asdict(self.entered), "earliest": self.earliest.isoformat(), "latest": self.latest.isoformat()}


def partial_date(entered: Entered, today: date) -> PartialDate:
    """Return what an entered date means, never later than `today`.

    Raises `RefusedError` for a date that the calendar does not have, one before 1900, one that has not come yet, and
    for "about" or a season beside a month.
    """
    season = clean_line(entered.season, _SEASON_CHARACTERS)
    _refuse_mixtures(entered, season)
    told = replace(entered, season=season)
    try:
        earliest, latest = _days(told)
    except (ValueError, OverflowError):
        raise _no_such_date(told) from None
    if latest < EARLIEST:
        raise _too_early(told)
    if earliest > today:
        raise RefusedError(
            gettext_noop(
                "This date has not come yet. Today is %(today)s. Check the year and the calendar; "
                "what is planned belongs into the case plan."
            ),
            today=today,
        )
    return PartialDate(told, max(earliest, EARLIEST), min(latest, today))


def from_json(data: Mapping[str, Any]) -> PartialDate:
    """Return the date that `to_json` gave. Raises `RefusedError` for anything else."""
    try:
        return _parsed(data)
    except (KeyError, TypeError, ValueError):
        raise RefusedError(
            gettext_noop("This date is damaged or was written by another version, and cannot be read. Enter it anew.")
        ) from None


def _parsed(data: Mapping[str, Any]) -> PartialDate:
    parts = {field.name: data[field.name] for field in fields(Entered)}
    types = {name: type(value) for name, value in parts.items()}
    if types["year"] is not int or types["about"] is not bool or types["season"] is not str:
        raise ValueError
    if not {types["month"], types["day"]} <= {int, type(None)} or len(data) != len(parts) + 2:
        raise ValueError
    earliest, latest = date.fromisoformat(data["earliest"]), date.fromisoformat(data["latest"])
    if earliest > latest:
        raise ValueError
    return PartialDate(Entered(**{**parts, "calendar": Calendar(parts["calendar"])}), earliest, latest)


def _refuse_mixtures(entered: Entered, season: str) -> None:
    if entered.month is None and entered.day is not None:
        raise RefusedError(gettext_noop("This date has a day but no month. Give the month too, or the year alone."))
    if (entered.about or season) and entered.month is not None:
        raise RefusedError(
            gettext_noop("Only a year can be about, or have a season. Take the month and the day away, or the word.")
        )


def _days(entered: Entered) -> tuple[date, date]:
    """Return the first and last day of what was entered. Raises `ValueError` if the calendar does not have it."""
    which, about = entered.calendar, _ABOUT_YEARS if entered.about else 0
    first_year, last_year = entered.year - about, entered.year + about
    first_month, last_month = (1, months_in(which)) if entered.month is None else (entered.month, entered.month)
    if first_year < 1 or not 1 <= first_month <= months_in(which):
        raise ValueError
    last_day = days_in(which, last_year, last_month)
    if entered.day is not None and not 1 <= entered.day <= last_day:
        raise ValueError
    slack = SLACK.get(which, timedelta(0))
    return (
        gregorian(which, first_year, first_month, entered.day or 1) - slack,
        gregorian(which, last_year, last_month, entered.day or last_day) + slack,
    )


def _no_such_date(entered: Entered) -> RefusedError:
    return RefusedError(
        gettext_noop(
            "The calendar you chose has no such date: year %(year)s, month %(month)s, day %(day)s. "
            "Check the numbers and the calendar, or give the year alone."
        ),
        year=entered.year,
        month=entered.month or "-",
        day=entered.day or "-",
    )


def _too_early(entered: Entered) -> RefusedError:
    return RefusedError(
        gettext_noop(
            "The year %(year)s of this calendar lies before 1900. If it was told in another calendar "
            "(Ethiopian, Solar Hijri or Islamic), choose that calendar."
        ),
        year=entered.year,
    )
