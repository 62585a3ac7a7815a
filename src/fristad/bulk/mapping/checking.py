"""From a mapping file to a checked `Mapping`. Every refusal is one sentence: file, column, what is wrong, what to
do.
"""

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Iterable
from pathlib import Path

import fristad.library
from fristad.bulk.errors import MappingError
from fristad.bulk.mapping.columns import read_column
from fristad.bulk.mapping.fields import Fields
from fristad.bulk.mapping.forbidden import tells_a_trait
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
    return read_mapping(raw, path.name)


def read_mapping(raw: bytes, name: str) -> Mapping:
    """A mapping from its file's content; `name` is how messages call it. Raises MappingError or LibraryError (YAML)."""
    return _mapping(Fields(parse_yaml(raw, name), name), hashlib.sha256(raw).hexdigest())


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
        contacts=top.labels("contacts"),
        missing=missing,
        columns=columns,
        ignored=ignored,
        encoding=_encoding(table),
        delimiter=_delimiter(table),
        sheet=table.text("sheet", "") or None,
        hash=sha,
    )
    _refuse_twice(top, made)
    _refuse_handed_on(top, made)
    _refuse_unsaid_several(top, made)
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
    if not is_text_encoding(encoding):
        raise table.error(f"the encoding '{encoding}' is not known. Use utf-8, cp1252, utf-16 or the like.")
    return encoding


def is_text_encoding(encoding: str) -> bool:
    """Whether Python reads text in it. Some of Python's codecs turn letters into others, or pack bytes."""
    try:
        return "id,1\n".encode(encoding).decode(encoding) == "id,1\n" and bool(codecs.getincrementaldecoder(encoding))
    except (LookupError, ValueError):
        return False


def _delimiter(table: Fields) -> str | None:
    delimiter = delimiter_of(table.text("delimiter", ""))
    if len(delimiter) > 1 or not delimiter.isascii():
        raise table.error(f"the delimiter is '{delimiter}'. Use one ASCII character, or the word tab.")
    return delimiter or None


def delimiter_of(text: str) -> str:
    """The sign that a delimiter's name stands for; any other text stands for itself."""
    return {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";"}.get(text, text)


def _ignored(part: Fields) -> Ignored:
    part.allow(["column", "aliases", "why"], ["column", "why"])
    names = (*part.names("column"), *part.labels("aliases"))
    return Ignored(names[0], names[1:], part.text("why"))


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


def _refuse_handed_on(top: Fields, mapping: Mapping) -> None:
    """Row id, person and contacts stand in the results as they are, so they neither name a trait nor are answers."""
    for name in (*mapping.row_id, *mapping.person, *mapping.contacts):
        if tells_a_trait(name):
            raise top.error(f"'{name}' names a trait of the person, which is never passed on. Name another column.")
    read = {normal(name) for column in mapping.columns for name in (column.name, *column.aliases)}
    for name in mapping.contacts:
        if normal(name) in read:
            raise top.error(
                f"the contact column '{name}' is read as an answer, which is never passed on. Leave it out."
            )


def _refuse_unsaid_several(top: Fields, mapping: Mapping) -> None:
    """Where two columns answer one key, a person decides what a no in one and a blank in the other amount to."""
    for key in mapping.keys:
        columns = [column for column in mapping.columns if key in column.keys]
        if len(columns) < 2 or not any(column.may_be_no for column in columns):
            continue
        odd = next((c for c in columns if not c.says_several or c.several is not columns[0].several), None)
        if odd is not None:
            other = next(column for column in columns if column is not odd)
            raise top.error(
                f"the columns '{odd.name}' and '{other.name}' both answer '{key}', and a no is among their values. "
                "Say the same in each: `several: any_yes` (a no needs a no in each) or `several: conflicting` "
                "(one no is enough)."
            )
