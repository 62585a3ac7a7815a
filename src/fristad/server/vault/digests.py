"""What a row looked like when it was written, in 32 bytes, so that an old value put back is noticed."""

import hashlib
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models

#: A row that is no longer there.
GONE = bytes(32)


def label_of(record: models.Model) -> str:
    """Return the permanent name of a record's kind, such as `cases.case`."""
    return record._meta.label_lower


def digest(label: str, pk: UUID | Any) -> bytes:
    """Return SHA-256 over every column of the stored row, sealed ones as blobs; `GONE` if there is no such row."""
    model = apps.get_model(label)
    columns = sorted(field.attname for field in model._meta.concrete_fields)
    row = model._base_manager.filter(pk=pk).values_list(*columns).first()
    if row is None:
        return GONE
    made = hashlib.sha256(label.encode())
    for column, value in zip(columns, row, strict=True):
        written = _written(value)
        made.update(f"{column}:{len(written)}:".encode() + written)
    return made.digest()


def _written(value: Any) -> bytes:
    if isinstance(value, bytes | memoryview):
        return bytes(value)
    return b"\x00" if value is None else str(value).encode()
