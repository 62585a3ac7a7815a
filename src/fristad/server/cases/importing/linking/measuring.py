"""How well doubles are found: in a register of invented people of whom it is known who stands in it twice."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from fristad.server.cases.importing.linking.records import Known, known
from fristad.server.cases.importing.linking.weighing import Pair

#: One in so many of the invented people is written down a second time.
ONE_IN = 10
_YEARS = (1955, 2020)
_LETTERS = "aeioumnrslt"
Pools = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Told:
    """What one worker wrote down: parts of a name as spellings to choose from, a year, a number."""

    parts: tuple[Sequence[str], ...]
    text: str
    born: tuple[int, int] | None
    number: str


@dataclass(frozen=True)
class Measured:
    """Of the true pairs so many were found, of the found ones so many are true."""

    true: int
    found: int
    both: int

    @property
    def recall(self) -> float:
        """Return the share of true pairs that were found."""
        return self.both / self.true if self.true else 1.0

    @property
    def precision(self) -> float:
        """Return the share of found pairs that are true."""
        return self.both / self.found if self.found else 1.0


def invented(count: int, pools: Pools, seed: str = "Norby") -> tuple[list[Known], set[tuple[int, int]]]:
    """Return a register of `count` records, and the pairs of numbers that are one person. The same ones each time."""
    chance = random.Random(seed)  # noqa: S311 - invented people need no secrecy
    people = [_person(chance, pools) for _ in range(count - count // (ONE_IN + 1))]
    told, true = list(people), set[tuple[int, int]]()
    for original in chance.sample(range(len(people)), count - len(people)):
        true.add((original, len(told)))
        told.append(_again(chance, people[original]))
    return [known(number, [each.text], each.born, [each.number]) for number, each in enumerate(told)], true


def measure(found: Iterable[Pair], true: set[tuple[int, int]]) -> Measured:
    """Compare what was found with what is true."""
    numbers = {(pair.one, pair.other) for pair in found}
    return Measured(len(true), len(numbers), len(numbers & true))


def _person(chance: random.Random, pools: Pools) -> Told:
    pool = pools[chance.choice(sorted(pools))]
    given, father, second = (
        chance.choice(pool["female"] + pool["male"]),
        chance.choice(pool["male"]),
        chance.choice(pool["second"]),
    )
    parts = tuple([each] if isinstance(each, str) else each for each in (given, father, second))
    year = chance.randint(*_YEARS)
    number = f"+000{chance.randrange(10**8):08}" if chance.random() < 0.7 else ""
    return Told(parts, " ".join(part[0] for part in parts), _born(chance, year), number)


def _born(chance: random.Random, year: int) -> tuple[int, int] | None:
    kind = chance.random()
    if kind < 0.1:
        return None
    return (year, year) if kind < 0.75 else (year - chance.randint(1, 3), year + chance.randint(1, 3))


def _again(chance: random.Random, person: Told) -> Told:
    """Return the same person as another worker writes them down."""
    year = sum(person.born) // 2 + chance.choice((0, 0, 0, 0, -1, 1)) if person.born else chance.randint(*_YEARS)
    changes: Iterator[Callable[[list[str]], list[str]]] = iter(
        chance.sample([_shorter, _other_order, _slip(chance)], 1)
    )
    column = chance.random()
    words = [
        part[1] if column < 0.3 and len(part) > 1 else chance.choice([part[0], *part[2:]]) for part in person.parts
    ]
    if chance.random() < 0.5:
        words = next(changes)(words)
    number = person.number if chance.random() < 0.6 else f"+000{chance.randrange(10**8):08}"
    return replace(person, text=" ".join(words), born=_born(chance, year), number=number)


def _shorter(words: list[str]) -> list[str]:
    return [words[0], words[-1]]


def _other_order(words: list[str]) -> list[str]:
    return [words[-1], *words[:-1]]


def _slip(chance: random.Random) -> Callable[[list[str]], list[str]]:
    def slipped(words: list[str]) -> list[str]:
        at = chance.randrange(len(words))
        place = chance.randrange(1, max(2, len(words[at])))
        return [*words[:at], words[at][:place] + chance.choice(_LETTERS) + words[at][place + 1 :], *words[at + 1 :]]

    return slipped
