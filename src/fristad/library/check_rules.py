"""Dimensions and their rules: who may have one, what it may add up, and the proof of every threshold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from fristad.library.files import rows
from fristad.library.problems import Problem
from fristad.library.shape import whole
from fristad.library.strengths import ANY_OTHER, first_difference


def rule_problems(file: str, data: Mapping[str, Any]) -> Iterator[Problem]:
    """The faults of an instrument whose shape is right."""
    if data["kind"] != "table":
        yield from _without_rules(file, data)
        return
    if not data.get("weight"):
        yield Problem(
            file, "weight", "a table has no weight.", "Add 'weight: 1', its share in choosing the next topic."
        )
    weighing = [d for d in rows(data, "dimensions") if d["rule"] == "strengths"]
    if weighing and "strengths" not in data:
        do = "Add weights, at_least and the published combinations, or another rule."
        yield Problem(file, weighing[0]["id"], "its rule is strengths, but the instrument has none.", do)
        return
    faults = list(_strengths(file, data["strengths"])) if "strengths" in data else []
    yield from faults
    for dimension in rows(data, "dimensions"):
        if dimension["rule"] != "none" and not faults:
            yield from _dimension(file, data, dimension)
    if weighing:
        yield from _shared(file, data)


def _without_rules(file: str, data: Mapping[str, Any]) -> Iterator[Problem]:
    """A report or a judgement has no published rule, so it gets none here."""
    do = "Remove it: no threshold is invented where none is published."
    for key in ("strengths", "table", "weight", "borrows", "conditions"):
        if key in data:
            yield Problem(file, key, f"a {data['kind']} has no rule, so it cannot have '{key}'.", do)
    for row in rows(data, "dimensions"):
        if row["rule"] != "none":
            what = f"a {data['kind']} has no rule, so 'rule: {row['rule']}' cannot stand here."
            yield Problem(file, row["id"], what, "Write 'rule: none'.")
    for row in rows(data, "indicators"):
        if "strength" in row and data["use_level"] != "none":
            yield Problem(file, row["id"], f"a {data['kind']} does not weigh, so it cannot have 'strength'.", do)


def _strengths(file: str, strengths: Mapping[str, Any]) -> Iterator[Problem]:
    weights = strengths["weights"]
    positive = whole(1)
    for name, weight in weights.items():
        if expected := positive(weight):
            yield Problem(file, "strengths", f"the weight of {name} is {weight}.", f"Write {expected}.")
    for combination in rows(strengths, "published"):
        for name, count in combination.items():
            if name not in weights and name != ANY_OTHER:
                do = f"Use {', '.join(map(str, weights))} or {ANY_OTHER}."
                yield Problem(file, "strengths", f"a published combination names '{name}'.", do)
            if expected := positive(count):
                yield Problem(file, "strengths", f"a published combination has '{count}'.", f"Write {expected}.")
    if not weights or not strengths["published"]:
        do = "Add the published combinations: a threshold without them cannot be proved."
        yield Problem(file, "strengths", "weights or published combinations are empty.", do)


def _dimension(file: str, data: Mapping[str, Any], dimension: Mapping[str, Any]) -> Iterator[Problem]:
    name, rule = dimension["id"], dimension["rule"]
    items = [i for i in rows(data, "indicators") if i["dimension"] == name and not i.get("withheld")]
    if not items:
        yield Problem(file, name, f"its rule is {rule}, but nothing in it counts.", "Add indicators or 'rule: none'.")
    if rule == "any":
        return
    for item in items:
        if not item.get("leaf"):
            what = f"it is an element inside a rule of the kind '{rule}'."
            yield Problem(file, item["id"], what, "Give it a leaf; elements stand in 'rule: any' only.")
    if rule == "strengths":
        yield from _proof(file, data["strengths"], name, items)


def _proof(file: str, strengths: Mapping[str, Any], name: str, items: list[Mapping[str, Any]]) -> Iterator[Problem]:
    weights = strengths["weights"]
    wrong = [item for item in items if item.get("strength") not in weights]
    for item in wrong:
        found = f"its strength '{item['strength']}' is not known" if "strength" in item else "its strength is missing"
        do = f"Write one of {', '.join(weights)}; a missing strength is unknown, not weak and not zero."
        yield Problem(file, item["id"], f"{found}.", do)
    if wrong:
        return
    counts = Counter(str(item["strength"]) for item in items)
    met = first_difference(weights, strengths["at_least"], strengths["published"], counts)
    if met is not None:
        shown = ", ".join(f"{n} {strength}" for strength, n in met.items())
        what = f"with {shown} met, the threshold of {strengths['at_least']} and the published combinations disagree."
        yield Problem(file, name, what, "Correct the weights, at_least or the combinations until they say the same.")


def _shared(file: str, data: Mapping[str, Any]) -> Iterator[Problem]:
    """In a weighed list every row is a leaf of its own: one answer must not count twice."""
    first: dict[str, str] = {}
    for item in rows(data, "indicators"):
        leaf = item.get("leaf")
        if leaf and leaf in first:
            what = f"its leaf {leaf} is also the leaf of {first[leaf]}."
            yield Problem(file, item["id"], what, "Give it its own concept or phase, or one answer counts twice.")
        elif leaf:
            first[leaf] = item["id"]
