"""How much work a supervisor thinks one person can carry."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from fristad.server.accounts.models import Staff
from fristad.server.vault.fields import SealedField
from fristad.server.vault.models import SealedModel


class Ceiling(SealedModel):
    """The most open cases that somebody should have, sealed under their own key. None: no ceiling."""

    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    cases = SealedField("ceiling.cases")

    class Meta(SealedModel.Meta):
        constraints: ClassVar = [models.UniqueConstraint(name="ceiling_once", fields=["staff"])]

    def __str__(self) -> str:
        return str(self.pk)
