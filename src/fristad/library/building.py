"""From checked data to an `engine.Instrument`: own, borrowed and condition dimensions, their items, and the table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from fristad.engine.instrument import (
    ClassificationBy,
    Dimension,
    Evidence,
    Instrument,
    Item,
    Presumption,
    Row,
    Table,
)
from fristad.engine.rules import Rule, all_of, any_of, indicator, threshold
from fristad.library.catalogue import catalogue_of
from fristad.library.files import Files, rows
from fristad.library.fingerprint import hash_of


def build(files: Files, data: Mapping[str, Any]) -> Instrument:
    """An instrument from data that the checker found right."""
    own = [_dimension(data, row) for row in rows(data, "dimensions")]
    items = [_item(row) for row in rows(data, "indicators")]
    borrowed, borrowed_items = _borrow(files, rows(data, "borrows"))
    conditions = [_condition(row) for row in rows(data, "conditions")]
    condition_items = [_condition_item(files, row) for row in rows(data, "conditions")]
    dimensions = (*own, *borrowed, *conditions)
    return Instrument(
        id=data["id"],
        title=data["title"],
        version=str(data.get("version") or data.get("year") or "not dated"),
        kind=data["kind"],
        population=data["population"],
        use_level=data["use_level"],
        verification={key: str(value) for key, value in data["verification"].items()},
        sources=tuple(data["sources"]),
        dimensions=dimensions,
        items=(*items, *borrowed_items, *condition_items),
        table=make_table(data["table"], [d.id for d in dimensions]) if data["kind"] == "table" else None,
        weight=float(data.get("weight") or 0),
        hash=hash_of(files, data),
        levels=tuple(data.get("levels") or ()),
    )


def _item(row: Mapping[str, Any]) -> Item:
    return Item(
        id=row["id"],
        label=row["label"],
        dimension=row["dimension"],
        source=str(row.get("source") or ""),
        verified=str(row.get("verified", "")),
        leaf=None if row.get("withheld") else row.get("leaf"),
        strength=row.get("strength"),
        evidence=tuple(
            Evidence(e["leaf"], e["link"] == "establishes", str(e.get("reasoning", "")), str(e.get("status", "")))
            for e in rows(row, "evidence")
        ),
        reversed=bool(row.get("reversed", False)),
        withheld=row.get("withheld"),
        polarity=row.get("polarity"),
    )


def _dimension(data: Mapping[str, Any], row: Mapping[str, Any], borrowed_from: str | None = None) -> Dimension:
    rule = _rule(data, row)
    return Dimension(row["id"], row["label"], rule, borrowed_from=borrowed_from, status=row.get("status"))


def _rule(data: Mapping[str, Any], dimension: Mapping[str, Any]) -> Rule | None:
    members = [i for i in rows(data, "indicators") if i["dimension"] == dimension["id"] and not i.get("withheld")]
    ids = [item["id"] for item in members]
    if dimension["rule"] == "strengths":
        weights = data["strengths"]["weights"]
        return threshold({i["id"]: weights[i["strength"]] for i in members}, data["strengths"]["at_least"])
    if dimension["rule"] == "all":
        return all_of(ids)
    return any_of(ids) if dimension["rule"] == "any" else None


def _borrow(files: Files, borrows: Iterable[Mapping[str, Any]]) -> tuple[list[Dimension], list[Item]]:
    dimensions: list[Dimension] = []
    items: list[Item] = []
    for borrow in borrows:
        other = files.instrument(borrow["instrument"])
        row = next(d for d in rows(other, "dimensions") if d["id"] == borrow["dimension"])
        dimensions.append(_dimension(other, row, borrow["instrument"]))
        items += [_item(i) for i in rows(other, "indicators") if i["dimension"] == borrow["dimension"]]
    return dimensions, items


def _condition(row: Mapping[str, Any]) -> Dimension:
    return Dimension(row["id"], str(row.get("label") or row["id"]), indicator(row["leaf"]), is_condition=True)


def _condition_item(files: Files, row: Mapping[str, Any]) -> Item:
    about = catalogue_of(files).of(row["leaf"])
    return Item(id=row["leaf"], label=about.why, dimension=row["id"], source="", verified="", leaf=row["leaf"])


def make_table(data: Mapping[str, Any], order: Iterable[str]) -> Table:
    """The rows over the dimensions they consult, in `order`. Raises InstrumentError where two rows fit one pattern."""
    made = tuple(_row(row) for row in rows(data, "rows"))
    consulted = {name for row in made for name in row.consults}
    presumption = data.get("presumption")
    return Table(
        rows=made,
        inputs=tuple(name for name in order if name in consulted),
        source=str(data.get("source") or ""),
        presumption=_presumption(presumption) if presumption else None,
    )


def _row(row: Mapping[str, Any]) -> Row:
    by = row.get("classification_by")
    classes = _classification_by(by) if by else row["classification"]
    needs = [tuple(row.get(key) or ()) for key in ("require_all", "require_any", "require_none")]
    return Row(row["id"], row["label"], row["result"], classes, *needs)


def _classification_by(by: Mapping[str, str]) -> ClassificationBy:
    return ClassificationBy(by["condition"], by["met"], by["not_met"], by["unknown"])


def _presumption(row: Mapping[str, Any]) -> Presumption:
    source = str(row.get("source") or "")
    return Presumption(row["condition"], row["gives"], row["unless_no"], row["classification"], source)
