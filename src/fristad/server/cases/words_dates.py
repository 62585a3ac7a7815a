"""Dates known in part, in words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from fristad.server.cases.pure.calendars import Calendar
from fristad.server.cases.pure.dates import from_json

CALENDARS = {
    Calendar.GREGORIAN: _("Gregorian"),
    Calendar.ETHIOPIC: _("Ethiopic"),
    Calendar.SOLAR_HIJRI: _("Solar Hijri"),
    Calendar.ISLAMIC: _("Islamic"),
}


def words_of(value: Any) -> str:
    """Return a stored date as it was entered, in plain words: 2009, about 2009, 3/2020, dry season 2023."""
    if not value:
        return ""
    entered = from_json(value).entered
    written = "/".join(str(part) for part in (entered.day, entered.month, entered.year) if part)
    if entered.season:
        written = f"{entered.season} {written}"
    if entered.about:
        written = gettext("about %(year)s") % {"year": written}
    if entered.calendar is not Calendar.GREGORIAN:
        written = f"{written} ({CALENDARS[entered.calendar]})"
    return written
