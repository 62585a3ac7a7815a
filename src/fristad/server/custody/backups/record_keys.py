"""Record keys and certificates as lines of JSON: the part of a backup that is kept apart from the data."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import models

from fristad.server.custody.models import Erasure
from fristad.server.vault.models import RecordKey, SealedModel

#: In this order: the name of the file, and the table it holds.
FILES: dict[str, type[models.Model]] = {"record-keys.jsonl": RecordKey, "erasures.jsonl": Erasure}
_PAGE = 2000


def columns(model: type[models.Model]) -> list[str]:
    """Return the columns as they are stored."""
    return [str(field.column) for field in model._meta.concrete_fields]


def write(path: Path, names: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Write rows as they lie in the database; return how many."""
    count = 0
    with path.open("w", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps(dict(zip(names, map(_plain, row), strict=True))) + "\n")
            count += 1
    return count


def read(path: Path) -> Iterator[dict[str, Any]]:
    """Yield what `write` wrote."""
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield {name: _back(value) for name, value in json.loads(line).items()}


def pages(path: Path) -> Iterator[list[dict[str, Any]]]:
    """Yield the rows some thousands at a time."""
    page: list[dict[str, Any]] = []
    for row in read(path):
        page.append(row)
        if len(page) == _PAGE:
            yield page
            page = []
    if page:
        yield page


def gone_statements(tables: Iterable[str]) -> Iterator[str]:
    """Yield what gives rows whose record key was deleted since a destroyed one, so that they stay and stay closed."""
    own = RecordKey._meta.db_table
    names = "id, operation_id, kind, key_version, created_on, destroyed_on"
    there = set(tables)
    for model in apps.get_models():
        table = model._meta.db_table
        if issubclass(model, SealedModel) and table in there:
            yield (
                f"INSERT INTO {own} ({names}) SELECT DISTINCT record_key_id, operation_id, 'gone', 0, "  # noqa: S608
                f"CURRENT_DATE, CURRENT_DATE FROM {table} WHERE record_key_id NOT IN (SELECT id FROM {own})"
            )


def _plain(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return {"hex": bytes(value).hex()}
    return value if value is None or isinstance(value, int | str | list | dict) else str(value)


def _back(value: Any) -> Any:
    return bytes.fromhex(value["hex"]) if isinstance(value, dict) and set(value) == {"hex"} else value
