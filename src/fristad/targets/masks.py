"""An instrument on masks: a few words per person instead of one column per answer (NumPy).

Masks are what a table of millions is kept in: 24 bytes a person for the 67 indicators of the adult labour list, read
once and never unpacked. `docs/reference/targets.md` says how they stand in a Parquet file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from fristad.targets.arrays import Bytes, Decider, Evaluation, Words, chunks, scratch
from fristad.targets.columns import Chunk, ColumnError, Columns, check_columns
from fristad.targets.cores import on_all, parts
from fristad.targets.layout import OUTSIDE, PRESUMABLE, WIDTHS, Layout, Weighing, Word, make_layout
from fristad.targets.plan import UNKNOWN, Plan

#: Persons per part. Far more than what stays in the second-level cache: threads then ask less often for the
#: interpreter's lock, which gains more.
PART = 524_288

Test: TypeAlias = Callable[[Words, Bytes], object]


@dataclass(frozen=True)
class Masks:
    """Columns as `layout.columns` names them, one unsigned word per person each, all of one length.

    Arrays from a file are taken as they are; raises ColumnError where one is missing, has another width or length.
    """

    layout: Layout
    columns: Mapping[str, Words]

    def __post_init__(self) -> None:
        for name, width in self.layout.columns.items():
            if name not in self.columns or self.columns[name].dtype != np.dtype(f"u{width // 8}"):
                raise ColumnError(f"Masks of {self.layout.plan.instrument} need the column '{name}' as uint{width}.")
            if self.columns[name].shape != (self.n,):
                raise ColumnError(f"The column '{name}' is not as long as the first. Give every person one word each.")

    @cached_property
    def n(self) -> int:
        """How many persons."""
        return len(self.columns[next(iter(self.layout.columns))])


def pack(plan: Plan, columns: Columns) -> Masks:
    """Masks of every person, from columns as `evaluate_columns` takes them. Raises ColumnError."""
    n = check_columns(plan, columns)
    layout = make_layout(plan)
    packed: dict[str, Words] = {name: np.zeros(n, f"u{width // 8}") for name, width in layout.columns.items()}
    for part in chunks(n):
        chunk = Chunk(plan, columns, part)
        for word in layout.words:
            _pack_word(word, chunk, packed[word.yes][part], packed[word.possible][part])
        for name, flag in ((OUTSIDE, chunk.outside()), (PRESUMABLE, chunk.presumable())):
            if flag is not None:
                packed[name][part] = flag
    return Masks(layout, packed)


def _pack_word(word: Word, chunk: Chunk, yes: Words, possible: Words) -> None:
    for position, (term, version) in enumerate(word.bits):
        code = chunk.term(term, version)
        bit = yes.dtype.type(1 << position)
        yes |= (code >> 1) * bit
        possible |= (code + 1 >> 1) * bit


def evaluate(masks: Masks) -> Evaluation:
    """Determine every person."""
    plan, decider = masks.layout.plan, Decider(masks.layout.plan)
    machine = _Machine(masks, decider)
    outcome = np.empty(masks.n, np.uint8)
    dimensions = {d.id: np.empty(masks.n, np.uint8) for d in plan.dimensions}
    for part in parts(masks.n, PART):
        machine.turn_to(part)
        outcome[part] = decider.outcome_of_slot.take(machine.slots())
        for name, values in dimensions.items():
            values[part] = machine.value(name, 0)
    return Evaluation(plan, outcome, dimensions)


def count(masks: Masks) -> dict[str | None, int]:
    """How many persons have each result word or state, on all cores. Computes only what the table consults."""
    decider = Decider(masks.layout.plan)
    counts = on_all(partial(_count, masks, decider), parts(masks.n, PART))
    return decider.by_outcome(np.sum(counts, axis=0))


def _count(masks: Masks, decider: Decider, shares: Iterator[slice]) -> NDArray[np.intp]:
    machine = _Machine(masks, decider)
    counts = np.zeros(decider.last + 1, np.intp)
    for part in shares:
        machine.turn_to(part)
        counts += decider.count(machine.slots())
    return counts


class _Machine:
    """Masks, one part after the other. A dimension's values are computed when asked for, then kept for that part."""

    def __init__(self, masks: Masks, decider: Decider) -> None:
        self._masks = masks
        self._decider = decider
        self._tests: dict[tuple[str, int], Test] = {}
        self.turn_to(slice(0, 0))

    def turn_to(self, part: slice) -> None:
        self._part = part
        self._n = part.stop - part.start
        self._values: dict[tuple[str, int], Bytes] = {}

    def slots(self) -> Words:
        plan = self._decider.plan
        outside = self._column(OUTSIDE) if plan.outside else None
        open_age = None
        if plan.presumable:
            open_age = self._column(PRESUMABLE) & (self.value(plan.presumable.condition, 0) == UNKNOWN)
        return self._decider.slots(self.value, self._n, open_age=open_age, outside=outside)

    def value(self, dimension: str, version: int) -> Bytes:
        word = self._masks.layout.word[dimension]
        key = dimension, version if version < word.versions else 0
        if key not in self._values:
            test = self._tests.get(key) or self._tests.setdefault(key, make_test(word, key[1]))
            value, possible = (scratch(name, self._n, np.uint8) for name in (len(self._values), "possible"))
            test(self._column(word.yes), value)
            test(self._column(word.possible), possible)
            value += possible
            self._values[key] = value
        return self._values[key]

    def _column(self, name: str) -> Words:
        return self._masks.columns[name][self._part]


