"""Masks through a compiled kernel (numba): hundreds of millions of persons per second. Needs the extra `kernel`.

Says exactly what `fristad.targets.masks` says. Import it only where it is wanted: numba takes a second to load, and the
first call another to compile.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numba
import numpy as np
from llvmlite import ir  # type: ignore[import-untyped]
from numba.extending import intrinsic
from numpy.typing import NDArray

from fristad.engine.errors import InstrumentError
from fristad.targets.arrays import Bytes, Evaluation, Words, count_words
from fristad.targets.layout import OUTSIDE, PRESUMABLE, Layout, Word
from fristad.targets.masks import Masks
from fristad.targets.plan import UNKNOWN

#: Different weights that one dimension may have: the kernel counts bits once for each.
MAX_WEIGHTS = 3
#: Persons per chunk: their codes (16 kB) stay in the first-level cache from one dimension to the next.
CHUNK = 8_192
#: Counters side by side. One alone would wait for its own last increment, since most persons have the same outcome.
LANES = 4


def count(masks: Masks) -> dict[str | None, int]:
    """How many persons have each result word or state. Computes only what the table consults.

    Raises InstrumentError for more than three different weights in one dimension.
    """
    machine = _Machine(masks)
    lanes = np.zeros((LANES, len(machine.outcome_of_slot)), np.uint32)
    for part in machine.parts():
        _tally(machine.slots(part), lanes)
    counts = np.zeros(len(masks.layout.plan.outcomes), np.intp)
    np.add.at(counts, machine.outcome_of_slot, lanes.sum(axis=0, dtype=np.intp))
    return count_words(masks.layout.plan, counts)


def evaluate(masks: Masks) -> Evaluation:
    """Determine every person. Raises InstrumentError for more than three different weights in one dimension."""
    machine = _Machine(masks)
    outcome = np.empty(masks.n, np.uint8)
    dimensions = {word.dimension.id: np.zeros(masks.n, np.uint8) for word in masks.layout.words}
    for part in machine.parts():
        machine.outcome_of_slot.take(machine.slots(part), out=outcome[part], mode="clip")
    for word in masks.layout.words:
        yes, possible = masks.columns[word.yes], masks.columns[word.possible]
        _add_digits(yes, possible, _numbers(word, 0), np.uint8(1), dimensions[word.dimension.id])
    return Evaluation(masks.layout.plan, outcome, dimensions)


@dataclass(frozen=True, slots=True)
class _Digit:
    """One dimension's share of a code: its columns, masks and weights, and the power of 3 it counts for."""

    yes: Words
    possible: Words
    numbers: tuple[Any, ...]
    place: np.uint16


