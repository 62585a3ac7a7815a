"""Days of four calendars, as days of the Gregorian one.

Ethiopic years are Coptic years plus 276: the months and leap years are the same, the first day of the year too, and
the Ethiopic count begins 276 years earlier. The Islamic calendar is the civil tabular one; months that begin when the
moon is seen differ from it by a day or two, which `SLACK` says. Solar Hijri is counted alike in Iran and Afghanistan,
only its months have other names.
"""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from enum import StrEnum

from convertdate import coptic, islamic, persian

_ETHIOPIC_FROM_COPTIC = 276


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
    counted = persian if which is Calendar.SOLAR_HIJRI else islamic
    return int(counted.month_length(year, month))


def gregorian(which: Calendar, year: int, month: int, day: int) -> date:
    """Return the Gregorian day of a day that the calendar has. Raises `ValueError` outside the years 1 to 9999."""
    if which is Calendar.GREGORIAN:
        return date(year, month, day)
    if which is Calendar.ETHIOPIC:
        return date(*coptic.to_gregorian(year - _ETHIOPIC_FROM_COPTIC, month, day))
    counted = persian if which is Calendar.SOLAR_HIJRI else islamic
    return date(*counted.to_gregorian(year, month, day))
