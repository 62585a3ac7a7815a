"""The journey as it is drawn: stops in order, gaps between them, and where the person is now."""

from __future__ import annotations

from typing import Any

from fristad.server.cases import doors, words
from fristad.server.cases.models import Leg, Person
from fristad.server.cases.words_dates import words_of


def drawn(person: Person) -> list[dict[str, Any]]:
    """Return the legs as the journey drawing takes them. A leg without a place is a gap: not told, not asked."""
    legs = list(doors.legs(person))
    return [_drawn(leg, is_last=leg is legs[-1]) for leg in legs]


def when_of(leg: Leg) -> str:
    """Return the time of a leg in words, as it was told."""
    told = leg.told or {}
    return " - ".join(filter(None, (words_of(told.get("began")), words_of(told.get("ended")))))


def _drawn(leg: Leg, *, is_last: bool) -> dict[str, Any]:
    told = leg.told or {}
    return {
        "place": told.get("place") or "",
        "when": when_of(leg),
        "phase": str(words.PHASES.get(told.get("phase") or "", "")),
        "told": bool(told.get("place")),
        "now": is_last,
        "events": told.get("events") or [],
    }
