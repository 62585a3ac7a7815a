"""Adding months to a day."""

from __future__ import annotations

import calendar
from datetime import date


def later(day: date, months: int) -> date:
    """Return the same day so many months later (earlier if negative); the last of a month that is too short."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
