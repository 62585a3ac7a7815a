"""A slot for uploads that are too large for memory: an app takes them in piece by piece, sealed at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from django.http import HttpRequest


class Taker(Protocol):
    """Takes one file in. `take` raises `TooLargeError` far beyond its own limit; `drop` leaves nothing behind."""

    def take(self, piece: bytes) -> None:
        """Take a piece."""

    def finish(self) -> None:
        """Know that this was all. Raises `TooLargeError`."""

    def drop(self) -> None:
        """Forget all of it: the request ended early, or is refused."""


#: Says whether the named file of a request is taken in so, and by what. Asked before any door: it looks who asks.
Choice = Callable[[HttpRequest, str], Taker | None]

_choices: list[Choice] = []


def register(choice: Choice) -> None:
    """Fill the slot."""
    _choices.append(choice)


def taker_of(request: HttpRequest | None, field: str) -> Taker | None:
    """Return what takes this file in, or None: then it is kept in memory."""
    if request is None:
        return None
    return next((taker for choice in _choices if (taker := choice(request, field)) is not None), None)
