"""Every distinct thing that the instruments ask or observe."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from fristad.engine.answers import Vocabulary
from fristad.engine.instrument import UNDER_18_NOW, UNDER_18_THEN
from fristad.engine.questioning import Topic
from fristad.library.files import SHIPPED, Files, rows

AGES = (UNDER_18_THEN, UNDER_18_NOW)


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing that can be told, observed or read. `block` and `order` are positions, counted from 0.

    `burden` goes from 0 (neutral) to 3 (likely to bring back violence). `about` is conduct, situation, account,
    document or trait; `kind` is told, observed or document.
    """

    id: str
    phases: tuple[str, ...]
    about: str
    kind: str
    block: int
    burden: int
    why: str
    order: int
    not_applicable_when: str | None = None
    confirmed_not_trait: str | None = None

    @property
    def leaves(self) -> tuple[str, ...]:
        return tuple(f"{self.id}@{phase}" for phase in self.phases)

    @property
    def may_be_asked(self) -> bool:
        """Observations and traits are never turned into questions."""
        return self.kind != "observed" and self.about != "trait"


@dataclass(frozen=True)
class Catalogue:
    """The concepts by id, the derived ages, and the names of the blocks in the order they may be asked."""

    concepts: Mapping[str, Concept]
    ages: tuple[Concept, ...]
    blocks: tuple[str, ...]

    def __contains__(self, leaf: object) -> bool:
        """Whether `concept@phase` or a `person.*` key exists."""
        return leaf in self._leaves

    def of(self, leaf: str) -> Concept:
        """The concept (or age) behind a leaf. Raises KeyError for one that does not exist."""
        return self._leaves[leaf]

    @cached_property
    def _leaves(self) -> Mapping[str, Concept]:
        ages = {age.id: age for age in self.ages}
        return {**ages, **{leaf: c for c in self.concepts.values() for leaf in c.leaves}}

    def topics(self) -> tuple[Topic, ...]:
        """Every leaf as an interview sees it, in list order: ages, then block by block, then file order."""
        return self._topics

    @cached_property
    def _topics(self) -> tuple[Topic, ...]:
        listed = [(age, age.id) for age in self.ages]
        ordered = sorted(self.concepts.values(), key=lambda c: (c.block, c.order))
        listed += [(concept, leaf) for concept in ordered for leaf in concept.leaves]
        return tuple(
            Topic(leaf, concept.block, concept.burden, order, concept.may_be_asked)
            for order, (concept, leaf) in enumerate(listed)
        )


def load_catalogue() -> Catalogue:
    """The catalogue of the library that ships with Fristad. Frozen; read once."""
    return catalogue_of(SHIPPED)


def vocabulary() -> Vocabulary:
    """Every key that an answers file may hold: indicators (also of instruments that do not load), leaves, ages.

    Withheld indicators and traits of the person are no keys: nothing may record an answer under them.
    """
    return vocabulary_of(SHIPPED)


@lru_cache(maxsize=16)
def catalogue_of(files: Files) -> Catalogue:
    """The catalogue of one library folder. Raises LibraryError where a file cannot be read."""
    blocks = files.blocks()
    concepts = {str(row.get("id")): _concept(row, blocks, order) for order, (_, row) in enumerate(files.concepts())}
    ages = tuple(_concept(row, blocks, order) for order, row in enumerate(files.persons()))
    return Catalogue(concepts, ages, blocks)


@lru_cache(maxsize=16)
def vocabulary_of(files: Files) -> Vocabulary:
    catalogue = catalogue_of(files)
    alias = {key: key for key in (*AGES, *(age.id for age in catalogue.ages))}
    for instrument_id in files.instrument_files:
        for item in rows(files.instrument(instrument_id), "indicators"):
            if not item.get("withheld"):
                alias[str(item.get("id"))] = str(item.get("leaf") or item.get("id"))
    return Vocabulary(
        phases={c.id: c.phases for c in catalogue.concepts.values() if c.about != "trait"},
        alias=alias,
        may_be_not_applicable=frozenset(c.id for c in catalogue.concepts.values() if c.not_applicable_when),
    )


def _concept(row: Mapping[str, Any], blocks: tuple[str, ...], order: int) -> Concept:
    """Built from whatever is there: faults are the checker's to report, and one concept must not hide the others."""
    block = str(row.get("block"))
    phases = row.get("phases")
    burden = row.get("burden")
    return Concept(
        id=str(row.get("id")),
        phases=tuple(map(str, phases)) if isinstance(phases, list) else (),
        about=str(row.get("about")),
        kind=str(row.get("kind")),
        block=blocks.index(block) if block in blocks else len(blocks),
        burden=burden if isinstance(burden, int) else 0,
        why=str(row.get("why", "")),
        order=order,
        not_applicable_when=row.get("not_applicable_when"),
        confirmed_not_trait=row.get("confirmed_not_trait"),
    )
