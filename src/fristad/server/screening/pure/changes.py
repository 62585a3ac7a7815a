"""What is different between two screening results of one case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Change:
    """One thing that was `before` and is `now`; None where it was not there."""

    key: str
    before: str | None
    now: str | None


@dataclass(frozen=True)
class Changes:
    """`results` by instrument (and stretch), `parts` by instrument and dimension, `answers` by key."""

    results: list[Change] = field(default_factory=list)
    parts: list[tuple[str, Change]] = field(default_factory=list)
    answers: list[Change] = field(default_factory=list)
    lists: list[str] = field(default_factory=list)

    @property
    def nothing(self) -> bool:
        """Whether both say the same on the same answers."""
        return not (self.results or self.parts or self.answers or self.lists)


def between(earlier: Mapping[str, Any], later: Mapping[str, Any]) -> Changes:
    """Compare the bodies of two results. `lists` are instruments whose text changed in between."""
    old, new = _by_list(earlier), _by_list(later)
    shared = [name for name in new if name in old]
    return Changes(
        results=list(_different(_words(old), _words(new))),
        parts=[
            (name, change) for name in shared for change in _different(old[name]["dimensions"], new[name]["dimensions"])
        ],
        answers=list(_different(_values(earlier), _values(later))),
        lists=[name for name in shared if old[name]["hash"] != new[name]["hash"]],
    )


def _by_list(body: Mapping[str, Any]) -> dict[str, Any]:
    return {f"{each['instrument']}#{each.get('leg', '')}": each for each in body.get("statements") or ()}


def _words(statements: Mapping[str, Any]) -> dict[str, str]:
    return {name: each["result"] or "" for name, each in statements.items()}


def _values(body: Mapping[str, Any]) -> dict[str, str]:
    return {key: each["value"] for key, each in (body.get("answers") or {}).items()}


def _different(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Change]:
    for key in dict.fromkeys([*old, *new]):
        if old.get(key) != new.get(key):
            yield Change(key, old.get(key), new.get(key))
