"""The ledger: one row for each time a person was asked for something, or took it back."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from fristad.server.accounts.models import Staff
from fristad.server.cases.models import Person
from fristad.server.vault.fields import SealedField
from fristad.server.vault.models import SealedModel


class ConsentEvent(SealedModel):
    """Something a person said about what may be done with their words. Added, never changed.

    told: {"purpose": code of `words.PURPOSES`, "answer": code of `words.ANSWERS`, "way": how they may be contacted,
    "receiver", "fields": what they let go (both for sharing, which comes with referrals), "language", "how": code of
    `words.HOW`, "explained_by": name, "free": False where somebody who holds the person may hear or punish,
    "until": day as text or None, "words", "support": codes of `words.SUPPORT`, "ground": code of `words.GROUNDS` for
    whoever is or may be a child}; what was not said is None.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    position = models.PositiveIntegerField()
    told = SealedField("consent.told")

    class Meta(SealedModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "position"], name="consent_event_has_its_place")
        ]

    def __str__(self) -> str:
        return str(self.pk)
