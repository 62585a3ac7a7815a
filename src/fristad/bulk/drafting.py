"""A mapping to start from: every column of a table with the values seen, for a person to fill in."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from fristad.bulk.errors import TableError
from fristad.bulk.mapping.checking import delimiter_of, is_text_encoding
from fristad.bulk.mapping.forbidden import names_a_trait, suspicious_words
from fristad.bulk.reading import open_table

_ROWS = 2000
_MOST_VALUES, _MOST_CHOICES = 12, 30
#: The longest beginning of a value that is shown. Names stand whole, since they are looked up in the table.
_SHOWN = 80
_HEAD = """# A draft made from the header and the first {rows} rows of {table}. It cannot be used before a person has
# gone through it: give each column its answers (`fristad library list --keys` shows all), say what each value means,
# or leave it out with the reason. Values: yes, no, not_asked, unknown (asked and not known), declined, not_safe,
# conflicting, not_applicable, yes_phase_unknown.
schema: fristad-mapping/1
id: {id}
title: {title}
source: who made the table, when, and the document that explains its columns
{reading}row_id: {row_id}
unit: row                  # or {{person: column}} where a person has several rows
contacts: []               # columns that a protection officer needs to offer a conversation
missing: [{missing}]
columns:
"""
_MISSING = ("-99", "-98", "NA", "N/A", "n/a", "null", "None")
#: What stands in a column that says whether one choice was ticked.
_TICKS = frozenset(["0", "1", "true", "false"])
_EMPTY = "  values: {yes: [], no: [], not_asked: []}\n"


@dataclass(frozen=True)
class _Question:
    """One entry to write: a column, or a question whose choices have a column each (`separator` columns)."""

    name: str
    values: tuple[str, ...]
    separator: str | None = None
    times: int = 1


def draft_mapping(path: Path, *, encoding: str = "utf-8", delimiter: str = "", sheet: str = "") -> str:
    """A starting file for one table, as text. Raises TableError where the table cannot be read."""
    delimiter = _checked(encoding, delimiter_of(delimiter))
    table = open_table(path, encoding=encoding, delimiter=delimiter or None, sheet=sheet or None)
    rows = table.sample(_ROWS)
    seen: dict[str, list[str]] = {}
    for at, name in enumerate(table.header):
        seen.setdefault(name, _values([row[at] for row in rows if at < len(row)]))
    row_id = _row_id(table.header, seen, len(rows))
    codes = [code for code in _MISSING if any(code in values for values in seen.values())]
    head = _HEAD.format(
        rows=len(rows),
        table=_quoted(path.name),
        id=_id(path),
        title=_value(path.stem),
        reading=_reading({"encoding": encoding if encoding != "utf-8" else "", "delimiter": delimiter, "sheet": sheet}),
        row_id=_quoted(row_id),
        missing=", ".join(map(_quoted, codes)),
    )
    named = [name for name in dict.fromkeys(table.header) if name.strip()]
    forbidden = [name for name in named if names_a_trait(name)]
    times = Counter(table.header)
    left = {
        name: [value for value in seen[name] if value not in codes]
        for name in named
        if name != row_id and name not in forbidden
    }
    columns = "".join(_entry(question) for question in _questions(left, times))
    ignored = "".join(
        f"- column: {_quoted(name)}\n  why: A trait of the person is never an input.\n" for name in forbidden
    )
    return head + columns + (f"ignored:\n{ignored}" if ignored else "ignored: []\n")


def _checked(encoding: str, delimiter: str) -> str:
    if not is_text_encoding(encoding):
        raise TableError(f"The encoding '{encoding}' is not known. Use utf-8, cp1252, utf-16 or the like.")
    if len(delimiter) > 1 or not delimiter.isascii():
        raise TableError(f"The delimiter is '{delimiter}'. Use one ASCII character, or the word tab.")
    return delimiter


def _reading(fields: dict[str, str]) -> str:
    given = ", ".join(f"{field}: {_quoted(text)}" for field, text in fields.items() if text)
    return f"table: {{{given}}}\n" if given else ""


def _questions(left: dict[str, list[str]], times: Counter[str]) -> list[_Question]:
    """Columns in table order. `q/a` and `q/b` with ticks in them become one question, which also stands for `q`."""
    ticked: dict[str, list[str]] = {}
    for name, values in left.items():
        question, slash, choice = name.rpartition("/")
        if slash and question and choice and values and {value.lower() for value in values} <= _TICKS:
            ticked.setdefault(question, []).append(choice)
    ticked = {question: found for question, found in ticked.items() if len(found) > 1}
    made: dict[str, _Question] = {}
    for name, values in left.items():
        question, _, choice = name.rpartition("/")
        whole = name if name in ticked else question if choice in ticked.get(question, ()) else None
        if whole is not None:
            made.setdefault(whole, _Question(whole, tuple(ticked[whole]), "columns"))
        else:
            made[name] = _several(name, values, times[name])
    return list(made.values())


def _several(name: str, values: Sequence[str], times: int) -> _Question:
    """Whether cells hold several choices: parts between semicolons, or codes between spaces that all come up again."""
    for separator in (";", " "):
        cells = [[part.strip() for part in value.split(separator) if part.strip()] for value in values]
        together = [parts for parts in cells if len(parts) > 1]
        parts = Counter(part for cell in cells for part in set(cell))
        if not together or len(parts) > _MOST_CHOICES:
            continue
        if separator == ";" or all(_is_code(part) and parts[part] > 1 for cell in together for part in cell):
            return _Question(name, tuple(sorted(parts)), separator, times)
    return _Question(name, tuple(values), None, times)


def _is_code(text: str) -> bool:
    return re.fullmatch(r"[\w-]+", text) is not None


def _entry(question: _Question) -> str:
    name = question.name
    trait = "  not_a_trait:             # say in a sentence what others did; or move the column to ignored\n"
    note = f"  # stands {question.times} times in the header: give each its own name\n" if question.times > 1 else ""
    start = f"- column: {_quoted(name)}\n{note}"
    end = (trait if suspicious_words(name) else "", "  why:\n")
    if question.separator is not None:
        choices = "".join(f"    {_quoted(choice)}: {{answers: []}}\n" for choice in question.values)
        how = (
            f"  separator: {_quoted(question.separator)}\n  asked: false             # true where all were asked each\n"
        )
        return f"{start}{how}  choices:                 # keys, or ignored with the reason\n{choices}{''.join(end)}"
    return f"{start}{_shown(question.values)}  answers: []              # keys\n{end[0]}{_EMPTY}{end[1]}"


def _shown(values: Sequence[str]) -> str:
    if len(values) > _MOST_VALUES:
        return f"  # {len(values)} different values in the rows looked at: probably free text, a number or a date\n"
    return f"  # seen: {', '.join(map(_value, values)) or 'nothing'}\n"


def _values(cells: list[str]) -> list[str]:
    return sorted({cell.strip() for cell in cells if cell and cell.strip()})


def _row_id(header: tuple[str, ...], seen: dict[str, list[str]], rows: int) -> str:
    """The first column whose values all differ, or simply the first."""
    return next((name for name in header if rows and len(seen[name]) == rows), header[0])


def _id(path: Path) -> str:
    plain = "".join(sign if sign.isascii() and sign.isalnum() else "_" for sign in path.name.split(".")[0].lower())
    return plain.strip("_") or "table"


def _value(text: str) -> str:
    return _quoted(text[:_SHOWN])


def _quoted(text: str) -> str:
    """Text as a YAML scalar that stays text; JSON's quoting is valid YAML."""
    quoted = json.dumps(text, ensure_ascii=False)
    return re.sub("[\x7f-\x9f\u2028\u2029\ufeff]", lambda sign: f"\\u{ord(sign[0]):04x}", quoted)
