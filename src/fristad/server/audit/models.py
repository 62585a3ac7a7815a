"""Rows of the log. They are written by `writing.py` only; triggers refuse every change (`triggers.py`)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Entry(models.Model):
    """One thing that somebody did or read. Without personal data: ids, counts and names of actions."""

    operation_id = models.UUIDField()
    #: From 1, without gaps, in each operation.
    sequence = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    #: The staff member; empty where the service itself acted.
    actor_id = models.UUIDField(null=True)
    action = models.CharField(max_length=60)
    purpose = models.CharField(max_length=40, blank=True)
    #: Kind and id of the record, such as `cases.case`; empty where no single record is meant.
    label = models.CharField(max_length=60, blank=True)
    record_id = models.UUIDField(null=True)
    #: What the stored row looked like after the write, by `vault.digests`; empty where nothing was written.
    digest = models.BinaryField(max_length=32, null=True)
    detail = models.JSONField(default=dict)
    key_version = models.PositiveSmallIntegerField()
    link = models.BinaryField(max_length=32)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["operation_id", "sequence"], name="entry_once"),
            models.CheckConstraint(name="entry_from_one", condition=models.Q(sequence__gte=1)),
        ]
        indexes: ClassVar = [
            models.Index(fields=["record_id", "sequence"], name="entry_by_record"),
            models.Index(fields=["actor_id", "at"], name="entry_by_actor"),
            # Verification walks along the written records.
            models.Index(
                fields=["operation_id", "record_id", "sequence"],
                name="entry_written",
                condition=models.Q(digest__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.action}"


class Seen(models.Model):
    """A record that stood on a listed page. The entry's link covers these rows."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="seen")
    record_id = models.UUIDField(db_index=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["entry", "record_id"], name="seen_once")]

    def __str__(self) -> str:
        return str(self.pk)


class SearchMark(models.Model):
    """That somebody searched today for a name of this likeness. Keyed marks; of past days nothing is kept.

    No part of the log: it only lets an alarm notice that one person tries many spellings of one name.
    """

    operation_id = models.UUIDField()
    staff_id = models.UUIDField()
    day = models.DateField(db_index=True)
    alike = models.BinaryField(max_length=10)
    exact = models.BinaryField(max_length=10)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["staff_id", "day", "alike", "exact"], name="search_mark_once")
        ]

    def __str__(self) -> str:
        return str(self.pk)
