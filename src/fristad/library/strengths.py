"""Proof that a threshold says the same as the combinations that a publication prints.

A combination such as two medium and one weak is read as "at least that strong": a strong indicator may stand in for a
medium one. Strengths are ordered by weight, so a combination holds when, from the strongest down, enough indicators are
met that are at least as strong.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate, product

#: In a combination: one more indicator of whatever strength.
ANY_OTHER = "any_other"


def first_difference(
    weights: Mapping[str, int], at_least: int, published: Sequence[Mapping[str, int]], counts: Mapping[str, int]
) -> dict[str, int] | None:
    """The first count of met indicators for which threshold and combinations disagree, or None when they never do.

    `counts` says how many indicators of each strength the dimension has; every count from none to all is tried.
    """
    order = sorted(weights, key=lambda strength: -weights[strength])
    needs = [_needs(combination, order) for combination in published]
    for met in product(*(range(counts.get(strength, 0) + 1) for strength in order)):
        total = sum(n * weights[strength] for n, strength in zip(met, order, strict=True))
        if (total >= at_least) != _holds(needs, met):
            return dict(zip(order, met, strict=True))
    return None


def _needs(combination: Mapping[str, int], order: Sequence[str]) -> tuple[int, ...]:
    """How many indicators must be at least as strong as each strength, strongest first."""
    cumulative = list(accumulate(combination.get(strength, 0) for strength in order))
    cumulative[-1] += combination.get(ANY_OTHER, 0)
    return tuple(cumulative)


def _holds(needs: Sequence[tuple[int, ...]], met: tuple[int, ...]) -> bool:
    have = tuple(accumulate(met))
    return any(all(h >= n for h, n in zip(have, need, strict=True)) for need in needs)
