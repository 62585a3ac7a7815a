"""How masks are laid out: which bit of which word stands for which term. Pure: also the SQL over masks is written from
it.

Each dimension has two words, `<dimension>.yes` (bit set where the term is 2) and `<dimension>.possible` (bit set where
it is not 0). A term that a shared leaf can change has one bit as the answers stand and one more under each reading of
the shared leaves (`Plan.readings`), since two dimensions tied by a leaf have to be read together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import NamedTuple

from fristad.engine.errors import InstrumentError
from fristad.targets.plan import Plan, PlanDimension, PlanTerm

WIDTHS = (16, 32, 64)
#: The published combinations of the ILO's lists come down to "three, a strong one counting twice".
_THREE = 3
#: Different weights up to which that is looked for: four counts each are tried.
_MOST_GROUPS = 4
#: One byte per person, 1 where the person stands outside the list's population.
OUTSIDE = "person.outside"
#: One byte per person, 1 unless the answer that rules the presumption out was given.
PRESUMABLE = "person.presumable"


class Weighing(NamedTuple):
    """How a word is weighed: the bits under each mask, counted and multiplied by its weight, add up to the level or
    more.

    `parts` are (mask, weight). Two shapes are cheap, and `Word.weighings` gives them wherever they say the same as the
    published weights: any bit, `((mask, 1),)` with level 1; and three bits of which a heavy one counts twice,
    `((mask, 1), (heavy, 1))` with level 3.
    """

    parts: tuple[tuple[int, int], ...]
    level: int


@dataclass(frozen=True)
class Word:
    """One dimension's bits, the lowest first: (term, version), version 0 as the answers stand, 1, 2, ... per
    reading."""

    dimension: PlanDimension
    bits: tuple[tuple[PlanTerm, int], ...]
    versions: int
    width: int

    @property
    def yes(self) -> str:
        return f"{self.dimension.id}.yes"

    @property
    def possible(self) -> str:
        return f"{self.dimension.id}.possible"

    @property
    def every(self) -> int:
        """All bits that are in use."""
        return (1 << len(self.bits)) - 1

    def groups(self, version: int) -> Mapping[int, int]:
        """Weight to the mask of the bits that carry it, in this version."""
        own = {term.item for term, at in self.bits if at == version}
        found: dict[int, int] = {}
        for position, (term, at) in enumerate(self.bits):
            if at == (version if term.item in own else 0):
                found[term.weight] = found.get(term.weight, 0) | 1 << position
        return found

    @cached_property
    def weighings(self) -> tuple[Weighing, ...]:
        """For each version, the cheapest way to weigh that decides every word as the weights do."""
        return tuple(self._weighing(version) for version in range(self.versions))

    def _weighing(self, version: int) -> Weighing:
        groups, level = self.groups(version), self.dimension.at_least
        every = sum(groups.values())
        if groups and level <= min(groups):
            return Weighing(((every, 1),), 1)
        for heavy in (None, max(groups, default=None)):
            if _is_three(groups, level, heavy):
                return Weighing(((every, 1), (groups[heavy] if heavy else 0, 1)), _THREE)
        return Weighing(tuple((mask, weight) for weight, mask in groups.items()), level)


@dataclass(frozen=True)
class Layout:
    """The words of one instrument, in the order of its dimensions, and the one-byte columns beside them."""

    plan: Plan
    words: tuple[Word, ...]

    @cached_property
    def flags(self) -> tuple[str, ...]:
        outside = (OUTSIDE,) if self.plan.outside else ()
        return (*outside, PRESUMABLE) if self.plan.presumable else outside

    @cached_property
    def columns(self) -> Mapping[str, int]:
        """Every column's name and width in bits. All are unsigned."""
        words = {name: word.width for word in self.words for name in (word.yes, word.possible)}
        return {**words, **dict.fromkeys(self.flags, 8)}

    @cached_property
    def word(self) -> Mapping[str, Word]:
        return {word.dimension.id: word for word in self.words}


def _is_three(groups: Mapping[int, int], level: int, heavy: int | None) -> bool:
    """Whether the weights reach the level exactly where three bits are set, a bit of the weight `heavy` counting twice.

    More than three of one weight reach both levels if three do, so no higher counts need to be tried.
    """
    if len(groups) > _MOST_GROUPS:
        return False
    counts = product(*(range(min(mask.bit_count(), _THREE) + 1) for mask in groups.values()))
    return all(
        (sum(w * c for w, c in zip(groups, count, strict=True)) >= level)
        == (sum(c * (2 if w == heavy else 1) for w, c in zip(groups, count, strict=True)) >= _THREE)
        for count in counts
    )


def make_layout(plan: Plan) -> Layout:
    """Give every term its bits. Raises InstrumentError where a dimension needs more than 64, or where none has a
    rule."""
    if not plan.dimensions:
        raise InstrumentError(
            f"{plan.instrument} has no dimension with a rule, so there is nothing to lay out as masks."
        )
    return Layout(plan, tuple(_word(plan, dimension) for dimension in plan.dimensions))


def _word(plan: Plan, dimension: PlanDimension) -> Word:
    versions = plan.versions(dimension)
    bits = [
        (term, version) for term in dimension.terms for version in (range(versions) if plan.is_tied(term) else range(1))
    ]
    fitting = [width for width in WIDTHS if len(bits) <= width]
    if not fitting:
        raise InstrumentError(
            f"The dimension {dimension.id} of {plan.instrument} needs {len(bits)} bits; {WIDTHS[-1]} is the most. "
            "Evaluate it on columns instead."
        )
    return Word(dimension, tuple(bits), versions, fitting[0])