def make_test(word: Word, version: int) -> Test:
    """A function that writes 1 where a word weighs enough, else 0.

    Measured on one core of the project's machine, per person: any bit 0.1 ns, three bits 0.35 ns, a table of 65,536
    entries 0.7 ns, counting the bits of one weight 0.4 ns.
    """
    weighing = word.weighings[version]
    number = np.dtype(f"u{word.width // 8}").type
    match weighing:
        case Weighing(((every, 1),), 1):
            return partial(_any, number(every))
        case Weighing(((every, 1), (heavy, 1)), 3) if every == word.every and _is_lowest(heavy, every):
            return partial(_three, number(heavy))
    if word.width == min(WIDTHS):
        table = _table(weighing)
        return lambda words, out: table.take(words, out=out, mode="clip")
    return lambda words, out: np.copyto(out, _reaches(words, weighing))


def _any(every: np.unsignedinteger[Any], words: Words, out: Bytes) -> None:
    bits = scratch("bits", len(words), words.dtype)
    np.bitwise_and(words, every, out=bits)
    np.not_equal(bits, 0, out=out.view(np.bool_))


def _three(heavy: np.unsignedinteger[Any], words: Words, out: Bytes) -> None:
    """Whether three bits are set, the heavy ones counting twice.

    x & (x - 1) is x without its lowest bit. Take that one away unless it is heavy: two have to be left, so that without
    the lowest of these again one is. Heavy bits have to be the lowest, so that a heavy one is met if there is one.
    """
    rest, other = (scratch(name, len(words), words.dtype) for name in ("rest", "other"))
    np.subtract(words, 1, out=rest)
    np.bitwise_or(rest, heavy, out=rest)
    np.bitwise_and(words, rest, out=rest)
    np.subtract(rest, 1, out=other)
    np.bitwise_and(rest, other, out=rest)
    np.not_equal(rest, 0, out=out.view(np.bool_))


def _is_lowest(heavy: int, every: int) -> bool:
    light = every & ~heavy
    return heavy < light & -light


@lru_cache
def _table(weighing: Weighing) -> Bytes:
    """What each word of 16 bits comes to."""
    return _reaches(np.arange(65_536, dtype=np.uint16), weighing)


def _reaches(words: Words, weighing: Weighing) -> Bytes:
    total = np.zeros(len(words), np.min_scalar_type(sum(w * mask.bit_count() for mask, w in weighing.parts)))
    if weighing.level > np.iinfo(total.dtype).max:
        return np.zeros(len(words), np.uint8)
    for mask, weight in weighing.parts:
        counted: NDArray[np.uint8] = np.bitwise_count(words & words.dtype.type(mask))
        total += np.multiply(counted, weight, dtype=total.dtype)
    return (total >= weighing.level).view(np.uint8)
