"""What a person needs so that a talk is possible for them. Asked only to give it; it weighs nowhere else."""

from __future__ import annotations

from django.db import models

from fristad.server.accounts.models import Staff
from fristad.server.cases.models import Case
from fristad.server.vault.fields import SealedField
from fristad.server.vault.models import SealedModel


class Support(SealedModel):
    """What helps the person of a case, as last told.

    told: {code of `words_profiles.SUPPORT`: code of `words_profiles.HOW_HARD` or "", "form": code of `words.FORMS`,
    "helps": words, "asked": "person" or "seen"}
    """

    case = models.OneToOneField(Case, models.PROTECT, related_name="+")
    by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    told = SealedField("support.told")

    def __str__(self) -> str:
        return str(self.pk)
