"""The last step of `fristad.targets.plan`: from the code of a pattern of knowledge to what it amounts to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

from fristad.engine.errors import InstrumentError
from fristad.engine.evaluation import Pattern, classes_of
from fristad.engine.instrument import NOT_SETTLED, Table
from fristad.engine.truth import Truth

#: The most classes whose sets are kept as bits, far above anything published: 2 ** classes outcomes.
MAX_CLASSES = 12


class Outcome(NamedTuple):
    """A result word or state (None where only a person may choose), and the class if there is one."""

    result: str | None
    classification: str | None


@dataclass(frozen=True, slots=True)
class Lookup:
    """From code to mark to outcome.

    `mark_of_code` has 3 ** inputs entries. `outcome_of_mark` has two lists of positions in `Plan.outcomes`: the first
    as the answers stand, the second for persons to whom the presumption may apply (`Presumable`). Where no leaf
    is shared, a mark is only a number; where one is, marks are sets of bits.
    """

    inputs: tuple[str, ...]
    mark_of_code: tuple[int, ...]
    outcome_of_mark: tuple[tuple[int, ...], tuple[int, ...]]


class _Classes:
    """The classes that single patterns reach, each with one pattern that stands for it and one bit."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.patterns: list[Pattern] = []
        self._bit: dict[tuple[str | None, bool], int] = {}

    def bit(self, pattern: Pattern) -> int:
        row = self.table.row_for(pattern)
        key = (row.id if row else None, self.condition(pattern))
        if key not in self._bit:
            self._bit[key] = 1 << len(self.patterns)
            self.patterns.append(pattern)
        return self._bit[key]

    def condition(self, pattern: Pattern) -> bool:
        rule = self.table.presumption
        return True if rule is None else pattern[self.table.inputs.index(rule.condition)]

    def of(self, bits: int) -> list[Pattern]:
        return [pattern for at, pattern in enumerate(self.patterns) if bits >> at & 1]

    def outcome(self, bits: int, *, presumable: bool) -> Outcome:
        """What a set of reachable classes amounts to, as `engine.evaluation` says it."""
        patterns = self.of(bits)
        words = {self.table.word_for(p) for p in patterns}
        word = words.pop() if len(words) == 1 else NOT_SETTLED
        rule = self.table.presumption
        if presumable and rule is not None and word != rule.gives and self._read_as_met(patterns) == {rule.gives}:
            return Outcome(rule.gives, rule.classification)
        classes = classes_of(self.table, patterns, settled=word != NOT_SETTLED)
        return Outcome(word, classes[0] if len(classes) == 1 else None)

    def _read_as_met(self, patterns: list[Pattern]) -> set[str]:
        return {self.table.word_for(p) for p in patterns if self.condition(p)}


def make_lookup(table: Table, outcomes: list[Outcome], *, keep_bits: bool) -> Lookup:
    """The lookup of one table; outcomes that are not yet in the list are appended to it."""
    classes = _Classes(table)
    sets = [_reached(classes, digits) for digits in _codes(len(table.inputs))]
    if keep_bits:
        if len(classes.patterns) > MAX_CLASSES:
            raise InstrumentError(f"The table tells {len(classes.patterns)} classes apart; {MAX_CLASSES} is the most.")
        marks, all_sets = sets, list(range(2 ** len(classes.patterns)))
    else:
        all_sets = list(dict.fromkeys(sets))
        number = {bits: at for at, bits in enumerate(all_sets)}
        marks = [number[bits] for bits in sets]
    stand, presumed = (
        tuple(_position(outcomes, classes.outcome(bits, presumable=p)) if bits else 0 for bits in all_sets)
        for p in (False, True)
    )
    return Lookup(table.inputs, tuple(marks), (stand, presumed))


def _codes(inputs: int) -> Iterator[tuple[int, ...]]:
    """The digits of every code in order, the first input first."""
    for digits in product(Truth, repeat=inputs):
        yield digits[::-1]


def _reached(classes: _Classes, digits: tuple[int, ...]) -> int:
    bits = 0
    for pattern in product(*((False, True) if d == Truth.UNKNOWN else (d == Truth.MET,) for d in digits)):
        bits |= classes.bit(pattern)
    return bits


def _position(outcomes: list[Outcome], outcome: Outcome) -> int:
    if outcome not in outcomes:
        outcomes.append(outcome)
    return outcomes.index(outcome)
