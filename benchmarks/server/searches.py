"""What is searched for: the stated mix, drawn from people of the register, spelled as somebody else would."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from benchmarks.server.people import Human, human

#: Of twenty searches: ten of two words, five of a word and a year, two of a number, three of one word.
MIX = ("two words",) * 10 + ("word and year",) * 5 + ("number",) * 2 + ("one word",) * 3


@dataclass(frozen=True)
class Search:
    """One search, and the person it was drawn from."""

    kind: str
    text: str
    sought: int


def searches(cases: int, count: int, seed: int = 1) -> Iterator[Search]:
    """Give searches of the mix, the same for a seed each time."""
    rng = Random(seed)
    for place in range(count):
        kind = MIX[(place * 7) % len(MIX)]
        while not _has_what(kind, person := human(rng.randrange(cases))):
            pass
        yield Search(kind, _typed(rng, kind, person), person.number)


def _has_what(kind: str, person: Human) -> bool:
    return bool({"word and year": person.year, "number": person.phone}.get(kind, True))


def _typed(rng: Random, kind: str, person: Human) -> str:
    if kind == "number":
        return person.phone
    words = [_spelled(rng, each) for each in person.words[:2]]
    if kind == "two words":
        rng.shuffle(words)
        return " ".join(words)
    return f"{words[1]} {person.year}" if kind == "word and year" else rng.choice(words)


def _spelled(rng: Random, spellings: tuple[str, ...]) -> str:
    """Return one spelling: for one in three another than the usual one."""
    return rng.choice(spellings) if rng.random() < 0.33 else spellings[0]
