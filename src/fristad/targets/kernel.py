"""Masks through a compiled kernel (numba): more than a billion persons per second. Needs the extra `kernel`.

Says exactly what `fristad.targets.masks` says. Import it only where it is wanted: numba takes a second to load, and the
first call another to compile.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import numba
import numpy as np
from llvmlite import ir  # type: ignore[import-untyped]
from numba import literal_unroll
from numba.extending import intrinsic
from numpy.typing import NDArray

from fristad.engine.errors import InstrumentError
from fristad.targets.arrays import Decider, Evaluation, Words
from fristad.targets.cores import on_all, parts
from fristad.targets.layout import OUTSIDE, PRESUMABLE, Word
from fristad.targets.masks import Masks
from fristad.targets.plan import UNKNOWN

#: Persons per part that a core takes: a twentieth of a millisecond, so that no core waits long for the last one.
PART = 65_536
#: Persons per chunk of a part: their slots (16 kB) stay in the first-level cache from one dimension to the next.
CHUNK = 8_192
#: Counters side by side. One alone would wait for its own last increment, since most persons have the same outcome.
LANES = 4


def count(masks: Masks) -> dict[str | None, int]:
    """How many persons have each result word or state, on all cores. Computes only what the table consults.

    Raises InstrumentError where weights do not fit into the words.
    """
    machine = _Machine(masks)
    counts = on_all(partial(_count, machine), parts(masks.n, PART))
    return machine.decider.by_outcome(np.sum(counts, axis=0, dtype=np.intp))


def _count(machine: _Machine, shares: Iterator[slice]) -> NDArray[np.uint64]:
    lanes = np.zeros((LANES, machine.decider.last + 1), np.uint64)
    for part in shares:
        _tally(part.start, part.stop, machine.rules, lanes)
    counts: NDArray[np.uint64] = lanes.sum(axis=0)
    return counts


def evaluate(masks: Masks) -> Evaluation:
    """Determine every person. Raises InstrumentError where weights do not fit into the words."""
    machine = _Machine(masks)
    slots = np.empty(masks.n, np.uint16)
    _fill(0, slots, np.empty_like(slots), *machine.rules)
    dimensions = {word.dimension.id: np.zeros(masks.n, np.uint8) for word in masks.layout.words}
    for word in masks.layout.words:
        _add_digit(0, machine.digit(word.dimension.id, 0, np.uint8(1)), dimensions[word.dimension.id])
    return Evaluation(masks.layout.plan, machine.decider.outcome_of_slot.take(slots), dimensions)


class _Machine:
    """Everything the kernel needs, looked up once per call.

    `rules` are the last arguments of `_fill`: the digits of each version of the code, or None without a table; mark per
    code, or None; the digit of the age and whom the presumption concerns, or None; who stands outside, or None; how far
    apart a mark's two slots are; and the last slot.
    """

    def __init__(self, masks: Masks) -> None:
        plan, columns = masks.layout.plan, masks.columns
        self._masks = masks
        self.decider = Decider(plan)
        versions = tuple(
            tuple(self.digit(d.id, version, np.uint16(3**place)) for place, d in enumerate(plan.inputs))
            for version in plan.table_versions
        )
        presumption = None
        if plan.presumable:
            presumption = self.digit(plan.presumable.condition, 0, np.uint16(1)), columns[PRESUMABLE]
        outside = columns[OUTSIDE] if plan.outside else None
        numbers = np.uint16(self.decider.presumed), np.uint16(self.decider.last)
        self.rules = versions if plan.inputs else None, self.decider.mark_of_code, presumption, outside, *numbers

    def digit(self, dimension: str, version: int, place: np.unsignedinteger[Any]) -> tuple[Any, ...]:
        """One dimension's share of a code: its columns, masks and weights, and the power of 3 it counts for."""
        word = self._masks.layout.word[dimension]
        columns: list[Words] = [self._masks.columns[name] for name in (word.yes, word.possible)]
        return *columns, _numbers(word, version if version < word.versions else 0), place


