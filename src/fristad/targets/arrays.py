"""What the array targets share: chunks that stay in cache, and the last step from dimension values to outcomes
(NumPy)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from fristad.targets.plan import Plan

Bytes: TypeAlias = NDArray[np.uint8]
Words: TypeAlias = NDArray[np.unsignedinteger[Any]]

#: Persons per chunk: its temporaries (some 100 kB) stay in the second-level cache, and the cost per call is small.
CHUNK = 32_768


@dataclass(frozen=True)
class Evaluation:
    """What n persons' answers amount to.

    `outcome` has n positions in `plan.outcomes`; `dimensions` has n values 0, 1, 2 (not met, unknown, met) per
    dimension.
    """

    plan: Plan
    outcome: Bytes
    dimensions: dict[str, Bytes]

    def count(self) -> dict[str | None, int]:
        """How many persons have each result word or state; words nobody has are left out."""
        return count_words(self.plan, np.bincount(self.outcome, minlength=len(self.plan.outcomes)))


def count_words(plan: Plan, counts: NDArray[np.intp]) -> dict[str | None, int]:
    """Counts per outcome (one entry per position) as counts per result word."""
    found: dict[str | None, int] = {}
    for outcome, count in zip(plan.outcomes, counts.tolist(), strict=True):
        if count:
            found[outcome.result] = found.get(outcome.result, 0) + count
    return found


def chunks(n: int) -> Iterator[slice]:
    """Slices that cover n persons in order."""
    return (slice(start, min(start + CHUNK, n)) for start in range(0, n, CHUNK))


class Decider:
    """From dimension values to positions in `plan.outcomes`, one chunk at a time."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        lookup = plan.lookup
        if lookup is None:
            return
        self._mark_of_code = np.array(lookup.mark_of_code, np.uint16)
        self._marks = len(lookup.outcome_of_mark[0])
        self._outcome_of_mark = np.array(lookup.outcome_of_mark, np.uint8).ravel()
        # With one code per person, both steps are one.
        self._outcome_of_code = self._outcome_of_mark[self._mark_of_code]

    def outcomes(
        self, value: Callable[[str, int], Bytes], n: int, *, open_age: Bytes | None = None, outside: Bytes | None = None
    ) -> Bytes:
        """Positions of n persons. `value` gives a dimension in a version; the flags are 0 or 1 per person.

        `open_age` is 1 where the presumption may apply, `outside` where the person stands outside the population.
        """
        if self.plan.lookup is None:
            return np.zeros(n, np.uint8)
        codes = [self._code(value, version) for version in self.plan.table_versions]
        if len(codes) == 1 and open_age is None:
            found = self._outcome_of_code.take(codes[0])
        else:
            marks = self._mark_of_code.take(codes[0])
            for code in codes[1:]:
                marks |= self._mark_of_code.take(code)
            if open_age is not None:
                marks += np.multiply(open_age, self._marks, dtype=np.uint16)
            found = self._outcome_of_mark.take(marks)
        if outside is not None and self.plan.outside is not None:
            np.putmask(found, outside.view(np.bool_), self.plan.outside[1])
        return found

    def _code(self, value: Callable[[str, int], Bytes], version: int) -> NDArray[np.uint16]:
        inputs = self.plan.inputs
        code = value(inputs[0].id, version).astype(np.uint16)
        for place, dimension in enumerate(inputs[1:], start=1):
            code += np.multiply(value(dimension.id, version), 3**place, dtype=np.uint16)
        return code
