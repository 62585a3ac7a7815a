"""What the events amount to on a day: for each purpose (and receiver or way) the last word the person said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Standing:
    """The last word about one thing, and its place among the events. `live` says that it may be acted on today."""

    position: int
    purpose: str
    about: str
    told: Mapping[str, Any]
    on: date
    live: bool

    @property
    def free(self) -> bool:
        """Whether it was given where nobody who holds the person could hear or punish."""
        return self.told.get("free") is not False


def about(told: Mapping[str, Any]) -> str:
    """Return what apart from the purpose tells two consents apart: the receiver of a sharing, the way of a contact."""
    return str(told.get("receiver") or told.get("way") or "")


def standing(events: Iterable[tuple[int, date, Mapping[str, Any]]], day: date) -> list[Standing]:
    """Return the last word about each thing. `events` are (position, day, told) in the order in which they happened.

    Nothing is live that was refused, taken back or has run out. What was never asked is not in the list: not asked is
    not refused, and not agreed either.
    """
    last: dict[tuple[str, str], tuple[int, date, Mapping[str, Any]]] = {}
    for position, on, told in events:
        last[told["purpose"], about(told)] = position, on, told
    return [
        Standing(position, purpose, what, told, on, live=told["answer"] == "given" and not _over(told, day))
        for (purpose, what), (position, on, told) in last.items()
    ]


def _over(told: Mapping[str, Any], day: date) -> bool:
    until = told.get("until")
    return until is not None and date.fromisoformat(until) < day


def live(found: Iterable[Standing], purpose: str) -> list[Standing]:
    """Return what may be acted on today for one purpose."""
    return [each for each in found if each.purpose == purpose and each.live]
