"""A threshold is proved equal to the published combinations, count by count."""

from collections.abc import Mapping
from itertools import combinations, product

import pytest

from fristad.library.strengths import ANY_OTHER, first_difference

DELPHI = [{"strong": 2}, {"strong": 1, ANY_OTHER: 1}, {"medium": 3}, {"medium": 2, "weak": 1}]
WEIGHTS = {"strong": 20, "medium": 10, "weak": 1}
RANK = {"strong": 2, "medium": 1, "weak": 0}


def holds(combination: Mapping[str, int], met: list[str]) -> bool:
    """The judge: is there a choice of different indicators, each at least as strong as the one it stands for?"""
    wanted = sorted((RANK.get(strength, 0) for strength, n in combination.items() for _ in range(n)), reverse=True)
    choices = combinations(sorted((RANK[strength] for strength in met), reverse=True), len(wanted))
    return any(all(have >= need for have, need in zip(chosen, wanted, strict=True)) for chosen in choices)


def test_delphi_threshold_says_what_its_combinations_say() -> None:
    assert first_difference(WEIGHTS, 21, DELPHI, {"strong": 4, "medium": 6, "weak": 10}) is None


def test_delphi_threshold_fails_from_eleven_weak_on() -> None:
    counts = {"strong": 0, "medium": 1, "weak": 11}
    assert first_difference(WEIGHTS, 21, DELPHI, counts) == {"strong": 0, "medium": 1, "weak": 11}


@pytest.mark.parametrize(("weights", "at_least"), [(WEIGHTS, 20), (WEIGHTS, 22), ({**WEIGHTS, "weak": 5}, 21)])
def test_other_thresholds_are_found_out(weights: dict[str, int], at_least: int) -> None:
    assert first_difference(weights, at_least, DELPHI, {"strong": 2, "medium": 4, "weak": 3}) is not None


def test_combinations_are_read_as_the_judge_reads_them() -> None:
    """For every small dimension the difference found is the first one that plain choosing finds."""
    for at_least, counts in product((11, 20, 21, 30), ((2, 2, 2), (0, 3, 2), (1, 0, 3))):
        order = ("strong", "medium", "weak")
        expected = None
        for met in product(*(range(n + 1) for n in counts)):
            total = sum(n * WEIGHTS[s] for n, s in zip(met, order, strict=True))
            present = [s for n, s in zip(met, order, strict=True) for _ in range(n)]
            if (total >= at_least) != any(holds(c, present) for c in DELPHI):
                expected = dict(zip(order, met, strict=True))
                break
        assert first_difference(WEIGHTS, at_least, DELPHI, dict(zip(order, counts, strict=True))) == expected
