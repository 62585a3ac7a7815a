"""What a row looked like when it was written, in 32 bytes, so that an old value put back is noticed.

A model may name columns that change without an act, such as the time of the last sign-in, in `not_in_digest`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models

from fristad.server.vault.sealing import to_json

#: A row that is no longer there.
GONE = bytes(32)
#: How many rows are read in one statement.
BATCH = 500


def of_secret(secret: str) -> str:
    """Return what is kept of a random secret of 256 bits, in hex: so long a one cannot be found from its digest."""
    return hashlib.sha256(secret.encode()).hexdigest()


def label_of(record: models.Model) -> str:
    """Return the permanent name of a record's kind, such as `cases.case`."""
    return record._meta.label_lower


def id_of(record: models.Model) -> UUID:
    """Return the id under which the log knows a row: its UUID, or its number written as one."""
    pk = record.pk
    return pk if isinstance(pk, UUID) else UUID(int=pk)


def digest(label: str, record_id: UUID) -> bytes:
    """Return SHA-256 over every column of the stored row, sealed ones as blobs; `GONE` if there is no such row."""
    return of_many(label, [record_id])[record_id]


def of_many(label: str, record_ids: Iterable[UUID]) -> dict[UUID, bytes]:
    """Return the digest of each of many rows of one kind. Raises LookupError for a kind that is not installed."""
    model = apps.get_model(label)
    columns = columns_of(model)
    pk = model._meta.pk
    by_number = not isinstance(pk, models.UUIDField)
    wanted = list(dict.fromkeys(record_ids))
    found = dict.fromkeys(wanted, GONE)
    for start in range(0, len(wanted), BATCH):
        part = [_key(each, by_number=by_number) for each in wanted[start : start + BATCH]]
        for row_pk, *row in model._base_manager.filter(pk__in=part).values_list("pk", *columns):
            found[UUID(int=row_pk) if by_number else row_pk] = _of_row(label, columns, row)
    return found


def _key(record_id: UUID, *, by_number: bool) -> UUID | int:
    # A forged id may be larger than any number of a row: that row is not there.
    return min(record_id.int, 2**63 - 1) if by_number else record_id


def columns_of(model: type[models.Model]) -> list[str]:
    """Return the columns that the digest covers, in order."""
    left_out: frozenset[str] = getattr(model, "not_in_digest", frozenset())
    return sorted(field.attname for field in model._meta.concrete_fields if field.attname not in left_out)


def _of_row(label: str, columns: Sequence[str], row: Sequence[Any]) -> bytes:
    made = hashlib.sha256(label.encode())
    for column, value in zip(columns, row, strict=True):
        written = _written(value)
        made.update(f"{column}:{len(written)}:".encode() + written)
    return made.digest()


def _written(value: Any) -> bytes:
    if value is None:
        return b""
    if isinstance(value, bytes | memoryview):
        return b"b" + bytes(value)
    if isinstance(value, dict | list):
        return b"j" + to_json(value)
    return b"s" + str(value).encode()
