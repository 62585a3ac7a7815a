"""A mapping to start from: every column of a table, with what it probably says, for a person to go through."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path

from fristad.bulk.reading import open_table
from fristad.server.cases.importing.pure.mapping import PARTS, SCHEMA

_HEAD = """# Which column says what of a person. Go through it first; `fristad cases import --dry-run` tries it.
# to: {parts}
# name: kind (known_as, full, papers, other)
# birth: kind (stated, documented), order (ymd, dmy, mdy), calendar (gregorian, ethiopic, solar_hijri, islamic),
#   about_if {{column: [values]}}
# age: kind (stated, documented, assessed)
# birth and age: noted_on, the column with the day on which it was noted; without it, it counts as noted today
# sex, group, language: values {{cell: code}}
# note: label
# Several columns that are one text: columns: [first, last]
schema: {schema}
id: {id}
source: {source}             # the other system; with row_id it tells whether a case was taken in before
row_id: {row_id}
leave_out: {{}}              # such as {{status: [closed]}}
columns:
"""
#: What a column is probably about, by words in its name; the first that fits.
_GUESSES: tuple[tuple[str, str], ...] = (
    (r"relig|ethnic|tribe|clan|caste", "ignored"),
    (r"birth|dob$", "birth"),
    (r"^age$|(^|_)age($|_)", "age"),
    (r"^(sex|gender)$", "sex"),
    (r"national|citizen", "nationality"),
    (r"language|tongue", "language"),
    (r"phone|mobile|tel(_|$)", "phone"),
    (r"address|location|camp|place", "place"),
    (r"population|(^|_)group$", "group"),
    (r"name", "name"),
)
_ROW_ID = ("_uuid", "id", "case_id", "uuid", "_id")


def draft(path: Path | None) -> str:
    """Return a mapping as text, for a table or for none in particular. Raises `TableError`."""
    header = [name for name in dict.fromkeys(open_table(path).header) if name] if path else ["name", "age", "sex"]
    plain = {name.rpartition("/")[2].casefold(): name for name in reversed(header)}
    row_id = next((plain[name] for name in _ROW_ID if name in plain), header[0] if path else "id")
    stem = re.sub(r"\W+", "_", path.stem).strip("_") if path else ""
    head = _HEAD.format(
        parts=", ".join(PARTS),
        schema=SCHEMA,
        id=stem or "mine",
        source=_quoted(stem or "Our list"),
        row_id=_quoted(row_id),
    )
    left = [name for name in header if name != row_id]
    return head + _entries(left)


def _entries(header: Sequence[str]) -> str:
    taken, ignored, used = [], [], set[str]()
    for name in header:
        to = _guess(name)
        if to in used and to not in ("name", "phone"):
            to = None
        if to == "ignored":
            ignored.append(f"  {_quoted(name)}: Not kept in a case file.\n")
        elif to is None:
            ignored.append(f"  {_quoted(name)}: not said yet\n")
        else:
            used.add(to)
            taken.append(f"- column: {_quoted(name)}\n  to: {to}\n")
    return "".join(taken) + ("ignored:\n" + "".join(ignored) if ignored else "ignored: {}\n")


def _guess(name: str) -> str | None:
    plain = re.sub(r"[^a-z]+", "_", name.rpartition("/")[2].casefold())
    return next((to for words, to in _GUESSES if re.search(words, plain)), None)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
