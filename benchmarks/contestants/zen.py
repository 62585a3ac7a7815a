"""The same table in GoRules zen-engine: as a decision model, and as compiled expressions."""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import partial
from typing import Any

import zen as engine

from benchmarks.contestants.base import Count, Counts
from benchmarks.contestants.rule import LEVEL, NOT_SETTLED, WORDS, parts
from benchmarks.data import Data

Person = dict[str, int]


def model(data: Data, rows: int) -> Count:
    """A JSON decision model with one expression node, as a rules editor would save it."""
    bounds = _bounds(data)
    listed = [*bounds.items(), ("word", re.sub(r"\b([lu]_\w\w)\b", r"$.\1", _word()))]
    expressions = [{"id": key, "key": key, "value": value} for key, value in listed]
    nodes: list[dict[str, Any]] = [
        {"id": "in", "name": "answers", "type": "inputNode"},
        {"id": "rule", "name": "rule", "type": "expressionNode", "content": {"expressions": expressions}},
        {"id": "out", "name": "word", "type": "outputNode"},
    ]
    edges = [{"id": f"{a}-{b}", "sourceId": a, "targetId": b} for a, b in (("in", "rule"), ("rule", "out"))]
    decision = engine.ZenEngine().create_decision(json.dumps({"nodes": nodes, "edges": edges}))
    return partial(_count_model, decision, _persons(data, rows))


def expressions(data: Data, rows: int) -> Count:
    """Two compiled expressions: all bounds, then the word."""
    listed = ", ".join(f"{key}: {value}" for key, value in _bounds(data).items())
    bounds, word = (engine.compile_expression(text) for text in (f"{{{listed}}}", _word()))
    return partial(_count_compiled, bounds, word, _persons(data, rows))


def _count_model(decision: Any, persons: list[Person]) -> Counts:
    return dict(Counter(decision.evaluate(person)["result"]["word"] for person in persons))


def _count_compiled(bounds: Any, word: Any, persons: list[Person]) -> Counts:
    return dict(Counter(word.evaluate(bounds.evaluate(person)) for person in persons))


def _names(data: Data) -> dict[str, str]:
    return {leaf: f"x{at}" for at, leaf in enumerate(data.leaves)}


def _persons(data: Data, rows: int) -> list[Person]:
    names = _names(data)
    codes = {names[leaf]: column.tolist() for leaf, column in data.codes(rows).items()}
    return [{name: column[at] for name, column in codes.items()} for at in range(rows)]


def _bounds(data: Data) -> dict[str, str]:
    names = _names(data)
    found = {}
    for short, by_weight in parts(data.instrument).items():
        for bound, least in (("l", 2), ("u", 1)):
            terms = [f"({names[leaf]} >= {least} ? {p.weight} : 0)" for p in by_weight for leaf in p.leaves]
            found[f"{bound}_{short}"] = f"({' + '.join(terms)}) >= {LEVEL}"
    return found


def _word() -> str:
    said = f"'{NOT_SETTLED}'"
    for word, when in reversed(WORDS):
        said = f"({when.replace('AND', 'and').replace('OR', 'or').replace('NOT', 'not')}) ? '{word}' : ({said})"
    return said
