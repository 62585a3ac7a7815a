"""An instrument on columns of codes, one small integer per person and answer key (NumPy)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from fristad.engine.errors import FristadError
from fristad.engine.instrument import UNDER_18_NOW, UNDER_18_THEN
from fristad.targets.arrays import Bytes, Decider, Evaluation, Words, chunks
from fristad.targets.plan import CONFLICTING, NO, UNKNOWN, YES, Plan, PlanDimension, PlanTerm

Columns = Mapping[str, NDArray[np.int8]]


class ColumnError(FristadError):
    """Columns that cannot be computed: another type, other lengths, or a code that is not 0, 1, 2 or 3."""


def evaluate_columns(plan: Plan, columns: Columns) -> Evaluation:
    """Determine every person.

    `columns` maps answer keys to one-dimensional int8 (or uint8) arrays of equal length n: 0 no, 1 unknown, 2 yes,
    3 conflicting. Keys without a column are unknown; columns that the plan does not read are ignored. Raises
    ColumnError.
    """
    n = check_columns(plan, columns)
    decider = Decider(plan)
    outcome = np.empty(n, np.uint8)
    dimensions = {d.id: np.empty(n, np.uint8) for d in plan.dimensions}
    for part in chunks(n):
        chunk = Chunk(plan, columns, part)
        outcome[part] = decider.outcome_of_slot.take(chunk.slots(decider))
        for name, values in dimensions.items():
            values[part] = chunk.value(name, 0)
    return Evaluation(plan, outcome, dimensions)


def count_columns(plan: Plan, columns: Columns) -> dict[str | None, int]:
    """How many persons have each result word or state. Computes only what the table consults. Raises ColumnError."""
    decider = Decider(plan)
    counts = np.zeros(decider.last + 1, np.intp)
    for part in chunks(check_columns(plan, columns)):
        counts += decider.count(Chunk(plan, columns, part).slots(decider))
    return decider.by_outcome(counts)


def check_columns(plan: Plan, columns: Columns) -> int:
    """The common length of the columns. Raises ColumnError for other shapes and types; codes are checked chunk by
    chunk."""
    lengths = set()
    for key, column in columns.items():
        if column.ndim != 1 or column.dtype not in (np.int8, np.uint8):
            shape = f"{column.ndim}-dimensional {column.dtype}"
            raise ColumnError(f"The column '{key}' must be a plain int8 array, not {shape}.")
        lengths.add(len(column))
    if len(lengths) != 1:
        raise ColumnError(
            f"The columns for {plan.instrument} have {len(lengths) or 'no'} different lengths. "
            "Give every person one code each."
        )
    return lengths.pop()


class Chunk:
    """Some persons' codes: ages derived, blocked leaves read as no. Values are computed when asked for, then kept."""

    def __init__(self, plan: Plan, columns: Columns, part: slice) -> None:
        self.plan = plan
        read = {key: _checked(key, columns[key][part]) for key in plan.keys if key in columns}
        self.n = len(next(iter(columns.values()))[part])
        self._unknown = np.full(self.n, UNKNOWN, np.uint8)
        #: 1 where an answer is contradictory, for the few keys that hold such answers.
        self._both_ways = {key: _flag(code == CONFLICTING) for key, code in read.items() if code.max() == CONFLICTING}
        self._codes: dict[str, Bytes] = read | {key: read[key] - 2 * flag for key, flag in self._both_ways.items()}
        if UNDER_18_NOW in read:
            self._codes[UNDER_18_THEN] = self._age_then()
        answered = {element: leaves for element, leaves in plan.denials.items() if element in read}
        for element, leaves in answered.items():
            self._drop_denials(element, leaves)
        self._contradicted = {element: self._evidence(element, leaves) for element, leaves in answered.items()}
        # 255 less 1 where an element is denied and nothing contradicts that: the "and" with a code makes 1 (unknown) 0
        # there.
        unblocking = {
            element: ~(_flag(self._codes[element] == NO) & (1 - flag)) for element, flag in self._contradicted.items()
        }
        self._unblocked = {leaf: self._unblock(leaf, unblocking) for leaf in plan.deniers}
        self._values: dict[tuple[str, int], Bytes] = {}

    def slots(self, decider: Decider) -> Words:
        """Slots, which `decider` counts and reads as positions in `plan.outcomes`."""
        return decider.slots(self.value, self.n, open_age=self._open_age(), outside=self.outside())

    def outside(self) -> Bytes | None:
        """1 where the person stands outside the population; None where the plan knows no outside."""
        if self.plan.outside is None:
            return None
        return _flag(self._answer(UNDER_18_THEN) == self.plan.outside[0])

    def presumable(self) -> Bytes | None:
        """1 unless the answer was given that rules the presumption out; None where nothing is presumed."""
        if self.plan.presumable is None:
            return None
        return _flag(self._answer(self.plan.presumable.unless_no) != NO)

    def _open_age(self) -> Bytes | None:
        presumable = self.presumable()
        if self.plan.presumable is None or presumable is None:
            return None
        return presumable & _flag(self.value(self.plan.presumable.condition, 0) == UNKNOWN)

    def value(self, dimension: str, version: int) -> Bytes:
        """A dimension's values 0, 1, 2 in one version (see `Plan.readings`)."""
        found = next(d for d in self.plan.dimensions if d.id == dimension)
        version = version if version < self.plan.versions(found) else 0
        if (dimension, version) not in self._values:
            self._values[dimension, version] = self._value(found, version)
        return self._values[dimension, version]

    def _value(self, dimension: PlanDimension, version: int) -> Bytes:
        total = sum(term.weight for term in dimension.terms)
        size = np.min_scalar_type(total)
        certain, possible = np.zeros(self.n, size), np.zeros(self.n, size)
        for weight in {term.weight: None for term in dimension.terms}:
            yes, maybe = self._tally([t for t in dimension.terms if t.weight == weight], version)
            certain += np.multiply(yes, weight, dtype=size)
            possible += np.multiply(maybe, weight, dtype=size)
        level = dimension.at_least
        if level > total:
            return np.zeros(self.n, np.uint8)
        return _flag(certain >= level) + _flag(possible >= level)

    def _tally(self, terms: list[PlanTerm], version: int) -> tuple[Words, Words]:
        """How many terms are at 2, and how many are not at 0.

        Codes added up give both counts together, and their bits of value 2 give twice the first: three cheap passes a
        term.
        """
        size = np.min_scalar_type(2 * len(terms))
        both: Words = np.zeros(self.n, size)
        twice: Words = np.zeros(self.n, size)
        high = np.empty(self.n, np.uint8)
        for term in terms:
            code = self.term(term, version)
            both += code
            twice += np.bitwise_and(code, YES, out=high)
        yes: Words = np.right_shift(twice, 1, dtype=size)
        possible: Words = both - yes
        return yes, possible

    def term(self, term: PlanTerm, version: int) -> Bytes:
        """A term's codes in one version."""
        found = self._held(term, version)
        return YES - found if term.reversed else found

    def _held(self, term: PlanTerm, version: int) -> Bytes:
        leaves = [self._leaf(leaf, version) for leaf in term.leaves]
        highest = reduce(np.maximum, leaves) if leaves else self._unknown
        if term.direct is None or term.direct not in self._codes:
            return highest
        direct = self._codes[term.direct]
        # Bits instead of choices, for which NumPy takes ten times as long: the evidence where the direct answer is 1,
        # 2 where it is 2, and 1 where it is 0 although evidence says yes.
        found: Bytes = np.bitwise_and(highest, np.negative(direct & UNKNOWN))
        found |= direct & YES
        if term.direct in self._contradicted:
            found |= self._contradicted[term.direct]
        if term.direct in self._both_ways:
            found = np.maximum(found, self._both_ways[term.direct])
        return found

    def _leaf(self, leaf: str, version: int) -> Bytes:
        code = self._unblocked.get(leaf, self._answer(leaf))
        reading = self.plan.readings[version].get(leaf)
        if reading is None:
            return code
        # Read as no, only the 2 of a code stays; read as yes, 1 moves to 2.
        read: Bytes = np.bitwise_and(code if reading == NO else code + 1, YES, dtype=np.uint8)
        return read

    def _answer(self, key: str) -> Bytes:
        return self._codes.get(key, self._unknown)

    def _age_then(self) -> Bytes:
        """Under 18 now makes under 18 then; a no or a contradiction to then beside a yes to now leaves then unknown."""
        now, then = self._codes[UNDER_18_NOW], self._answer(UNDER_18_THEN)
        disagree = then == NO
        if UNDER_18_THEN in self._both_ways:
            disagree |= self._both_ways[UNDER_18_THEN] == 1
        derived: Bytes = np.where(now == YES, np.where(disagree, np.uint8(UNKNOWN), np.uint8(YES)), then)
        return derived

    def _drop_denials(self, element: str, leaves: tuple[str, ...]) -> None:
        """Read a denial as unknown where a leaf was answered both ways and none was answered yes."""
        both = [self._both_ways[leaf] for leaf in leaves if leaf in self._both_ways]
        if both:
            highest = reduce(np.maximum, map(self._answer, leaves))
            code = self._codes[element]
            self._codes[element] = code + ((code == NO) & (reduce(np.maximum, both) == 1) & (highest != YES))

    def _evidence(self, element: str, leaves: tuple[str, ...]) -> Bytes:
        """1 where an element is answered no and an establishing leaf yes."""
        highest = reduce(np.maximum, map(self._answer, leaves))
        return _flag((self._codes[element] == NO) & (highest == YES))

    def _unblock(self, leaf: str, unblocking: Mapping[str, Bytes]) -> Bytes:
        masks = [unblocking[element] for element in self.plan.deniers[leaf] if element in unblocking]
        return reduce(np.bitwise_and, masks, self._answer(leaf))


def _flag(truths: NDArray[np.bool_]) -> Bytes:
    return truths.view(np.uint8)


def _checked(key: str, column: NDArray[np.int8]) -> Bytes:
    codes = column.view(np.uint8)
    if codes.size and codes.max() > CONFLICTING:
        raise ColumnError(
            f"The column '{key}' holds a value other than 0, 1, 2 and 3. "
            "Code no as 0, unknown as 1, yes as 2, conflicting as 3."
        )
    return codes
