"""A model field whose stored form is a blob: read and assigned like any other, sealed when the row is saved."""

from __future__ import annotations

from typing import Any, NoReturn, Protocol

from django.db import models
from django.db.models.query_utils import DeferredAttribute

from fristad.server.common.problems import ErasedError, TamperedError
from fristad.server.vault import cipher
from fristad.server.vault.sealing import Blob, bound_to, open_value, seal_value, to_json

_UNOPENED = object()


class Key(Protocol):
    """What sealing needs of a record key (`models.RecordKey`)."""

    pk: Any
    wrapped: Any

    def opened(self) -> bytes: ...


class Row(Protocol):
    """What sealing needs of a row (`models.SealedModel`)."""

    pk: Any
    operation_id: Any
    record_key_id: Any

    @property
    def record_key(self) -> Key: ...


class Held:
    """What an instance holds for one sealed field: the blob as stored, the value, or both."""

    def __init__(self, blob: Blob | None, value: Any = _UNOPENED) -> None:
        self.blob = blob
        self.value = value
        self._stored: bytes | None = None

    def __reduce__(self) -> NoReturn:
        """Refuse to be pickled: caches and queues would hold the value in clear."""
        raise TypeError("a sealed value is not written down in clear: pass the row's id")

    def open(self, instance: Row, field_id: str) -> Any:
        """Return the value, opening the blob the first time. Raises `ErasedError`, `LockedError`, `TamperedError`."""
        if self.value is _UNOPENED and self.blob is not None:
            self.value = _opened(instance, field_id, self.blob)
            self._stored = to_json(self.value)
        return self.value

    def sealed(self, instance: Row, field_id: str) -> Blob | None:
        """Return what to store. A value that did not change keeps its blob. Raises as `open`.

        A row that gets another record key must be read before: a blob under the former one would never open again.
        """
        moved = self.blob is not None and self.blob.key_id != instance.record_key_id
        if self.value is _UNOPENED:
            if moved:
                raise TamperedError
            return self.blob
        if self.value is None:
            self.blob = self._stored = None
        elif moved or self.blob is None or self._stored != to_json(self.value):
            self.blob, self._stored = _sealed(instance, field_id, self.value), to_json(self.value)
        return self.blob


def _opened(instance: Row, field_id: str, blob: Blob) -> Any:
    key = instance.record_key
    if key.wrapped is None:
        raise ErasedError
    place = bound_to(instance.operation_id, instance.pk, field_id)
    try:
        return open_value(key.opened(), key.pk, blob, place)
    except cipher.DoesNotOpenError as error:
        raise TamperedError from error


def _sealed(instance: Row, field_id: str, value: Any) -> Blob:
    key = instance.record_key
    if key.wrapped is None:
        raise ErasedError
    return seal_value(key.opened(), key.pk, value, bound_to(instance.operation_id, instance.pk, field_id))


class SealedAttribute(DeferredAttribute):
    """Opens the blob when the attribute is first read."""

    field: SealedField

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        if instance is None:
            return self
        held = super().__get__(instance, cls)
        return held.open(instance, self.field.field_id)

    def __set__(self, instance: Any, value: Any) -> None:
        held = Held(value) if isinstance(value, Blob) else Held(None, value)
        instance.__dict__[self.field.attname] = held


class SealedField(models.BinaryField):  # type: ignore[type-arg]
    """Any JSON value (text, number, list, dict), sealed under the row's record key.

    `field_id` is permanent: it outlives renamed columns and tables, and a blob opens under no other. None is stored as
    NULL. Rows are written by `save` or `bulk_create`; `update` and filters other than `isnull` are refused.
    """

    descriptor_class = SealedAttribute

    def __init__(self, field_id: str, **options: Any) -> None:
        self.field_id = field_id
        options.update(null=True, blank=True)
        options.setdefault("default", None)
        super().__init__(**options)

    def deconstruct(self) -> Any:
        """Describe the field for migrations."""
        name, path, args, kwargs = super().deconstruct()
        for given in ("null", "blank", "default"):
            kwargs.pop(given, None)
        return name, path, [self.field_id, *args], kwargs

    def from_db_value(self, value: Any, _expression: Any, _connection: Any) -> Blob | None:
        """Mark bytes from the database as a blob."""
        return None if value is None else Blob(value)

    def pre_save(self, model_instance: Any, add: bool) -> Any:  # noqa: FBT001 - Django's signature
        """Return the blob to store."""
        if self.attname not in model_instance.__dict__:  # deferred: nothing was read, nothing changes
            getattr(model_instance, self.attname)
        held: Held = model_instance.__dict__[self.attname]
        return held.sealed(model_instance, self.field_id)

    def get_prep_value(self, value: Any) -> Any:
        """Refuse anything that is not sealed."""
        if value is not None and not isinstance(value, Blob):
            raise TypeError(f"{self.field_id} is sealed: write it with save() or bulk_create(), not with update()")
        return super().get_prep_value(value)

    def get_lookup(self, lookup_name: str) -> Any:
        """Allow `isnull` and nothing else: a sealed value cannot be searched."""
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None

    def value_to_string(self, obj: Any) -> str:
        """Refuse Django's own dumps, which would write the value in clear."""
        raise TypeError(f"{self.field_id} is sealed: use `fristad backup`")
