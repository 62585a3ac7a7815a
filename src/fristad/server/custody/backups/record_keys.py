"""Record keys and certificates as lines of JSON: the part of a backup that is kept apart from the data."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from django.db import models

from fristad.server.custody.models import Erasure
from fristad.server.vault.models import RecordKey

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


def _plain(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return {"hex": bytes(value).hex()}
    return value if value is None or isinstance(value, int | str | list | dict) else str(value)


def _back(value: Any) -> Any:
    return bytes.fromhex(value["hex"]) if isinstance(value, dict) and set(value) == {"hex"} else value
