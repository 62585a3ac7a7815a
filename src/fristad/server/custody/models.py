"""What this database is, and what was erased from it."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from fristad.server.common.clock import today


class Installation(models.Model):
    """What kind of database this is, fixed when it was made, and which key store belongs to it. One row."""

    KINDS: ClassVar = [("demo", "demo"), ("live", "live")]

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    kind = models.CharField(max_length=4, choices=KINDS)
    key_store_id = models.UUIDField()
    made_on = models.DateField(default=today)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="installation_once", condition=Q(id=1)),
            models.CheckConstraint(name="installation_kind", condition=Q(kind__in=["demo", "live"])),
        ]

    def __str__(self) -> str:
        return self.kind


class Erasure(models.Model):
    """The certificate of one erasure: which keys were destroyed, when the files were found free of them.

    It names no person: ids of what is gone. A restore replays it, so that nothing erased comes back.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    operation_id = models.UUIDField(db_index=True)
    label = models.CharField(max_length=60)
    record_id = models.UUIDField()
    key_ids = models.JSONField()
    erased_on = models.DateField(default=today)
    #: The day the stored files were overwritten and searched; None until then.
    certified_on = models.DateField(null=True)
    #: The day the last backup ends that could hold the keys.
    copies_end_on = models.DateField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["label", "record_id"], name="erased_once")]

    def __str__(self) -> str:
        return f"{self.label} {self.record_id}"
