"""Record keys, sealed rows, search tags."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any, ClassVar, Self

from django.db import models, transaction

from fristad.server.common.clock import today
from fristad.server.common.problems import StaleError
from fristad.server.vault import cipher, sealing
from fristad.server.vault.fields import SealedField
from fristad.server.vault.keyring import keyring


class OutsideDoorError(RuntimeError):
    """Code asked for sealed rows without saying who is asking. A fault of ours, never shown to people."""


class RecordKeyManager(models.Manager["RecordKey"]):
    """Makes record keys."""

    def make(self, operation_id: uuid.UUID, kind: str) -> RecordKey:
        """Store a fresh key for one thing that can be erased by itself. Raises `LockedError`."""
        made = RecordKey.fresh(operation_id, kind)
        made.save(force_insert=True)
        return made


class RecordKey(models.Model):
    """The key of one thing that can be erased by itself: a person, a case, a family, an interview, a document."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    operation_id = models.UUIDField()
    kind = models.CharField(max_length=24)
    key_version = models.PositiveSmallIntegerField()
    wrapped = models.BinaryField(null=True)
    created_on = models.DateField(default=today)
    destroyed_on = models.DateField(null=True)

    objects: ClassVar[RecordKeyManager] = RecordKeyManager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="record_key_is_there_or_destroyed",
                condition=models.Q(wrapped__isnull=False, destroyed_on__isnull=True)
                | models.Q(wrapped__isnull=True, destroyed_on__isnull=False),
            )
        ]
        # Rotation walks the keys of one operation that are still under an older version.
        indexes: ClassVar = [models.Index(fields=["operation_id", "key_version", "id"], name="record_key_by_version")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @classmethod
    def fresh(cls, operation_id: uuid.UUID, kind: str) -> RecordKey:
        """Return a key that is not stored yet, for rows that are written many at a time."""
        key = cipher.new_key()
        made = cls(operation_id=operation_id, kind=kind)
        made.key_version, made.wrapped = sealing.wrap_record_key(operation_id, made.pk, key)
        keyring.remember(operation_id, made.pk, key)
        return made

    def opened(self) -> bytes:
        """Return the key itself. Raises `LockedError`, `cipher.DoesNotOpenError`."""
        if self.wrapped is None:
            raise cipher.DoesNotOpenError
        return sealing.unwrap_record_key(self.operation_id, self.pk, self.key_version, bytes(self.wrapped))

    def destroy(self) -> None:
        """Erase all that was sealed with it. What it sealed opens never again."""
        self.wrapped = None
        self.destroyed_on = today()
        self.save(update_fields=["wrapped", "destroyed_on"])
        keyring.forget_record(self.pk)


class Guarded(models.Manager[Any]):
    """Refuses every query: rows about people are reached through the door of their kind (`doors.py` of the app)."""

    def get_queryset(self) -> models.QuerySet[Any]:
        """Refuse."""
        raise OutsideDoorError(f"{self.model.__name__} is reached through its door, with an actor")


class SealedModel(models.Model):
    """A row with sealed fields. Its readable columns are in the closed list of `vault/readable.py`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    operation_id = models.UUIDField()
    record_key = models.ForeignKey(RecordKey, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)
    created_on = models.DateField(default=today)
    changed_on = models.DateField(default=today)

    objects: ClassVar[Guarded] = Guarded()
    #: For doors, services and selectors. Pages that use it are a closed list (`tests/server/vault/test_unscoped.py`).
    unscoped: ClassVar = models.Manager[Any]()

    class Meta:
        abstract = True
        base_manager_name = "unscoped"
        default_manager_name = "objects"

    def save_over(self, read_version: int) -> Self:
        """Save a change made to what was read at `read_version`. Raises `StaleError` if it was changed since."""
        before = self.version, self.changed_on
        try:
            with transaction.atomic():
                self._take_over(read_version)
                self.save(force_update=True)
        except BaseException:
            self.version, self.changed_on = before
            raise
        return self

    def _take_over(self, read_version: int) -> None:
        self.version, self.changed_on = read_version + 1, today()
        if not type(self).unscoped.filter(pk=self.pk, version=read_version).update(version=self.version):
            raise StaleError

    def refresh_from_db(
        self,
        using: str | None = None,
        fields: Iterable[str] | None = None,
        from_queryset: models.QuerySet[Any] | None = None,
    ) -> None:
        """Reload as Django does, but sealed columns as blobs that stay closed until they are read."""
        rows = type(self)._base_manager.using(using) if from_queryset is None else from_queryset
        closed = {field.attname for field in self._meta.concrete_fields if isinstance(field, SealedField)}
        wanted = closed - self.get_deferred_fields() if fields is None else closed & set(fields)
        others = None if fields is None else set(fields) - closed
        if others is None or others:
            super().refresh_from_db(using, others, rows.defer(*closed))
        if wanted:
            for name, blob in rows.filter(pk=self.pk).values(*wanted).get().items():
                setattr(self, name, blob)


class SearchTag(models.Model):
    """One keyed tag of a word or number by which a record can be found. Without the key it says nothing."""

    operation_id = models.UUIDField()
    tag = models.BinaryField(max_length=10)
    record_id = models.UUIDField(db_index=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["tag", "record_id"], name="search_tag_once")]

    def __str__(self) -> str:
        return str(self.pk)
