"""An instrument as one JSON document for the field app: rules, topics and texts, so that a phone needs nothing else.

`docs/reference/targets.md` says how to evaluate it. The document carries a hash over itself.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

from fristad.engine.instrument import Instrument
from fristad.library import Texts, load_catalogue, load_texts
from fristad.targets.lookup import Lookup
from fristad.targets.plan import Plan, PlanDimension, make_plan
from fristad.targets.words import PHRASES, form_words

FORMAT = "fristad-field/1"

Document = dict[str, Any]


def field_document(instrument: Instrument) -> Document:
    """The document as plain data. Raises InstrumentError for an instrument beyond the limits of the lowering."""
    plan = make_plan(instrument)
    document: Document = {
        "format": FORMAT,
        "instrument": _about(instrument),
        "keys": list(plan.keys),
        "dimensions": [_dimension(instrument, dimension) for dimension in plan.dimensions],
        "denials": {element: list(leaves) for element, leaves in plan.denials.items()},
        "readings": [dict(reading) for reading in plan.readings],
        "lookup": _lookup(plan.lookup),
        "outcomes": [outcome._asdict() for outcome in plan.outcomes],
        "presumable": _presumable(plan),
        "outside": {"value": plan.outside[0], "outcome": plan.outside[1]} if plan.outside else None,
        "blocks": list(load_catalogue().blocks),
        "topics": _topics(plan),
        "elements": {item.id: item.label for item in instrument.items if item.id in plan.keys and item.is_element},
        "phrases": list(PHRASES),
        "texts": {lang: _texts(load_texts(lang), plan) for lang in form_words()["languages"]},
        "words": {name: form_words()[name] for name in ("languages", "choices", "groups")},
    }
    return document | {"sha256": document_hash(document)}


def document_hash(document: Document) -> str:
    """SHA-256 (lower-case hex) of the document without its `sha256`: keys sorted, no spaces, UTF-8 as it is."""
    content = {name: value for name, value in document.items() if name != "sha256"}
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(canonical.encode()).hexdigest()


def field_text(instrument: Instrument) -> str:
    """The document as text, one line, ending in a line feed."""
    return json.dumps(field_document(instrument), ensure_ascii=False, separators=(",", ":")) + "\n"


def _about(instrument: Instrument) -> Document:
    return {
        "id": instrument.id,
        "title": instrument.title,
        "version": instrument.version,
        "hash": instrument.hash,
        "kind": instrument.kind,
        "population": instrument.population,
        "use_level": instrument.use_level,
        "verification": dict(instrument.verification),
        "sources": [dict(source) for source in instrument.sources],
        "levels": list(instrument.levels),
    }


def _dimension(instrument: Instrument, dimension: PlanDimension) -> Document:
    published = instrument.dimension[dimension.id]
    terms = [
        {
            "item": term.item,
            "weight": term.weight,
            "direct": term.direct,
            "leaves": list(term.leaves),
            "reversed": term.reversed,
        }
        for term in dimension.terms
    ]
    return {
        "id": dimension.id,
        "label": published.label,
        "borrowed_from": published.borrowed_from,
        "condition": published.is_condition,
        "at_least": dimension.at_least,
        "place": dimension.place,
        "terms": terms,
    }


def _lookup(lookup: Lookup | None) -> Document | None:
    if lookup is None:
        return None
    return {
        "mark_of_code": list(lookup.mark_of_code),
        "outcome_of_mark": [list(row) for row in lookup.outcome_of_mark],
    }


def _presumable(plan: Plan) -> Document | None:
    rule = plan.presumable
    return {"condition": rule.condition, "unless_no": rule.unless_no} if rule else None


def _topics(plan: Plan) -> list[Document]:
    """What can be asked or observed, in list order; `asked` is false for observations, which have no question."""
    held = set(plan.keys)
    return [
        {"key": t.leaf, "block": t.block, "burden": t.burden, "asked": t.may_be_asked}
        for t in load_catalogue().topics()
        if t.leaf in held
    ]


def _texts(texts: Texts, plan: Plan) -> Document:
    found: Document = {phrase: {"question": texts.question(phrase)} for phrase in PHRASES}
    for topic in _topics(plan):
        key = topic["key"]
        found[key] = {"label": texts.label(key), "status": texts.status(key)}
        if topic["asked"]:
            found[key]["question"] = texts.question(key)
    return found
