"""What the team did and plans for a person of the shorter stories: owner, risk, notes, tasks, a goal, a closure."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from fristad.server.site.demo.stories import Told, Work, data

T = TypeVar("T")

ADULT = 18
#: How many in a hundred of the older cases are closed; wait for a closure; how many of all have a goal.
CLOSED, CLOSING, GOALS = 30, 5, 55
#: Spans of days since a case was opened; days until it is looked at again and until a task is due, below 0 overdue.
_OPENED = ((0, 20), (10, 120), (60, 500))
_REVIEWS = (-3, 0, 1, 2, 3, 4, 6, 7, 9, 11, 14, 16, 21, 25, 30, 36, 45, 52)
_DUE = (-4, 0, 1, 2, 3, 4, 5, 6, 8, 9, 11, 13, 15, 17, 20, 22, 25, 27, 30, 34)
_OLD, _NEW = 45, 4
_LEVELS = {"high": 3, "medium": 5, "low": 6}


@dataclass(frozen=True)
class Asking:
    """The person a case is opened for. `longest` is since how many days they can have been here."""

    age: int
    group: str
    longest: int


@dataclass(frozen=True)
class Planned:
    """The work on one case, as a story tells it."""

    work: Work
    notes: Sequence[Told]
    tasks: Sequence[Told]
    goal: Told | None


class Decks:
    """Draws from lists as from packs of cards, so that nothing comes again before all the rest was drawn."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self._left: dict[tuple[str, ...], list[str]] = {}

    def draw(self, pieces: Sequence[str]) -> str:
        """Return one piece."""
        left = self._left.setdefault(tuple(pieces), [])
        if not left:
            left.extend(self.chance.sample(pieces, len(pieces)))
        return left.pop()


class Planner:
    """Draws the work on one case after the other."""

    def __init__(self, chance: random.Random, decks: Decks) -> None:
        self.chance = chance
        self.decks = decks

    def plan(self, team: str, theme: Any, who: Asking) -> Planned:
        """Return what a team does for somebody who tells of this theme."""
        work = self._work(team, theme, who)
        step, *tasks = some(self.chance, theme["tasks"], 3)
        return Planned(
            work, self._notes(theme, work), [self._task(text, work) for text in tasks], self._goal(theme, step, work)
        )

    def _work(self, team: str, theme: Any, who: Asking) -> Work:
        owners = data("people")["teams"][team]["owners" if who.age >= ADULT else "children"]
        owner = pick(self.chance, owners) or None
        opened = min(self.chance.randint(*self.chance.choice(_OPENED)), who.longest)
        risk, why = self._risk(theme, opened)
        work = Work(team=team, owner=owner, opened=opened, risk=risk, why=why)
        if team != "board":
            work = replace(work, flagged=self._flagged(owner, who))
        if owner in (None, "ines") or opened < _OLD or self.chance.randrange(100) >= CLOSED + CLOSING:
            return replace(work, review=self.chance.choice(_REVIEWS))
        return self._ended(work)

    def _flagged(self, owner: str | None, who: Asking) -> list[str]:
        child = who.age < ADULT and owner != "tove" and self.chance.randrange(2) == 0
        protection = who.group in ("asylum_seeker", "stateless") and self.chance.randrange(4) == 0
        return ["tove"] * child + ["daniel"] * protection

    def _risk(self, theme: Any, opened: int) -> tuple[str, str]:
        if opened < _NEW or self.chance.randrange(20) == 0:
            return "", ""
        level = pick(self.chance, {each: _LEVELS[each] for each in theme["levels"]})
        return level, self.decks.draw(theme["levels"][level])

    def _ended(self, work: Work) -> Work:
        closings = data("pieces_words")["closings"]
        fitting = {name: each["weight"] for name, each in closings.items() if each.get("least", 0) <= work.opened}
        reason = pick(self.chance, fitting)
        asked = replace(work, state="closing", close=reason, closing=self.chance.choice(closings[reason]["words"]))
        if self.chance.randrange(CLOSED + CLOSING) < CLOSING:
            return replace(asked, review=self.chance.choice(_REVIEWS))
        by = data("people")["supervisors"][work.team]
        return replace(asked, state="closed", closed=self.chance.randint(1, work.opened - 30), approved_by=by)

    def _notes(self, theme: Any, work: Work) -> list[Told]:
        texts = sorted(some(self.chance, theme["notes"], 3), key=theme["notes"].index)
        days = sorted((self.chance.randint(work.closed or 0, work.opened) for _ in texts), reverse=True)
        return [{"ago": day, "text": text} for day, text in zip(days, texts, strict=True)]

    def _task(self, text: str, work: Work) -> Told:
        if work.state == "open" and self.chance.randrange(3):
            return {"text": text, "due": self.chance.choice(_DUE)}
        done = self.chance.randint(work.closed or 0, work.opened)
        return {"text": text, "due": -done, "done": done}

    def _goal(self, theme: Any, step: str, work: Work) -> Told | None:
        if not work.owner or self.chance.randrange(100) >= GOALS:
            return None
        return {"goal": self.decks.draw(theme["goals"]), "steps": [self._task(step, work)], "review": 30}


def pick(chance: random.Random, weights: Mapping[str, int]) -> str:
    """Return one key, by weight."""
    return chance.choices(list(weights), list(weights.values()))[0]


def some(chance: random.Random, pieces: Sequence[T], most: int) -> list[T]:
    """Return one to `most` of the pieces, in any order, each once."""
    return chance.sample(pieces, min(len(pieces), chance.randint(1, most)))
