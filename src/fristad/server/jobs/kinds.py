"""The kinds of jobs there are. An app registers its own when it is loaded, best in `AppConfig.ready`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

#: Takes a `jobs.work.Work`, which knows this module, and returns the result as JSON.
Function = Callable[[Any], Any]


@dataclass(frozen=True)
class Kind:
    """A kind of job. `right` is what its owner must hold all the time; without one the service alone runs it."""

    name: str
    function: Function
    right: str | None
    every: timedelta | None


_kinds: dict[str, Kind] = {}


def register(name: str, function: Function, *, right: str | None = None, every: timedelta | None = None) -> None:
    """Make a kind known. `every`: the service runs it again and again in each open operation.

    The function goes on from `work.checkpoint`, does its work in `work.step()`s of at most some seconds, and returns
    the result as JSON. Raises ValueError for a name in use, or for a periodic kind that needs a person's right.
    """
    if name in _kinds:
        raise ValueError(f"{name} is registered twice")
    if right and every:
        raise ValueError(f"{name}: what runs by itself has no owner whose right could be asked")
    _kinds[name] = Kind(name, function, right, every)


def get(name: str) -> Kind:
    """Return a kind. Raises KeyError."""
    return _kinds[name]


def every_kind() -> tuple[Kind, ...]:
    """Return all kinds by name."""
    return tuple(_kinds[name] for name in sorted(_kinds))


def periodic() -> tuple[Kind, ...]:
    """Return the kinds that run again and again."""
    return tuple(kind for kind in _kinds.values() if kind.every)
