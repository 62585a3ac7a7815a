"""The journey, leg by leg, as told."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from fristad.server.cases.models.person import Person
from fristad.server.vault.fields import SealedField
from fristad.server.vault.models import SealedModel


class Leg(SealedModel):
    """One stretch of a journey. Answers belong to a leg and a phase.

    told: {"place", "began", "ended" (`PartialDate` as JSON), "phase", "means", "with_whom", "paid_to",
    "debt", "events": [text]}; every part may be None: not told, not asked
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="legs")
    position = models.PositiveSmallIntegerField()
    told = SealedField("leg.told")

    class Meta(SealedModel.Meta):
        indexes: ClassVar = [models.Index(fields=["person", "position"], name="leg_in_order")]

    def __str__(self) -> str:
        return str(self.pk)
