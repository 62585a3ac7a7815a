"""The people of the demo as values: read from hand-written stories, or put together by `generating`.

Days are counted from the day the demo is made: `ago`, `opened`, `closed` and `done` back, `due`, `in` and `review`
forward.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

Told = Mapping[str, Any]


@dataclass(frozen=True)
class Work:
    """What the team does for a person: who, since when, how urgent and why, how it ended."""

    team: str
    opened: int
    owner: str | None = None
    risk: str = ""
    why: str = ""
    review: int | None = None
    flagged: Sequence[str] = ()
    #: {"who": keys of staff, "why"}: the case is limited to them and its owner.
    circle: Told | None = None
    state: str = "open"
    close: str = ""
    closing: str = ""
    closed: int | None = None
    approved_by: str = ""


@dataclass(frozen=True)
class Story:
    """One invented person. What is left out was not told or not asked."""

    key: str
    sex: str
    group: str
    case: Work
    names: Sequence[Told] = ()
    survivor_code: str | None = None
    #: Youngest and oldest age as stated; `papers_age` and `assessed_age` stand beside it where they differ.
    age: tuple[int, int] | None = None
    papers_age: int | None = None
    assessed_age: tuple[int, int] | None = None
    #: Month and day, "03-09", where the whole birth date is known.
    born: str | None = None
    nationalities: Sequence[str] = ()
    languages: Mapping[str, str] = field(default_factory=dict)
    documents: Sequence[Told] = ()
    contacts: Sequence[Told] = ()
    wishes: Told = field(default_factory=dict)
    #: What the person wants, in their words, by language.
    words: Mapping[str, str] = field(default_factory=dict)
    #: {"key", "as", "hidden"}: those with one key belong together.
    family: Told | None = None
    #: Legs: {"place", "country", "phase", "months": [from, until] ago, "as", "means", "with_whom", ...}
    journey: Sequence[Told] = ()
    #: {kind of `cases.words.NEEDS`: words}
    needs: Sequence[Mapping[str, str]] = ()
    findings: Sequence[Told] = ()
    flags: Sequence[Told] = ()
    notes: Sequence[Told] = ()
    tasks: Sequence[Told] = ()
    plan: Told | None = None


@cache
def data(name: str) -> Any:
    """Return a file of `data/`, by its name without ending."""
    return yaml.safe_load(files(__package__).joinpath("data", f"{name}.yaml").read_text(encoding="utf-8"))


def written() -> Iterator[Story]:
    """Give the hand-written stories. Raises TypeError for a key that no story has."""
    for name in ("on_the_road", "families", "at_home", "others"):
        for entry in data(f"stories/{name}"):
            yield Story(**{**entry, "case": Work(**entry["case"])})
