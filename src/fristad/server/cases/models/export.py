"""That cases were written to a file that left the office."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from fristad.server.accounts.models import Staff
from fristad.server.vault.fields import SealedField
from fristad.server.vault.models import SealedModel


class Export(SealedModel):
    """Who wrote which fields of which cases to a file, and why. Each case has an entry in the log that names this row.

    told: {"reason", "fields": [field ids], "cases": [ids], "sealed_to": "recipient"|"password"}
    """

    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    told = SealedField("export.told")

    class Meta(SealedModel.Meta):
        indexes: ClassVar = [models.Index(fields=["staff", "-created_on"], name="export_of_staff")]

    def __str__(self) -> str:
        return str(self.pk)
