"""Naming the columns of a table: a text to start from, the checks, and what each column will be read as."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

import fristad.library
from fristad.bulk.drafting import draft_mapping
from fristad.bulk.errors import MappingError
from fristad.bulk.headers import bind
from fristad.bulk.mapping import Mapping, Values, load_mapping, read_mapping, shipped_mappings
from fristad.bulk.mapping.forbidden import trait_in_values, words_of
from fristad.bulk.mapping.model import normal
from fristad.bulk.pieces import Pieces, Wanted, header_and_sample
from fristad.bulk.summary import label_of
from fristad.engine.errors import FristadError
from fristad.library import LANGUAGES, load_instrument, load_texts
from fristad.server.common.clock import today

#: How messages call the text that stands on the page.
NAME = "the table"
_CALLS_OUT = frozenset(("name", "names", "surname", "firstname", "lastname", "phone", "telephone", "mobile", "email"))
_PHONE = re.compile(r"\+\d[\d ()./-]{6,}")
#: So many values of a column are shown.
_MOST_VALUES = 6


@dataclass(frozen=True)
class Asked:
    """What somebody wrote on the page of columns."""

    mapping: str
    place: str
    group: str
    lists: tuple[str, ...]

    def wanted(self, mapping: Mapping, piles: int = 1) -> Wanted:
        """Return it as the reader of tables takes it."""
        return Wanted(
            mapping, tuple(load_instrument(name) for name in self.lists), today(), self.place, self.group, piles
        )


def start(path: Path) -> tuple[tuple[str, ...], str]:
    """Return the header, and a mapping that comes with Fristad if one fits, else a draft. Raises FristadError."""
    header, _rows = header_and_sample(path, None, 1)
    for name in shipped_mappings():
        try:
            fitting = bind(load_mapping(name), header, NAME)
        except MappingError:
            continue
        if not fitting.not_in_table:
            return header, shipped_text(name)
    return header, draft_mapping(path)


def shipped_text(name: str) -> str:
    """Return a mapping that comes with Fristad, as it is written."""
    home = Path(fristad.library.__file__).parent / "mappings"
    return (home / f"{name}.yaml").read_text(encoding="utf-8")


def mapping_of(asked: Asked) -> Mapping:
    """Return the mapping that was written. Raises FristadError with one sentence."""
    return read_mapping(asked.mapping.replace("\r\n", "\n").encode(), _("The text below"))


def preview(path: Path, asked: Asked) -> dict[str, Any]:
    """Return how the table will be read: columns, what is left out. Raises FristadError with one sentence."""
    mapping = mapping_of(asked)
    pieces = Pieces(path, NAME, asked.wanted(mapping))
    header, sample = header_and_sample(path, mapping)
    at = {name: header.index(name) for name in header}
    seen = {name: _seen(sample, place) for name, place in at.items()}
    binding = pieces.binding
    _refuse_calling_out(binding.row_id, seen[binding.row_id])
    for name in (asked.place, asked.group):
        _refuse_trait(name, seen.get(name, []))
    return {
        "rows": [_row(bound, seen) for bound in binding.bound],
        "id": binding.person or binding.row_id,
        "several": binding.person is not None,
        "ignored": list(binding.ignored),
        "unread": list(binding.never_mapped),
        "missing": list(binding.not_in_table),
    }


def _seen(sample: Sequence[Sequence[str]], place: int) -> list[str]:
    return list(dict.fromkeys(row[place].strip() for row in sample if place < len(row) and row[place].strip()))


def _row(bound: Any, seen: dict[str, list[str]]) -> dict[str, Any]:
    values = list(dict.fromkeys(value for name in bound.read for value in seen.get(name, [])))
    return {
        "column": ", ".join(bound.read),
        "answers": [label(key) for key in bound.column.keys],
        "values": [_value(value, bound.column.reading) for value in values[:_MOST_VALUES]],
        "more": max(len(values) - _MOST_VALUES, 0),
    }


def _value(value: str, reading: Any) -> dict[str, Any]:
    """Return a value and what it is read as: "" where the mapping does not list it, None where no list says it."""
    answer = reading.answer_of.get(normal(value)) if isinstance(reading, Values) else None
    as_what = (answer.value if answer else "") if isinstance(reading, Values) else None
    return {"value": value[:60], "answer": as_what}


def label(key: str) -> str:
    """Return an answer's name in the language of the page."""
    found = load_texts(_language()).label(key)
    return found if found != key else label_of(key, [load_instrument("palermo_art3")])


def _language() -> str:
    now = get_language() or "en"
    return now if now in LANGUAGES else "en"


def _refuse_calling_out(column: str, values: list[str]) -> None:
    """Refuse a name or a telephone number as what people are found by: a list of them would call them out."""
    if _CALLS_OUT & set(words_of(column)) or (values and all(_PHONE.fullmatch(value) for value in values)):
        raise FristadError(
            _(
                "The row id '%(column)s' looks like a name, a telephone number or an address. Nobody is called out by "
                "those. Name a column with a registration number."
            )
            % {"column": column}
        )


def _refuse_trait(column: str, values: list[str]) -> None:
    if column and trait_in_values(values):
        raise FristadError(
            _("The values of '%(column)s' look like a trait of the person. Nothing is counted by that. Choose another.")
            % {"column": column}
        )
