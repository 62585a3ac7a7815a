"""What the array targets share: chunks that stay in cache, and the last step from dimension values to outcomes
(NumPy)."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import reduce
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import DTypeLike, NDArray

from fristad.targets.plan import Plan

Bytes: TypeAlias = NDArray[np.uint8]
Words: TypeAlias = NDArray[np.unsignedinteger[Any]]

#: Persons per chunk: its temporaries (some 100 kB) stay in the second-level cache, and the cost per call is small.
CHUNK = 32_768
#: The most slots for which two persons are counted at a time: pairs fit into 16 bits, their counts into the cache.
MOST_PAIRED = 128


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


class _Kept(threading.local):
    def __init__(self) -> None:
        self.arrays: dict[tuple[str | int, DTypeLike], NDArray[Any]] = {}


_kept = _Kept()


def scratch(name: str | int, n: int, size: DTypeLike) -> NDArray[Any]:
    """Room for n numbers, with whatever this thread left in it under that name and size.

    A fresh array of a hundred thousand numbers has to be paged in, which takes longer than to fill it.
    """
    arrays, key = _kept.arrays, (name, size)
    if key not in arrays or len(arrays[key]) < n:
        arrays[key] = np.empty(n, size)
    return arrays[key][:n]


def chunks(n: int) -> Iterator[slice]:
    """Slices that cover n persons in order."""
    return (slice(start, min(start + CHUNK, n)) for start in range(0, n, CHUNK))


class Decider:
    """From dimension values to positions in `plan.outcomes`, one chunk at a time.

    A *slot* is one number per person: the code, or the united mark where leaves are shared or something is presumed
    (as it stands, then as presumed), or the last slot for those outside the population. `outcome_of_slot` gives
    positions in `plan.outcomes`; `mark_of_code` is None where slots are codes.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.mark_of_code: NDArray[np.uint16] | None = None
        slots = np.zeros((1, 1), np.uint8)
        if plan.lookup is not None:
            marks, slots = (
                np.array(plan.lookup.mark_of_code, np.uint16),
                np.array(plan.lookup.outcome_of_mark, np.uint8),
            )
            if plan.marks_needed:
                self.mark_of_code = marks
            else:
                slots = slots[:1, marks]
        #: How far apart a mark's two slots are.
        self.presumed = slots.shape[1]
        self.outcome_of_slot: Bytes = np.append(slots.ravel(), np.uint8(plan.outside[1] if plan.outside else 0))
        self.last = len(self.outcome_of_slot) - 1
        self._size = np.min_scalar_type(self.last)

    def slots(
        self, value: Callable[[str, int], Bytes], n: int, *, open_age: Bytes | None = None, outside: Bytes | None = None
    ) -> Words:
        """Slots of n persons, good until the next call. `value` gives a dimension in a version; the flags are 0 or 1.

        `open_age` is 1 where the presumption may apply, `outside` where the person stands outside the population.
        """
        if self.plan.lookup is None:
            return np.zeros(n, np.uint8)
        slots = self._united(value)
        if open_age is not None:
            slots += np.multiply(open_age, self.presumed, dtype=slots.dtype)
        if outside is not None and self.plan.outside is not None:
            # As the highest number there is, without the branches of a choice, which take ten times as long.
            highest = scratch("outside", n, slots.dtype)
            np.multiply(outside, self.last, out=highest, dtype=slots.dtype)
            np.maximum(slots, highest, out=slots)
        return slots

    def count(self, slots: Words) -> NDArray[np.intp]:
        """How many persons there are per slot.

        Where slots are few, two persons at a time: one of the first half with one of the second, since NumPy counts
        one number after the other.
        """
        size, half = self.last + 1, len(slots) // 2
        if size > MOST_PAIRED:
            return np.bincount(slots, minlength=size)
        pairs = scratch("pairs", half, np.uint16)
        np.multiply(slots[:half], size, out=pairs, dtype=np.uint16)
        pairs += slots[half : 2 * half]
        counted = np.bincount(pairs, minlength=size * size).reshape(size, size)
        counts: NDArray[np.intp] = counted.sum(axis=0) + counted.sum(axis=1)
        return counts + np.bincount(slots[2 * half :], minlength=size)

    def by_outcome(self, counts: NDArray[np.intp]) -> dict[str | None, int]:
        """Counts per slot as counts per result word."""
        found = np.zeros(len(self.plan.outcomes), np.intp)
        np.add.at(found, self.outcome_of_slot, counts)
        return count_words(self.plan, found)

    def _united(self, value: Callable[[str, int], Bytes]) -> Words:
        codes = (self._code(value, version) for version in self.plan.table_versions)
        if self.mark_of_code is None:
            return next(codes)
        marks = (self.mark_of_code.take(code) for code in codes)
        return reduce(np.bitwise_or, marks).astype(self._size, copy=False)

    def _code(self, value: Callable[[str, int], Bytes], version: int) -> Words:
        digits = [value(dimension.id, version) for dimension in reversed(self.plan.inputs)]
        size = np.min_scalar_type(3 ** len(digits) - 1 if self.mark_of_code is not None else self.last)
        code: Words = scratch("code", len(digits[0]), size)
        np.copyto(code, digits[0])
        for digit in digits[1:]:
            code *= code.dtype.type(3)
            code += digit
        return code
