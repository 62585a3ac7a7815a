"""What is done so that harm does not happen: the steps of a prevention plan."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from fristad.server.accounts.models import Staff
from fristad.server.screening.models.profiles import AboutOne
from fristad.server.vault.fields import SealedField


class PreventionStep(AboutOne):
    """An action with an owner and a day. It ends by an explicit act, never by its date.

    told, around: {"about", "part": dimension of the lists, "words", "outside": who does it if not a colleague,
    "agreed": code of `words_profiles.AGREED` or "", "outcome": code of `words_profiles.OUTCOMES`, "answer"}
    """

    assignee = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    due_on = models.DateField()
    told = SealedField("prevention.told")
    around = SealedField("prevention.around")

    class Meta(AboutOne.Meta):
        constraints: ClassVar = [
            models.CheckConstraint(name="prevention_is_of_one", condition=models.Q(case=None) ^ models.Q(place=None))
        ]
        indexes: ClassVar = [models.Index(fields=["assignee", "ended_on", "due_on"], name="prevention_of_staff")]
