"""An instrument on masks: a few words per person instead of one column per answer (NumPy).

Masks are what a table of millions is kept in: 24 bytes a person for the 67 indicators of the adult labour list, read
once and never unpacked. `docs/reference/targets.md` says how they stand in a Parquet file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from fristad.targets.arrays import Bytes, Decider, Evaluation, Words, chunks, count_words
from fristad.targets.columns import Chunk, ColumnError, Columns, check_columns
from fristad.targets.layout import OUTSIDE, PRESUMABLE, Layout, Word, make_layout
from fristad.targets.plan import UNKNOWN, Plan

Test = Callable[[Words], Bytes]


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
    plan, machine = masks.layout.plan, _Machine(masks.layout)
    outcome = np.empty(masks.n, np.uint8)
    dimensions = {d.id: np.empty(masks.n, np.uint8) for d in plan.dimensions}
    for part in chunks(masks.n):
        run = _Run(machine, masks, part)
        outcome[part] = run.outcomes()
        for name, values in dimensions.items():
            values[part] = run.value(name, 0)
    return Evaluation(plan, outcome, dimensions)


def count(masks: Masks) -> dict[str | None, int]:
    """How many persons have each result word or state. Computes only what the table consults."""
    plan, machine = masks.layout.plan, _Machine(masks.layout)
    counts = np.zeros(len(plan.outcomes), np.intp)
    for part in chunks(masks.n):
        counts += np.bincount(_Run(machine, masks, part).outcomes(), minlength=len(counts))
    return count_words(plan, counts)


class _Machine:
    """Made once per instrument: a test per dimension and version, and the last step."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.decider = Decider(layout.plan)
        self.tests = {
            (word.dimension.id, version): make_test(word, version)
            for word in layout.words
            for version in range(word.versions)
        }


class _Run:
    """One chunk of masks. Values are computed when asked for, then kept."""

    def __init__(self, machine: _Machine, masks: Masks, part: slice) -> None:
        self.machine = machine
        self.masks = masks
        self.part = part
        self.n = part.stop - part.start
        self._values: dict[tuple[str, int], Bytes] = {}

    def outcomes(self) -> Bytes:
        plan = self.machine.layout.plan
        outside = self.masks.columns[OUTSIDE][self.part] if plan.outside else None
        open_age = None
        if plan.presumable:
            open_age = self.masks.columns[PRESUMABLE][self.part] & (self.value(plan.presumable.condition, 0) == UNKNOWN)
        return self.machine.decider.outcomes(self.value, self.n, open_age=open_age, outside=outside)

    def value(self, dimension: str, version: int) -> Bytes:
        word = self.machine.layout.word[dimension]
        version = version if version < word.versions else 0
        if (dimension, version) not in self._values:
            holds = self.machine.tests[dimension, version]
            yes, possible = (self.masks.columns[name][self.part] for name in (word.yes, word.possible))
            self._values[dimension, version] = holds(yes) + holds(possible)
        return self._values[dimension, version]


def make_test(word: Word, version: int) -> Test:
    """A function from words to 1 where their weights reach the level, else 0.

    Measured on one core of the project's machine, per person: "any" as a comparison with 0 takes 0.1 ns, a table of
    65,536 entries 1 ns, counting the bits of one weight 0.6 ns; three weights by counting take longer than the table.
    """
    groups, level = word.groups(version), word.dimension.at_least
    if groups and level <= min(groups):
        every = np.array(sum(groups.values()), f"u{word.width // 8}")
        return lambda words: ((words & every) != 0).view(np.uint8)
    if len(groups) > 1 and word.width == 16:
        table = _reaches(np.arange(65_536, dtype=np.uint16), groups, level)
        return table.take
    return lambda words: _reaches(words, groups, level)


def _reaches(words: Words, groups: Mapping[int, int], level: int) -> Bytes:
    total = np.zeros(len(words), np.min_scalar_type(sum(w * mask.bit_count() for w, mask in groups.items())))
    if level > np.iinfo(total.dtype).max:
        return np.zeros(len(words), np.uint8)
    for weight, mask in groups.items():
        counted: NDArray[np.uint8] = np.bitwise_count(words & words.dtype.type(mask))
        total += np.multiply(counted, weight, dtype=total.dtype)
    return (total >= level).view(np.uint8)