def _numbers(word: Word, version: int) -> tuple[Any, ...]:
    """Masks, each with its weight, then the level, as words of the dimension's own width."""
    weighed, level = word.weighings[version]
    if max(sum(weight * mask.bit_count() for mask, weight in weighed), level) >= 1 << word.width:
        raise InstrumentError(
            f"The kernel cannot weigh the dimension {word.dimension.id}: its weights do not fit into {word.width} "
            "bits. Use fristad.targets.masks."
        )
    scalar = np.dtype(f"u{word.width // 8}").type
    return tuple(scalar(number) for number in (*(n for part in weighed for n in part), level))


def _define_share(typing_context, word, numbers, place):  # type: ignore[no-untyped-def]
    """`place` if the weighted bits of `word` reach the level, else 0, in the width of `place`.

    Written as instructions because numba would widen every sum to 64 bits, which takes four times as long on vectors.
    """

    def generate(context: Any, builder: ir.IRBuilder, signature: Any, args: Any) -> Any:
        bits, packed, share = args
        *weighed, least = [builder.extract_value(packed, at) for at in range(len(numbers))]
        total = ir.Constant(bits.type, 0)
        for mask, weight in zip(weighed[::2], weighed[1::2], strict=True):
            total = builder.add(total, builder.mul(builder.ctpop(builder.and_(bits, mask)), weight))
        reached = builder.icmp_unsigned(">=", total, least)
        return builder.select(reached, share, ir.Constant(share.type, 0))

    return place(word, numbers, place), generate


_share: Any = intrinsic(_define_share)


@numba.njit(nogil=True)
def _tally(start, stop, rules, lanes):  # type: ignore[no-untyped-def]
    slots, code = np.empty(CHUNK, np.uint16), np.empty(CHUNK, np.uint16)
    for at in range(start, stop, CHUNK):
        size = min(CHUNK, stop - at)
        _fill(at, slots[:size], code[:size], *rules)
        _increment(slots[:size], lanes)


@numba.njit(nogil=True)
def _fill(start, slots, code, versions, mark_of_code, presumption, outside, presumed, last):  # type: ignore[no-untyped-def]  # noqa: PLR0913, PLR0917
    """Slots of the persons from `start` on. What is None is left out when this is compiled."""
    if versions is None:
        slots[:] = 0
    elif mark_of_code is None:
        _write_code(start, versions[0], slots)
    else:
        slots[:] = 0
        for digits in literal_unroll(versions):
            _write_code(start, digits, code)
            _unite(code, mark_of_code, slots)
    if presumption is not None:
        code[:] = 0
        _add_digit(start, presumption[0], code)
        _presume(slots, code, presumption[1][start : start + len(slots)], presumed)
    if outside is not None:
        _put_outside(slots, outside[start : start + len(slots)], last)


@numba.njit(nogil=True)
def _write_code(start, digits, code):  # type: ignore[no-untyped-def]
    code[:] = 0
    for digit in literal_unroll(digits):
        _add_digit(start, digit, code)


@numba.njit(nogil=True)
def _add_digit(start, digit, code):  # type: ignore[no-untyped-def]
    yes, possible, numbers, place = digit
    # Slices that begin at 0: an index that might be negative would keep the loop from becoming vectors.
    yes, possible = yes[start : start + len(code)], possible[start : start + len(code)]
    for at in range(len(code)):
        code[at] += _share(yes[at], numbers, place) + _share(possible[at], numbers, place)


@numba.njit(nogil=True)
def _unite(code, mark_of_code, marks):  # type: ignore[no-untyped-def]
    for at in range(len(code)):
        marks[at] |= mark_of_code[code[at]]


@numba.njit(nogil=True)
def _presume(slots, age, presumable, step):  # type: ignore[no-untyped-def]
    for at in range(len(slots)):
        slots[at] += step if age[at] == UNKNOWN and presumable[at] else np.uint16(0)


@numba.njit(nogil=True)
def _put_outside(slots, outside, last):  # type: ignore[no-untyped-def]
    for at in range(len(slots)):
        slots[at] = last if outside[at] else slots[at]


@numba.njit(nogil=True)
def _increment(slots, lanes):  # type: ignore[no-untyped-def]
    for at in range(len(slots)):
        lanes[at & (LANES - 1), slots[at]] += 1
