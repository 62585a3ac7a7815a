"""Tables: what rows consult, what they borrow, what they presume, and that no two rows fit one person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from fristad.engine.errors import InstrumentError
from fristad.library.building import make_table
from fristad.library.catalogue import AGES
from fristad.library.files import Files, rows
from fristad.library.problems import Problem


def table_problems(files: Files, file: str, data: Mapping[str, Any]) -> Iterator[Problem]:
    """The faults of an instrument whose shape is right. Nothing for reports and judgements."""
    yield from _borrows(files, file, data)
    if data["kind"] != "table":
        return
    if "table" not in data:
        yield Problem(file, "table", "an instrument of the kind table has no table.", "Add it, or 'kind: report'.")
        return
    names = _ruled(data)
    faults = [
        *(fault for row in rows(data["table"], "rows") for fault in _row(file, data, row, names)),
        *_presumption(file, data),
    ]
    yield from faults
    if not faults:
        yield from _exclusive(file, data["table"], names)


def _ruled(data: Mapping[str, Any]) -> list[str]:
    """What rows may consult, in the order of patterns."""
    own = [d["id"] for d in rows(data, "dimensions") if d["rule"] != "none"]
    return own + [row["id"] for key in ("borrows", "conditions") for row in rows(data, key)]


def _borrows(files: Files, file: str, data: Mapping[str, Any]) -> Iterator[Problem]:
    for borrow in rows(data, "borrows"):
        other = borrow["instrument"]
        if other not in files.instrument_files or other == data["id"]:
            do = "Name another instrument of this library."
            yield Problem(file, borrow["id"], f"it borrows from '{other}', which is not there to borrow from.", do)
            continue
        source = files.instrument(other)
        ruled = {d.get("id") for d in rows(source, "dimensions") if d.get("rule") != "none"}
        if source.get("use_level") == "none":
            yield Problem(file, borrow["id"], f"it borrows from {other}, which must not be used.", "Borrow elsewhere.")
        elif borrow["dimension"] not in ruled:
            what = f"{other} has no dimension '{borrow['dimension']}' with a rule."
            yield Problem(file, borrow["id"], what, f"Use one of {', '.join(sorted(map(str, ruled)))}.")
        elif borrow["id"] != borrow["dimension"]:
            what = f"it calls the borrowed dimension '{borrow['dimension']}' by another name."
            yield Problem(
                file, borrow["id"], what, f"Write 'id: {borrow['dimension']}', the name it is reported under."
            )


def _row(file: str, data: Mapping[str, Any], row: Mapping[str, Any], names: list[str]) -> Iterator[Problem]:
    for key in ("require_all", "require_any", "require_none"):
        for name in row[key]:
            if name not in names:
                what = f"{key} names '{name}', which is no dimension with a rule."
                yield Problem(file, row["id"], what, f"Use {', '.join(names)}.")
    if ("classification" in row) == ("classification_by" in row):
        do = "Give exactly one of classification and classification_by."
        yield Problem(file, row["id"], "its class is missing or given twice.", do)
    by = row.get("classification_by")
    presumption = data["table"].get("presumption")
    if by and (presumption is None or by["condition"] != presumption["condition"]):
        what = f"its class depends on '{by['condition']}', which the table presumes nothing about."
        yield Problem(file, row["id"], what, "Add a presumption for that condition, or give one classification.")


def _presumption(file: str, data: Mapping[str, Any]) -> Iterator[Problem]:
    rule = data["table"].get("presumption")
    if rule is None:
        return
    consulted = {name for row in rows(data["table"], "rows") for key in _NEEDS for name in row[key]}
    if rule["condition"] not in {row["id"] for row in rows(data, "conditions")} & consulted:
        what = f"'{rule['condition']}' is not a condition that a row consults."
        yield Problem(file, "presumption", what, "Name one of the conditions.")
    if rule["unless_no"] not in AGES:
        what = f"unless_no is '{rule['unless_no']}'."
        yield Problem(file, "presumption", what, f"Use {' or '.join(AGES)}.")


def _exclusive(file: str, table: Mapping[str, Any], names: list[str]) -> Iterator[Problem]:
    try:
        made = make_table(table, names)
    except InstrumentError as error:
        yield Problem(file, "table", str(error), "")
        return
    if not made.inputs:
        yield Problem(file, "table", "its rows consult nothing.", "Add rows that consult dimensions.")


_NEEDS = ("require_all", "require_any", "require_none")
