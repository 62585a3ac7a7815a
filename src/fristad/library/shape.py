"""Which keys each kind of file may hold, and what stands behind them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from fristad.engine.instrument import ROW_WORDS
from fristad.library.problems import Problem

#: Says what was expected, or nothing when the value is right.
Kind = Callable[[Any], str | None]


def text(value: Any) -> str | None:
    return None if isinstance(value, str) and value.strip() else "a text"


def anything(_: Any) -> str | None:
    return None


def flag(value: Any) -> str | None:
    return None if isinstance(value, bool) else "true or false"


def entries(value: Any) -> str | None:
    """A list of keys and values."""
    fits = isinstance(value, list) and all(isinstance(row, Mapping) for row in value)
    return None if fits else "a list whose rows have keys and values"


def keyed(value: Any) -> str | None:
    return None if isinstance(value, Mapping) else "keys and values"


def texts(value: Any) -> str | None:
    fits = isinstance(value, list) and all(text(part) is None for part in value)
    return None if fits else "a list of texts, such as [a, b]"


def whole(low: int, high: int | None = None) -> Kind:
    def kind(value: Any) -> str | None:
        fits = isinstance(value, int) and not isinstance(value, bool) and low <= value <= (high or value)
        return None if fits else f"a whole number from {low}" + (f" to {high}" if high is not None else "")

    return kind


def above_zero(value: Any) -> str | None:
    fits = isinstance(value, (int, float)) and not isinstance(value, bool) and value > 0
    return None if fits else "a number above 0"


def one_of(*choices: str) -> Kind:
    def kind(value: Any) -> str | None:
        return None if value in choices else f"one of {', '.join(choices)}"

    return kind


def or_none(other: Kind) -> Kind:
    def kind(value: Any) -> str | None:
        expected = other(value) if value is not None else None
        return f"{expected}, or null" if expected else None

    return kind


def either(first: Kind, second: Kind) -> Kind:
    def kind(value: Any) -> str | None:
        one, two = first(value), second(value)
        return f"{one} or {two}" if one and two else None

    return kind


@dataclass(frozen=True)
class Shape:
    """The keys that one kind of item must have and those that it may have."""

    must: Mapping[str, Kind]
    may: Mapping[str, Kind] = field(default_factory=dict)

    def faults(self, row: Mapping[str, Any], file: str, item: str) -> Iterator[Problem]:
        """Missing keys, unknown keys and values of the wrong kind."""
        for key in self.must:
            if key not in row:
                yield Problem(file, item, f"the key '{key}' is missing.", f"Add '{key}: ...'.")
        for key, value in row.items():
            kind = self.must.get(key) or self.may.get(key)
            if kind is None:
                yield Problem(file, item, f"the key '{key}' is not known here.", self._hint(str(key)))
            elif expected := kind(value):
                yield Problem(file, item, f"'{key}' is {_shown(value)}.", f"Write {expected}.")

    def _hint(self, key: str) -> str:
        known = [*self.must, *self.may]
        near = get_close_matches(key, known, n=1)
        return f"Did you mean '{near[0]}'?" if near else f"Remove it; known keys are {', '.join(known)}."


def _shown(value: Any) -> str:
    if isinstance(value, Mapping):
        return "a set of keys and values"
    if isinstance(value, list):
        return "a list"
    return "empty" if value is None or value == "" else f"'{str(value)[:60]}'"


ABOUT = ("conduct", "situation", "account", "document", "trait")
KINDS = ("told", "observed", "document")
PHASES = ("recruitment", "travel", "destination", "now")
USE_LEVELS = ("field", "training_until_checked", "none")
_YEAR = or_none(either(whole(1), text))
_VERIFIED = either(text, flag)

BLOCKS = Shape({"schema": one_of("fristad-blocks/1"), "blocks": entries})
BLOCK = Shape({"id": text, "label": text})
PERSONS = Shape({"schema": one_of("fristad-person/1"), "indicators": entries})
PERSON = Shape(
    {
        "id": text,
        "about": one_of("situation"),
        "kind": one_of("told", "document"),
        "block": text,
        "burden": whole(0, 3),
        "why": text,
        "derivation": text,
        "texts": keyed,
    }
)
CONCEPTS = Shape({"schema": one_of("fristad-concepts/1"), "theme": text, "concepts": entries})
CONCEPT = Shape(
    {
        "id": text,
        "phases": texts,
        "about": one_of(*ABOUT),
        "kind": one_of(*KINDS),
        "block": text,
        "burden": whole(0, 3),
        "why": text,
    },
    {"not_applicable_when": text, "confirmed_not_trait": text},
)
TEXTS = Shape({"schema": one_of("fristad-texts/1"), "lang": text, "theme": text, "texts": keyed})
TEXT = Shape({"status": one_of("drafted", "reviewed"), "label": text}, {"question": either(keyed, text)})
PHRASES = Shape({"schema": one_of("fristad-phrases/1"), "phrases": entries})
PHRASE = Shape({"id": text, "why": text, "texts": keyed})

INSTRUMENT = Shape(
    {
        "schema": one_of("fristad-instrument/1"),
        "id": text,
        "kind": one_of("table", "report", "judgement"),
        "title": text,
        "publisher": text,
        "year": _YEAR,
        "version": or_none(text),
        "population": one_of("adults", "children", "all"),
        "status": text,
        "use_level": one_of(*USE_LEVELS),
        "verification": keyed,
        "sources": entries,
        "dimensions": entries,
        "indicators": entries,
    },
    {
        "population_note": text,
        "reason": text,
        "weight": above_zero,
        "exploitation": text,
        "unit": one_of("journey_leg"),
        "strengths": keyed,
        "conditions": entries,
        "borrows": entries,
        "table": keyed,
        "levels": texts,
        "levels_source": text,
        "levels_verified": text,
        "judgement": text,
        # Kept for readers; no rule reads them.
        "published": anything,
        "known_facts": anything,
        "rules": anything,
        "readings_of_forms": anything,
        "definition": anything,
        "contrast": anything,
        "warning": anything,
        "reading": anything,
        "missing": anything,
        "notes": anything,
        "test_vectors": anything,
    },
)
VERIFICATION = Shape({"level": text, "note": text})
SOURCE = Shape({"ref": text, "title": text, "year": _YEAR, "url": or_none(text)}, {"seen": text, "edition": text})
STRENGTHS = Shape(
    {"weights": keyed, "at_least": whole(1), "published": entries, "source": text}, {"verified": _VERIFIED}
)
DIMENSION = Shape(
    {"id": text, "label": text, "rule": one_of("strengths", "any", "all", "none")},
    {"palermo_element": text, "status": text, "verified": _VERIFIED},
)
CONDITION = Shape({"id": text, "leaf": text}, {"label": text})
BORROW = Shape({"id": text, "instrument": text, "dimension": text})
INDICATOR = Shape(
    {"id": text, "label": text, "dimension": text, "source": text, "verified": _VERIFIED},
    {
        "leaf": text,
        "evidence": entries,
        "withheld": text,
        "strength": text,
        "reversed": flag,
        "polarity": one_of("risk", "protective", "context"),
        "note": text,
        "confirmed_not_trait": text,
    },
)
EVIDENCE = Shape(
    {"leaf": text, "link": one_of("establishes", "points_to"), "reasoning": text, "status": text},
    {"source": text, "verified": _VERIFIED},
)
TABLE = Shape({"source": text, "rows": entries}, {"verified": _VERIFIED, "presumption": keyed})
ROW = Shape(
    {
        "id": text,
        "label": text,
        "result": one_of(*ROW_WORDS),
        "require_all": texts,
        "require_any": texts,
        "require_none": texts,
    },
    {"classification": text, "classification_by": keyed, "source": text},
)
CLASSIFICATION_BY = Shape({"condition": text, "met": text, "not_met": text, "unknown": text})
PRESUMPTION = Shape(
    {
        "condition": text,
        "reads_as": one_of("met"),
        "gives": one_of(*ROW_WORDS),
        "unless_no": text,
        "classification": text,
        "source": text,
    }
)