class _Machine:
    """Everything the kernel needs, looked up once per call.

    A *slot* is one number per person: the code (or the united mark, where leaves are shared), as it stands or as
    presumed, or the last slot for those outside the population. `outcome_of_slot` gives positions in `plan.outcomes`.
    """

    def __init__(self, masks: Masks) -> None:
        self._n = masks.n
        self._masks = masks
        plan, columns = masks.layout.plan, masks.columns
        self._codes = [
            [self._digit(place, d.id, version) for place, d in enumerate(plan.inputs)]
            for version in plan.table_versions
        ]
        self._age = self._digit(0, plan.presumable.condition, 0) if plan.presumable else None
        self._presumable: Bytes | None = columns[PRESUMABLE] if plan.presumable else None
        self._outside: Bytes | None = columns[OUTSIDE] if plan.outside else None
        self._mark_of_code, self.outcome_of_slot = _tables(masks.layout)
        self._last = np.uint16(len(self.outcome_of_slot) - 1)

    def parts(self) -> Iterator[slice]:
        return (slice(at, min(at + CHUNK, self._n)) for at in range(0, self._n, CHUNK))

    def slots(self, part: slice) -> NDArray[np.uint16]:
        """The slots of one chunk."""
        codes = [self._code(digits, part) for digits in self._codes]
        slots = codes[0]
        if len(codes) > 1:
            slots = np.zeros_like(codes[0])
            for code in codes:
                _unite(code, self._mark_of_code, slots)
        if self._age is not None and self._presumable is not None:
            age = np.zeros(len(slots), np.uint8)
            _add_digits(self._age.yes[part], self._age.possible[part], self._age.numbers, np.uint8(1), age)
            _presume(slots, age, self._presumable[part], np.uint16(self._last // 2))
        if self._outside is not None:
            _put_outside(slots, self._outside[part], self._last)
        return slots

    def _code(self, digits: list[_Digit], part: slice) -> NDArray[np.uint16]:
        code = np.zeros(part.stop - part.start, np.uint16)
        for digit in digits:
            _add_digits(digit.yes[part], digit.possible[part], digit.numbers, digit.place, code)
        return code

    def _digit(self, place: int, dimension: str, version: int) -> _Digit:
        word = self._masks.layout.word[dimension]
        numbers = _numbers(word, version if version < word.versions else 0)
        columns = self._masks.columns
        return _Digit(columns[word.yes], columns[word.possible], numbers, np.uint16(3**place))


def _numbers(word: Word, version: int) -> tuple[Any, ...]:
    """Mask and weight three times, then the level, as words of the dimension's own width."""
    groups = list(word.groups(version).items())
    total = sum(weight * mask.bit_count() for weight, mask in groups)
    if len(groups) > MAX_WEIGHTS or max(total, word.dimension.at_least) >= 1 << word.width:
        raise InstrumentError(
            f"The kernel cannot weigh the dimension {word.dimension.id}: it takes {MAX_WEIGHTS} different weights of "
            "moderate size. Use fristad.targets.masks."
        )
    groups += [(0, 0)] * (MAX_WEIGHTS - len(groups))
    numbers = [number for weight, mask in groups for number in (mask, weight)]
    scalar = np.dtype(f"u{word.width // 8}").type
    return tuple(scalar(number) for number in (*numbers, word.dimension.at_least))


def _tables(layout: Layout) -> tuple[NDArray[np.uint16], Bytes]:
    """Code to mark, and slot to outcome."""
    plan = layout.plan
    if plan.lookup is None:
        return np.zeros(0, np.uint16), np.zeros(3, np.uint8)
    marks = np.array(plan.lookup.mark_of_code, np.uint16)
    rows = np.array(plan.lookup.outcome_of_mark, np.uint8)
    slots = rows if plan.shared else rows[:, marks]
    return marks, np.append(slots.ravel(), np.uint8(plan.outside[1] if plan.outside else 0))


def _define_share(  # type: ignore[no-untyped-def]  # noqa: PLR0913, PLR0917  numba wants each argument by name
    typing_context, word, m0, w0, m1, w1, m2, w2, level, place
):
    """`place` if the weighted bits of `word` reach `level`, else 0, in the width of the word.

    Written as instructions because numba would widen every sum to 64 bits, which takes four times as long on vectors.
    """

    def generate(context: Any, builder: ir.IRBuilder, signature: Any, args: Any) -> Any:
        bits, *numbers, least, share = args
        total = ir.Constant(bits.type, 0)
        for mask, weight in zip(numbers[::2], numbers[1::2], strict=True):
            total = builder.add(total, builder.mul(builder.ctpop(builder.and_(bits, mask)), weight))
        reached = builder.icmp_unsigned(">=", total, least)
        return builder.select(reached, share, ir.Constant(share.type, 0))

    return place(word, m0, w0, m1, w1, m2, w2, level, place), generate


_share: Any = intrinsic(_define_share)


@numba.njit
def _add_digits(yes, possible, numbers, place, code):  # type: ignore[no-untyped-def]
    m0, w0, m1, w1, m2, w2, level = numbers
    for at in range(len(code)):
        certain = _share(yes[at], m0, w0, m1, w1, m2, w2, level, place)
        code[at] += certain + _share(possible[at], m0, w0, m1, w1, m2, w2, level, place)


@numba.njit
def _unite(code, mark_of_code, marks):  # type: ignore[no-untyped-def]
    for at in range(len(code)):
        marks[at] |= mark_of_code[code[at]]


@numba.njit
def _presume(slots, age, presumable, step):  # type: ignore[no-untyped-def]
    for at in range(len(slots)):
        slots[at] += step if age[at] == UNKNOWN and presumable[at] else np.uint16(0)


@numba.njit
def _put_outside(slots, outside, last):  # type: ignore[no-untyped-def]
    for at in range(len(slots)):
        slots[at] = last if outside[at] else slots[at]


@numba.njit
def _tally(slots, lanes):  # type: ignore[no-untyped-def]
    for at in range(len(slots)):
        lanes[at & (LANES - 1), slots[at]] += 1
