"""Dates known in part, in words."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from fristad.server.cases.pure.calendars import Calendar
from fristad.server.cases.pure.dates import from_json
from fristad.server.cases.pure.wording import Sentence

CALENDARS = {
    Calendar.GREGORIAN: _("Gregorian"),
    Calendar.ETHIOPIC: _("Ethiopic"),
    Calendar.SOLAR_HIJRI: _("Solar Hijri"),
    Calendar.ISLAMIC: _("Islamic"),
}


def said(sentence: Sentence) -> str:
    """Return a sentence in the reader's language, its days as people write them."""
    return sentence.through(gettext, lambda value: date_format(value) if isinstance(value, date) else value)


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
