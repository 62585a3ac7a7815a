"""A mapping to start from: every column of a table with the values seen, for a person to fill in."""

from __future__ import annotations

import json
from pathlib import Path

from fristad.bulk.mapping.forbidden import names_a_trait, suspicious_words
from fristad.bulk.reading import open_table

_ROWS = 2000
_MOST_VALUES = 12
_HEAD = """# A draft made from the header and the first {rows} rows of {table}. It cannot be used before a person has
# gone through it: give each column its answers (`fristad library list --keys` shows all), say what each value means,
# or leave it out with the reason. Values: yes, no, not_asked, unknown (asked and not known), declined, not_safe,
# conflicting, not_applicable, yes_phase_unknown.
schema: fristad-mapping/1
id: {id}
title: {title}
source: who made the table, when, and the document that explains its columns
row_id: {row_id}
unit: row                  # or {{person: column}} where a person has several rows
contacts: []               # columns that a protection officer needs to offer a conversation
missing: [{missing}]
columns:
"""
_MISSING = ("-99", "-98", "NA", "N/A", "n/a", "null", "None")


def draft_mapping(path: Path) -> str:
    """A starting file for one table, as text. Raises TableError where the table cannot be read."""
    table = open_table(path)
    rows = table.sample(_ROWS)
    seen = {name: _values([row[at] for row in rows if at < len(row)]) for at, name in enumerate(table.header)}
    row_id = _row_id(table.header, seen, len(rows))
    codes = [code for code in _MISSING if any(code in values for values in seen.values())]
    head = _HEAD.format(
        rows=len(rows),
        table=path.name,
        id=_id(path),
        title=_quoted(path.stem),
        row_id=_quoted(row_id),
        missing=", ".join(map(_quoted, codes)),
    )
    forbidden = [name for name in table.header if name.strip() and names_a_trait(name)]
    open_columns = [name for name in table.header if name.strip() and name != row_id and name not in forbidden]
    columns = "".join(_column(name, [v for v in seen[name] if v not in codes]) for name in open_columns)
    ignored = "".join(
        f"- column: {_quoted(name)}\n  why: A trait of the person is never an input.\n" for name in forbidden
    )
    return head + columns + (f"ignored:\n{ignored}" if ignored else "ignored: []\n")


def _column(name: str, values: list[str]) -> str:
    word = suspicious_words(name)
    trait = (
        "  not_a_trait:             # say in a sentence what others did; or move the column to ignored\n"
        if word
        else ""
    )
    if len(values) > _MOST_VALUES:
        shown = f"  # {len(values)} different values in the rows looked at: probably free text, a number or a date\n"
    else:
        shown = f"  # seen: {', '.join(map(_quoted, values)) or 'nothing'}\n"
    return (
        f"- column: {_quoted(name)}\n{shown}  answers: []              # keys\n{trait}"
        "  values: {yes: [], no: [], not_asked: []}\n  why:\n"
    )


def _values(cells: list[str]) -> list[str]:
    return sorted({cell.strip() for cell in cells if cell and cell.strip()})


def _row_id(header: tuple[str, ...], seen: dict[str, list[str]], rows: int) -> str:
    """The first column whose values all differ, or simply the first."""
    return next((name for name in header if rows and len(seen[name]) == rows), header[0])


def _id(path: Path) -> str:
    plain = "".join(sign if sign.isascii() and sign.isalnum() else "_" for sign in path.name.split(".")[0].lower())
    return plain.strip("_") or "table"


def _quoted(text: str) -> str:
    """Text as a YAML scalar that stays text; JSON's quoting is valid YAML."""
    return json.dumps(text[:80], ensure_ascii=False)
