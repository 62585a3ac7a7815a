"""The straightforward Python loop: one dict of words per person, the published rule read out, nothing clever."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial
from itertools import product

from benchmarks.contestants.base import Count, Counts
from benchmarks.contestants.rule import LEVEL, NOT_SETTLED, Part, parts
from benchmarks.data import Data

Person = Mapping[str, str]
WORDS = ("no", "unknown", "yes")


def loop(data: Data, rows: int) -> Count:
    codes = {leaf: column.tolist() for leaf, column in data.codes(rows).items()}
    persons = [{leaf: WORDS[column[at]] for leaf, column in codes.items()} for at in range(rows)]
    return partial(_count, persons, parts(data.instrument))


def _count(persons: Sequence[Person], dimensions: Mapping[str, list[Part]]) -> Counts:
    return dict(Counter(_word(person, dimensions) for person in persons))


def _word(person: Person, dimensions: Mapping[str, list[Part]]) -> str:
    possible = [_possible(person, listed) for listed in dimensions.values()]
    words = {_row(*pattern) for pattern in product(*possible)}
    return words.pop() if len(words) == 1 else NOT_SETTLED


def _possible(person: Person, listed: list[Part]) -> list[bool]:
    """Whether the dimension is met: both are possible where the unknown answers decide."""
    return sorted({_sum(person, listed, ("yes",)) >= LEVEL, _sum(person, listed, ("yes", "unknown")) >= LEVEL})


def _sum(person: Person, listed: list[Part], counted: tuple[str, ...]) -> int:
    return sum(part.weight for part in listed for leaf in part.leaves if person[leaf] in counted)


def _row(deceived: bool, coerced: bool, exploited: bool, held: bool) -> str:  # noqa: FBT001  the table's four columns
    if exploited and held and (deceived or coerced):
        return "indications_present"
    if exploited and not held and (deceived or not coerced):
        return "other_exploitation"
    if not (deceived or coerced or exploited or held):
        return "no_indication_in_what_was_asked"
    return "unclassified"
