"""The one lowering that every target shares: an instrument as ordered keys, weighted terms and one lookup.

Answers are coded 0 (no), 1 (unknown), 2 (yes) and 3 (conflicting) per answer key; a key that is absent is unknown.
With `person.under_18_now` at 2, a `person.under_18_then` of 1 reads as 2, and one of 0 or 3 as 1 (the two disagree).

The value of a term, from the codes of its keys (a leaf at 3 counts as 1):

- an item that is a leaf: the code of the leaf, or 0 where the leaf is *blocked*;
- an element with the direct answer 2: 2;
- an element with the direct answer 0: 1 if an establishing leaf is 2 (conflicting), else 0; but with a leaf at 3 and
  none at 2 the denial does not stand, and the direct answer reads as 1;
- an element with the direct answer 3: the highest code of its establishing leaves, at least 1;
- otherwise the highest code of its establishing leaves (blocked ones count as 0), or 1 where it has none.

A leaf is blocked when it is 1 and establishes an element whose direct answer is 0 and stands.

A dimension adds up the weights of its terms twice, of those at 2 and of those not at 0, and each sum that reaches the
level adds 1 to its value. The values of the table's inputs, as digits in base 3 (the first input counts least), are the
*code* of a pattern of knowledge, and `Lookup` gives each code a *mark*: a set of bits, one per class that some
completion reaches. Leaves that stand in two inputs tie them together: for each way to read the unknown ones, a mark is
found, and the marks are united by bitwise or. The united mark gives the outcome.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product

from fristad.engine.answers import Answers
from fristad.engine.errors import InstrumentError
from fristad.engine.instrument import (
    OUTSIDE_POPULATION,
    REPORT_ONLY,
    UNDER_18_NOW,
    UNDER_18_THEN,
    Dimension,
    Instrument,
    Item,
)
from fristad.engine.truth import AnswerValue
from fristad.targets.lookup import Lookup, Outcome, make_lookup

NO, UNKNOWN, YES, CONFLICTING = 0, 1, 2, 3
#: Limits of the lowering, far above anything published: 2 ** shared evaluations, 3 ** inputs codes.
MAX_SHARED, MAX_INPUTS = 6, 10


@dataclass(frozen=True, slots=True)
class PlanTerm:
    """One summand. `direct` is the key of an element's own answer, None for an item that is a leaf.

    `leaves` is that leaf, or the leaves that establish the element.
    """

    item: str
    weight: int
    direct: str | None
    leaves: tuple[str, ...]
    reversed: bool = False


@dataclass(frozen=True, slots=True)
class PlanDimension:
    """Met when the weights of the terms that hold reach `at_least`. `place` is its digit in the code, if consulted."""

    id: str
    terms: tuple[PlanTerm, ...]
    at_least: int
    place: int | None


@dataclass(frozen=True, slots=True)
class Presumable:
    """The presumption may apply where `condition` is unknown and the answer to `unless_no` is not 0."""

    condition: str
    unless_no: str


@dataclass(frozen=True)
class Plan:
    """An instrument ready for a target. `keys` are the answer keys it reads, in list order.

    `denials` maps each element with establishing leaves to them, also outside the table. `outside` is the code of
    `person.under_18_then` that puts a person outside the population, and the position of that outcome.
    Without `lookup` the outcome is always the first.
    """

    instrument: str
    hash: str
    keys: tuple[str, ...]
    dimensions: tuple[PlanDimension, ...]
    denials: Mapping[str, tuple[str, ...]]
    shared: tuple[str, ...]
    outcomes: tuple[Outcome, ...]
    lookup: Lookup | None
    presumable: Presumable | None
    outside: tuple[int, int] | None

    @cached_property
    def inputs(self) -> tuple[PlanDimension, ...]:
        """The dimensions that the table consults, in the order of their digits."""
        placed = [(d.place, d) for d in self.dimensions if d.place is not None]
        return tuple(d for _, d in sorted(placed, key=lambda pair: pair[0]))

    @cached_property
    def consulted(self) -> Plan:
        """The same without the dimensions that the table never looks at: enough to count outcomes."""
        return replace(self, dimensions=tuple(d for d in self.dimensions if d.place is not None))

    @cached_property
    def deniers(self) -> Mapping[str, tuple[str, ...]]:
        """Which elements, once denied, block a leaf."""
        found: dict[str, list[str]] = {}
        for element, leaves in self.denials.items():
            for leaf in leaves:
                found.setdefault(leaf, []).append(element)
        return {leaf: tuple(elements) for leaf, elements in found.items()}

    def is_tied(self, term: PlanTerm) -> bool:
        """Whether a shared leaf can change this term."""
        return any(leaf in self.shared for leaf in term.leaves)

    def versions(self, dimension: PlanDimension) -> int:
        """How often a dimension is computed: once as the answers stand, and once per reading where a leaf ties it."""
        tied = dimension.place is not None and any(self.is_tied(term) for term in dimension.terms)
        return 1 + 2 ** len(self.shared) if tied else 1

    @property
    def table_versions(self) -> tuple[int, ...]:
        """The versions whose codes give the marks."""
        return tuple(range(1, 1 + 2 ** len(self.shared))) if self.shared else (0,)

    @property
    def marks_needed(self) -> bool:
        """Whether marks are united or presumed upon; otherwise a code gives the outcome at once."""
        return bool(self.shared) or self.presumable is not None

    @cached_property
    def readings(self) -> tuple[Mapping[str, int], ...]:
        """Shared leaf to 0 or 2, per version: none in version 0, then each way to read those that are unknown."""
        ways = product((NO, YES), repeat=len(self.shared)) if self.shared else ()
        return ({}, *(dict(zip(self.shared, way, strict=True)) for way in ways))


def codes_of(answers: Answers) -> dict[str, int]:
    """Answers as the integers that targets read; targets derive the age at the time themselves."""
    return {
        key: CONFLICTING if answer.value is AnswerValue.CONFLICTING else int(answer.value.truth)
        for key, answer in answers.given.items()
    }


def make_plan(instrument: Instrument) -> Plan:
    """Lower one instrument. Raises InstrumentError where it is beyond the limits of this lowering."""
    dimensions = tuple(_dimension(instrument, d) for d in instrument.dimensions if d.rule is not None)
    shared = _shared(dimensions)
    _check_limits(instrument, dimensions, shared)
    outcomes: list[Outcome] = []
    lookup = make_lookup(instrument.table, outcomes, keep_bits=bool(shared)) if instrument.table else None
    if lookup is None:
        outcomes.append(Outcome(REPORT_ONLY if instrument.kind == "report" else None, None))
    outside = None
    if lookup and instrument.outside_when is not None:
        outcomes.append(Outcome(OUTSIDE_POPULATION, None))
        outside = (int(instrument.outside_when), len(outcomes) - 1)
    rule = instrument.table.presumption if instrument.table else None
    return Plan(
        instrument.id,
        instrument.hash,
        _keys(instrument),
        dimensions,
        {item.id: item.establishing for item in instrument.items if item.is_element and item.establishing},
        shared,
        tuple(outcomes),
        lookup,
        Presumable(rule.condition, rule.unless_no) if rule else None,
        outside,
    )


def _keys(instrument: Instrument) -> tuple[str, ...]:
    keys: dict[str, None] = {}
    for item in instrument.items:
        if item.withheld is None:
            keys.update(dict.fromkeys((item.answer_key, *item.establishing)))
    keys.update(dict.fromkeys(instrument.age_keys))
    if UNDER_18_THEN in keys:
        keys[UNDER_18_NOW] = None
    return tuple(keys)


def _dimension(instrument: Instrument, dimension: Dimension) -> PlanDimension:
    rule = dimension.rule
    if rule is None:
        raise ValueError(f"{dimension.id} has no rule")
    inputs = instrument.table.inputs if instrument.table else ()
    place = inputs.index(dimension.id) if dimension.id in inputs else None
    terms = tuple(_term(instrument.item[item], weight) for item, weight in rule.terms)
    return PlanDimension(dimension.id, terms, rule.at_least, place)


def _term(item: Item, weight: int) -> PlanTerm:
    if item.leaf is not None:
        return PlanTerm(item.id, weight, None, (item.leaf,), item.reversed)
    return PlanTerm(item.id, weight, item.id, item.establishing, item.reversed)


def _shared(dimensions: tuple[PlanDimension, ...]) -> tuple[str, ...]:
    """Leaves that stand in two or more inputs of the table, in list order."""
    count: dict[str, int] = {}
    for dimension in dimensions:
        if dimension.place is not None:
            for leaf in dict.fromkeys(leaf for term in dimension.terms for leaf in term.leaves):
                count[leaf] = count.get(leaf, 0) + 1
    return tuple(leaf for leaf, inputs in count.items() if inputs > 1)


def _check_limits(instrument: Instrument, dimensions: tuple[PlanDimension, ...], shared: tuple[str, ...]) -> None:
    inputs = [d for d in dimensions if d.place is not None]
    if len(shared) > MAX_SHARED:
        raise InstrumentError(
            f"In {instrument.id} {len(shared)} answers bear on two parts of the table each; {MAX_SHARED} is the most "
            "that can be compiled. Let fewer answers establish elements in two dimensions."
        )
    if len(inputs) > MAX_INPUTS:
        raise InstrumentError(
            f"The table of {instrument.id} consults {len(inputs)} dimensions; "
            f"{MAX_INPUTS} is the most that can be compiled."
        )
    elements = [term.item for d in inputs for term in d.terms]
    twice = sorted({item for item in elements if elements.count(item) > 1})
    if twice:
        raise InstrumentError(
            f"{twice[0]} stands in two dimensions of {instrument.id}. Give each dimension items of its own."
        )
