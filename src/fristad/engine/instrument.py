"""What a published list or a law is, once loaded: items, dimensions, and at most one table above them.

An instrument is immutable and knows no file format; `fristad.library` makes it from data.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from typing import Any

from fristad.engine.errors import InstrumentError
from fristad.engine.rules import Rule
from fristad.engine.truth import Truth

INDICATIONS_PRESENT = "indications_present"
OTHER_EXPLOITATION = "other_exploitation"
UNCLASSIFIED = "unclassified"
NOT_SETTLED = "not_settled"
NO_INDICATION = "no_indication_in_what_was_asked"
#: The words that a table row may give. `unclassified` and `not_settled` follow from the rows; no row names them.
ROW_WORDS = (INDICATIONS_PRESENT, OTHER_EXPLOITATION, NO_INDICATION)
RESULT_WORDS = (INDICATIONS_PRESENT, OTHER_EXPLOITATION, UNCLASSIFIED, NOT_SETTLED, NO_INDICATION)
#: States that are not findings.
REPORT_ONLY = "report_only"
OUTSIDE_POPULATION = "outside_population"

UNDER_18_THEN = "person.under_18_then"
UNDER_18_NOW = "person.under_18_now"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A leaf that bears on an element. `establishes`: a yes is the element. Otherwise it only says where to ask."""

    leaf: str
    establishes: bool
    reasoning: str
    status: str


@dataclass(frozen=True)
class Item:
    """One row of a published list. Either it *is* a leaf, or it is an element that leaves give evidence of."""

    id: str
    label: str
    dimension: str
    source: str
    verified: str
    leaf: str | None = None
    strength: str | None = None
    evidence: tuple[Evidence, ...] = ()
    reversed: bool = False
    withheld: str | None = None
    polarity: str | None = None

    @property
    def is_element(self) -> bool:
        return self.leaf is None and self.withheld is None

    @property
    def answer_key(self) -> str:
        """Where its own answer is found: the leaf it is, or its id when it is an element."""
        return self.leaf or self.id

    @cached_property
    def establishing(self) -> tuple[str, ...]:
        return tuple(e.leaf for e in self.evidence if e.establishes)


@dataclass(frozen=True, slots=True)
class Dimension:
    """A part of an instrument with its own rule; None where nothing is published and it is only reported."""

    id: str
    label: str
    rule: Rule | None
    borrowed_from: str | None = None
    is_condition: bool = False
    status: str | None = None


@dataclass(frozen=True, slots=True)
class ClassificationBy:
    """A class that depends on a condition, such as age at the time."""

    condition: str
    met: str
    not_met: str
    unknown: str


@dataclass(frozen=True, slots=True)
class Row:
    """One published pattern of dimension results, and what the publication calls it."""

    id: str
    label: str
    result: str
    classification: str | ClassificationBy
    require_all: tuple[str, ...] = ()
    require_any: tuple[str, ...] = ()
    require_none: tuple[str, ...] = ()

    @property
    def consults(self) -> tuple[str, ...]:
        return (*self.require_all, *self.require_any, *self.require_none)

    def fits(self, pattern: Mapping[str, bool]) -> bool:
        return (
            all(pattern[d] for d in self.require_all)
            and (not self.require_any or any(pattern[d] for d in self.require_any))
            and not any(pattern[d] for d in self.require_none)
        )

    def class_in(self, *, condition_met: bool) -> str:
        by = self.classification
        if isinstance(by, str):
            return by
        return by.met if condition_met else by.not_met


@dataclass(frozen=True, slots=True)
class Presumption:
    """How an unknown condition is read until shown otherwise (for age: as a child)."""

    condition: str
    gives: str
    unless_no: str
    classification: str
    source: str


@dataclass(frozen=True)
class Table:
    """Rows over dimension results. Not monotone; proved exclusive when made; silent patterns are unclassified."""

    rows: tuple[Row, ...]
    inputs: tuple[str, ...]
    source: str
    presumption: Presumption | None = None
    _row_of: Mapping[tuple[bool, ...], Row | None] = field(init=False, repr=False, compare=False)
    #: What other modules of the engine have worked out from the rows, once per process.
    worked_out: dict[Hashable, Any] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        found: dict[tuple[bool, ...], Row | None] = {}
        for bits in product((False, True), repeat=len(self.inputs)):
            fitting = [row for row in self.rows if row.fits(dict(zip(self.inputs, bits, strict=True)))]
            if len(fitting) > 1:
                met = [d for d, bit in zip(self.inputs, bits, strict=True) if bit] or ["no dimension"]
                raise InstrumentError(
                    f"The rows {fitting[0].id} and {fitting[1].id} both fit a person with {', '.join(met)} met. "
                    "Rows must exclude each other: correct require_all, require_any or require_none."
                )
            found[bits] = fitting[0] if fitting else None
        object.__setattr__(self, "_row_of", found)

    def row_for(self, bits: tuple[bool, ...]) -> Row | None:
        """The row of a full pattern (in the order of `inputs`), or None where the publication is silent."""
        return self._row_of[bits]

    def word_for(self, bits: tuple[bool, ...]) -> str:
        row = self._row_of[bits]
        return row.result if row else UNCLASSIFIED

    def unclassified_patterns(self, dimensions: int) -> int:
        """How many of the 2 ** `dimensions` patterns of the instrument the publication does not class."""
        silent = sum(row is None for row in self._row_of.values())
        return int(silent * 2 ** (dimensions - len(self.inputs)))


@dataclass(frozen=True)
class Instrument:
    """An indicator set ready to be computed.

    `dimensions` holds the instrument's own dimensions, then borrowed ones, then conditions; `items` likewise.
    """

    id: str
    title: str
    version: str
    kind: str
    population: str
    use_level: str
    verification: Mapping[str, str]
    sources: tuple[Mapping[str, object], ...]
    dimensions: tuple[Dimension, ...]
    items: tuple[Item, ...]
    table: Table | None
    weight: float
    hash: str
    levels: tuple[str, ...] = ()

    @cached_property
    def item(self) -> Mapping[str, Item]:
        return {item.id: item for item in self.items}

    @cached_property
    def dimension(self) -> Mapping[str, Dimension]:
        return {dimension.id: dimension for dimension in self.dimensions}

    @cached_property
    def own_dimensions(self) -> tuple[Dimension, ...]:
        return tuple(d for d in self.dimensions if d.borrowed_from is None and not d.is_condition)

    @cached_property
    def inputs(self) -> tuple[Dimension, ...]:
        """What the table consults, in the order of its patterns. Empty for reports and judgements."""
        return tuple(self.dimension[name] for name in self.table.inputs) if self.table else ()

    @cached_property
    def leaves(self) -> frozenset[str]:
        """Every answer key that this instrument reads."""
        keys = {item.answer_key for item in self.items if item.withheld is None}
        keys.update(leaf for item in self.items for leaf in item.establishing)
        keys.update(leaf for leaf in self.age_keys)
        return frozenset(keys)

    @property
    def age_keys(self) -> tuple[str, ...]:
        if self.population != "all":
            return (UNDER_18_THEN, UNDER_18_NOW)
        if self.table and self.table.presumption:
            return (UNDER_18_THEN, self.table.presumption.unless_no)
        return ()

    @property
    def outside_when(self) -> Truth | None:
        """The value of `person.under_18_then` that puts a person outside this list's population, if any does."""
        return {"adults": Truth.MET, "children": Truth.NOT_MET}.get(self.population)
