"""From a mapping file to a checked `Mapping`. Every refusal is one sentence: file, column, what is wrong, what to
do.
"""

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import fristad.library
from fristad.bulk.errors import MappingError
from fristad.bulk.mapping.columns import read_column
from fristad.bulk.mapping.fields import Fields
from fristad.bulk.mapping.model import Column, Ignored, Mapping, normal
from fristad.library import load_catalogue, parse_yaml, vocabulary

SCHEMA = "fristad-mapping/1"
_SHIPPED = Path(fristad.library.__file__).parent / "mappings"
_TOP = (
    [
        "schema",
        "id",
        "title",
        "source",
        "notes",
        "table",
        "row_id",
        "unit",
        "contacts",
        "missing",
        "columns",
        "ignored",
    ],
    ["schema", "id", "row_id", "columns"],
)
_LARGEST = 5_000_000


def shipped_mappings() -> tuple[str, ...]:
    """The names of the mappings that come with Fristad."""
    return tuple(sorted(path.stem for path in _SHIPPED.glob("*.yaml")))


def load_mapping(file_or_name: str) -> Mapping:
    """A mapping file, or one that comes with Fristad by its name. Raises MappingError or LibraryError (YAML)."""
    path = _find(file_or_name)
    try:
        if path.stat().st_size > _LARGEST:
            raise MappingError(f"{file_or_name} is larger than {_LARGEST // 1_000_000} MB, too large for a mapping.")
        raw = path.read_bytes()
    except OSError as error:
        raise MappingError(f"The mapping {file_or_name} cannot be read: {error.strerror}.") from error
    content = parse_yaml(raw, path.name)
    return _mapping(Fields(content, path.name), hashlib.sha256(raw).hexdigest())


def _find(file_or_name: str) -> Path:
    if file_or_name in shipped_mappings():
        return _SHIPPED / f"{file_or_name}.yaml"
    path = Path(file_or_name)
    if path.is_file():
        return path
    names = ", ".join(shipped_mappings())
    raise MappingError(
        f"There is no mapping file '{file_or_name}'. Mappings that come with Fristad: {names}; "
        "`fristad mapping draft TABLE` starts a new one."
    )


def _mapping(top: Fields, sha: str) -> Mapping:
    top.allow(*_TOP)
    if top.text("schema") != SCHEMA:
        raise top.error(f"the schema is '{top.text('schema')}'. This version reads {SCHEMA}.")
    missing = tuple(dict.fromkeys(normal(value) for value in top.texts("missing")))
    words, catalogue = vocabulary(), load_catalogue()
    columns = tuple(read_column(part, missing, words, catalogue) for part in top.parts("columns"))
    if not columns:
        raise top.error("no column is mapped. Add at least one under `columns`.")
    ignored = tuple(_ignored(part) for part in top.parts("ignored"))
    table = top.part("table")
    table.allow(["encoding", "delimiter", "sheet"], [])
    made = Mapping(
        id=top.text("id"),
        name=top.name,
        title=top.text("title", top.text("id")),
        source=top.text("source", ""),
        notes=top.texts("notes"),
        row_id=top.names("row_id"),
        person=_person(top),
        contacts=top.texts("contacts"),
        missing=missing,
        columns=columns,
        ignored=ignored,
        encoding=_encoding(table),
        delimiter=_delimiter(table),
        sheet=table.text("sheet", "") or None,
        hash=sha,
    )
    _refuse_twice(top, made)
    return made


def _person(top: Fields) -> tuple[str, ...]:
    unit = top.value("unit")
    if unit is None or unit == "row":
        return ()
    part = top.part("unit")
    part.allow(["person"], ["person"])
    return part.names("person")


def _encoding(table: Fields) -> str:
    encoding = table.text("encoding", "utf-8")
    try:
        codecs.lookup(encoding)
    except LookupError as error:
        raise table.error(f"the encoding '{encoding}' is not known. Use utf-8, cp1252, utf-16 or the like.") from error
    return encoding


def _delimiter(table: Fields) -> str | None:
    delimiter = table.text("delimiter", "")
    delimiter = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";"}.get(delimiter, delimiter)
    if len(delimiter) > 1 or not delimiter.isascii():
        raise table.error(f"the delimiter is '{delimiter}'. Use one ASCII character, or the word tab.")
    return delimiter or None


def _ignored(part: Fields) -> Ignored:
    part.allow(["column", "aliases", "why"], ["column", "why"])
    return Ignored(part.text("column"), part.texts("aliases"), part.text("why"))


def _refuse_twice(top: Fields, mapping: Mapping) -> None:
    seen: dict[str, str] = {}
    for name, use in _named(mapping.columns, mapping.ignored):
        if normal(name) in seen:
            raise top.error(
                f"the column '{name}' is mapped twice ({seen[normal(name)]} and {use}). "
                "Keep one entry; it may answer several keys."
            )
        seen[normal(name)] = use


def _named(columns: Iterable[Column], ignored: Iterable[Ignored]) -> Iterable[tuple[str, str]]:
    for column in columns:
        for name in (column.name, *column.aliases):
            yield name, f"read as {', '.join(column.keys[:2]) or 'nothing'}"
    for left in ignored:
        for name in (left.name, *left.aliases):
            yield name, "ignored"


def describe(mapping: Mapping) -> dict[str, Any]:
    """What a mapping reads, as plain data for files and reports."""
    return {
        "columns": {column.name: {"answers": list(column.keys), "why": column.why} for column in mapping.columns},
        "ignored": {left.name: left.why for left in mapping.ignored},
    }
