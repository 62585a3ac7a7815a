"""The sources of an age in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

#: How the date of birth is named among the sources of an age, in addresses.
BIRTH = "birth"


def years_of(age: Mapping[str, Any]) -> str:
    """Return an age or a range of ages."""
    return str(age["least"]) if age["least"] == age["most"] else f"{age['least']} - {age['most']}"


def note_of(source: Mapping[str, Any]) -> str:
    """Return when a source was noted, and why nobody relies on it where it was set aside."""
    noted = _("Noted on %(day)s") % {"day": date_format(date.fromisoformat(source["on"]))}
    why = source.get("set_aside")
    if not why:
        return noted
    return f"{noted}. {_('Not relied on: %(why)s') % {'why': why}}"
