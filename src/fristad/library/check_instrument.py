"""What may be wrong with one instrument. The loader refuses it for any of these; `library check` lists them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fristad.library import shape
from fristad.library.catalogue import AGES, Catalogue, catalogue_of
from fristad.library.check_rules import rule_problems
from fristad.library.check_table import table_problems
from fristad.library.files import Files, rows
from fristad.library.problems import Problem

_REF = re.compile(r"[A-Z]{1,3}[0-9]{1,3}\b")


def instrument_problems(files: Files, file: str) -> list[Problem]:
    """Every fault of one instrument file. Shape comes first: the rest is looked at only where the shape is right."""
    data = files.mapping(file)
    found = list(_shape(data, file))
    if not found:
        found = list(_Meaning(files, file, data, catalogue_of(files)).problems())
    return found


def _shape(data: Mapping[str, Any], file: str) -> Iterator[Problem]:
    yield from shape.INSTRUMENT.faults(data, file, "")
    nested = (
        ("verification", shape.VERIFICATION),
        ("strengths", shape.STRENGTHS),
        ("table", shape.TABLE),
    )
    for key, kind in nested:
        if isinstance(data.get(key), Mapping):
            yield from kind.faults(data[key], file, key)
    lists = (
        ("sources", shape.SOURCE),
        ("dimensions", shape.DIMENSION),
        ("conditions", shape.CONDITION),
        ("borrows", shape.BORROW),
        ("indicators", shape.INDICATOR),
    )
    for key, kind in lists:
        for at, row in enumerate(rows(data, key), 1):
            yield from kind.faults(row, file, _name(row, key, at))
    for row in rows(data, "indicators"):
        for link in rows(row, "evidence"):
            yield from shape.EVIDENCE.faults(link, file, f"{row.get('id')}, evidence {link.get('leaf', '')}")
    yield from _table_shape(data.get("table"), file)


def _table_shape(table: Any, file: str) -> Iterator[Problem]:
    if not isinstance(table, Mapping):
        return
    for at, row in enumerate(rows(table, "rows"), 1):
        name = _name(row, "row", at)
        yield from shape.ROW.faults(row, file, name)
        if isinstance(row.get("classification_by"), Mapping):
            yield from shape.CLASSIFICATION_BY.faults(row["classification_by"], file, f"{name}, classification_by")
    if isinstance(table.get("presumption"), Mapping):
        yield from shape.PRESUMPTION.faults(table["presumption"], file, "presumption")


def _name(row: Mapping[str, Any], kind: str, at: int) -> str:
    return str(row.get("id") or row.get("ref") or f"{kind} {at}")


@dataclass(frozen=True)
class _Meaning:
    """The checks that need the whole instrument and the catalogue."""

    files: Files
    file: str
    data: Mapping[str, Any]
    catalogue: Catalogue

    def problems(self) -> Iterator[Problem]:
        yield from self._ids()
        yield from self._sources(self.data, "")
        yield from self._use()
        for item in rows(self.data, "indicators"):
            yield from self._item(item)
        for condition in rows(self.data, "conditions"):
            yield from self._leaf(condition["leaf"], condition["id"])
        yield from rule_problems(self.file, self.data)
        yield from table_problems(self.files, self.file, self.data)

    def _problem(self, item: str, what: str, do: str) -> Problem:
        return Problem(self.file, item, what, do)

    def _ids(self) -> Iterator[Problem]:
        groups = (
            [row["id"] for row in rows(self.data, "indicators")],
            [row["id"] for key in ("dimensions", "borrows", "conditions") for row in rows(self.data, key)],
            [row["ref"] for row in rows(self.data, "sources")],
            [row["id"] for row in rows(self.data.get("table") or {}, "rows")],
        )
        for group in groups:
            for name in _repeated(group):
                yield self._problem(name, "this id is given twice.", "Give each its own id.")

    def _sources(self, part: Any, item: str) -> Iterator[Problem]:
        """A source that begins with a reference, such as `S1 list ...`, names one of the listed sources."""
        if isinstance(part, list):
            for row in part:
                yield from self._sources(row, item)
        if not isinstance(part, Mapping):
            return
        here = str(part.get("id") or part.get("leaf") or item)
        refs = {row["ref"] for row in rows(self.data, "sources")}
        for named in re.split(r"[;,] ", str(part.get("source") or "")):
            ref = _REF.match(named)
            if ref and ref.group() not in refs:
                what = f"its source names {ref.group()}, which is not among the sources."
                yield self._problem(here, what, f"Add {ref.group()} to sources or correct the source.")
        for value in part.values():
            yield from self._sources(value, here)

    def _use(self) -> Iterator[Problem]:
        if self.data["kind"] == "judgement" and not self.data.get("levels"):
            yield self._problem("levels", "a judgement names no levels to choose from.", "Add 'levels: [...]'.")
        if self.data["use_level"] != "none" and not self.data["indicators"]:
            yield self._problem("indicators", "the list is empty.", "Fill it, or set 'use_level: none' with a reason.")

    def _item(self, item: Mapping[str, Any]) -> Iterator[Problem]:
        name = item["id"]
        if item["dimension"] not in {d["id"] for d in rows(self.data, "dimensions")}:
            what = f"its dimension '{item['dimension']}' is not listed."
            yield self._problem(name, what, "Add the dimension or correct the name.")
        kinds = [key for key in ("leaf", "evidence", "withheld") if item.get(key)]
        if len(kinds) > 1:
            what = f"it has {' and '.join(kinds)} at once."
            yield self._problem(name, what, "Keep one: an item is a leaf, or evidenced, or withheld.")
        if item.get("leaf"):
            yield from self._leaf(item["leaf"], name)
        yield from self._evidence(item)
        if not item.get("leaf") and not item.get("withheld"):
            establishing = [e for e in rows(item, "evidence") if e["link"] == "establishes"]
            if not establishing and not item.get("note"):
                what = "no leaf establishes it, and nothing says why."
                yield self._problem(name, what, "Add an establishing leaf, or 'note: why it is recorded directly'.")

    def _evidence(self, item: Mapping[str, Any]) -> Iterator[Problem]:
        links = rows(item, "evidence")
        for leaf in _repeated([link["leaf"] for link in links]):
            yield self._problem(item["id"], f"{leaf} is linked twice.", "Keep one link.")
        for link in links:
            yield from self._leaf(link["leaf"], item["id"])

    def _leaf(self, leaf: str, item: str) -> Iterator[Problem]:
        if leaf in self.catalogue:
            if self.catalogue.of(leaf).about == "trait":
                yield self._problem(item, *_trait(leaf))
            return
        concept, at, phase = leaf.partition("@")
        found = self.catalogue.concepts.get(concept)
        if found is None:
            what = f"{leaf} is not a concept of the catalogue."
            yield self._problem(item, what, f"Add the concept to concepts/, correct it, or use {', '.join(AGES)}.")
        elif not at:
            yield self._problem(item, f"{leaf} names no phase.", f"Use {' or '.join(found.leaves)}.")
        else:
            what = f"the concept {concept} has no phase '{phase}'."
            yield self._problem(item, what, f"Use {' or '.join(found.leaves)}, or add the phase to the concept.")


def _trait(leaf: str) -> tuple[str, str]:
    return (
        f"it is fed by {leaf}, which is about what the person is (about: trait), not about what was done.",
        "No rule, weight, link or mapping may use it: remove the link, or withhold the item with the reason.",
    )


def _repeated(names: Iterable[str]) -> list[str]:
    return [name for name, times in Counter(names).items() if times > 1]
