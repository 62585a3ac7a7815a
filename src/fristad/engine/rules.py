"""Dimension rules: a closed, monotone set with no expression language.

`indicator`, `threshold`, `all_of` and `any_of` are the four ways to make the one kind of rule there is: a weighted
sum that must reach a level. Weights are positive, so a yes more can never turn a met dimension into one that is not
met; everything exact in this package (bounds, explanations, stop rule) rests on that.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fristad.engine.errors import InstrumentError
from fristad.engine.truth import Truth


@dataclass(frozen=True, slots=True)
class Rule:
    """Met when the weights of the terms that hold add up to at least `at_least`.

    `terms` are pairs of item id and positive weight, in list order.
    """

    terms: tuple[tuple[str, int], ...]
    at_least: int

    def __post_init__(self) -> None:
        if self.at_least < 1:
            raise InstrumentError(f"A rule must ask for at least 1, not {self.at_least}: it would be met by silence.")
        for item, weight in self.terms:
            if weight < 1:
                raise InstrumentError(
                    f"The weight of {item} is {weight}; weights must be positive whole numbers, "
                    "since a rule has to be monotone. Correct the weight."
                )
        ids = [item for item, _ in self.terms]
        if len(set(ids)) != len(ids):
            raise InstrumentError("A rule names the same item twice. Name it once.")

    def value(self, truths: Mapping[str, Truth]) -> Truth:
        """The exact three values by two evaluations: unknown read as no, unknown read as yes."""
        certain = sum(weight for item, weight in self.terms if truths[item] == Truth.MET)
        possible = sum(weight for item, weight in self.terms if truths[item] != Truth.NOT_MET)
        return Truth((certain >= self.at_least) + (possible >= self.at_least))


def indicator(item: str) -> Rule:
    """Met when this one item is."""
    return Rule(((item, 1),), 1)


def threshold(weights: Mapping[str, int], at_least: int) -> Rule:
    """Met when the weights of the items that are met reach `at_least`. With weights of 1 it is "k of n"."""
    return Rule(tuple(weights.items()), at_least)


def all_of(items: Iterable[str]) -> Rule:
    terms = tuple((item, 1) for item in items)
    return Rule(terms, len(terms))


def any_of(items: Iterable[str]) -> Rule:
    return Rule(tuple((item, 1) for item in items), 1)
