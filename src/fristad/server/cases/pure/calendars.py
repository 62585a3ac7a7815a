"""Days of four calendars, as days of the Gregorian one.

Ethiopic years are Coptic years plus 276: the months and leap years are the same, the first day of the year too, and
the Ethiopic count begins 276 years earlier. The Islamic calendar is the civil tabular one; months that begin when the
moon is seen differ from it by a day or two, which `SLACK` says.

Solar Hijri is counted alike in Iran and Afghanistan, only its months have other names. Its new year is the equinox.
Computing that takes a tenth of a second a date, so we use the rule of 33 years instead, which gives the same days for
the years 1277 to 1430 (1898 to 2052), which is more than the dates we take; the tests hold both against each other.
"""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from enum import StrEnum

from convertdate import coptic, islamic

_ETHIOPIC_FROM_COPTIC = 276
_SOLAR_CYCLE, _SOLAR_LEAP = 33, (1, 5, 9, 13, 17, 22, 26, 30)
_SOLAR_1399 = date(2020, 3, 20)


class Calendar(StrEnum):
    """The calendar in which a date was told or written."""

    GREGORIAN = "gregorian"
    ETHIOPIC = "ethiopic"
    SOLAR_HIJRI = "solar_hijri"
    ISLAMIC = "islamic"


SLACK = {Calendar.ISLAMIC: timedelta(days=2)}


def months_in(which: Calendar) -> int:
    """Return the number of months of a year. The thirteenth Ethiopic month has five or six days."""
    return 13 if which is Calendar.ETHIOPIC else 12


def days_in(which: Calendar, year: int, month: int) -> int:
    """Return the number of days of a month that the calendar has."""
    if which is Calendar.GREGORIAN:
        return calendar.monthrange(year, month)[1]
    if which is Calendar.ETHIOPIC:
        return int(coptic.month_length(year - _ETHIOPIC_FROM_COPTIC, month))
    if which is Calendar.SOLAR_HIJRI:
        return _days_in_solar(year, month)
    return int(islamic.month_length(year, month))


def gregorian(which: Calendar, year: int, month: int, day: int) -> date:
    """Return the Gregorian day of a day that the calendar has. Raises `ValueError` outside the years 1 to 9999."""
    if which is Calendar.GREGORIAN:
        return date(year, month, day)
    if which is Calendar.ETHIOPIC:
        return date(*coptic.to_gregorian(year - _ETHIOPIC_FROM_COPTIC, month, day))
    if which is Calendar.SOLAR_HIJRI:
        return _solar_new_year(year) + timedelta(days=31 * (month - 1) - max(0, month - 7) + day - 1)
    return date(*islamic.to_gregorian(year, month, day))


def _days_in_solar(year: int, month: int) -> int:
    if month < 12:
        return 31 if month <= 6 else 30
    return 30 if year % _SOLAR_CYCLE in _SOLAR_LEAP else 29


def _solar_new_year(year: int) -> date:
    leap_days = _solar_leap_years_before(year) - _solar_leap_years_before(1399)
    return _SOLAR_1399 + timedelta(days=365 * (year - 1399) + leap_days)


def _solar_leap_years_before(year: int) -> int:
    cycles, rest = divmod(year, _SOLAR_CYCLE)
    return len(_SOLAR_LEAP) * cycles + sum(leap < rest for leap in _SOLAR_LEAP)
