"""A talk of which nothing of the person is kept: the key it goes on under, and the count that is left of a week."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from fristad.server.accounts.models import Team
from fristad.server.vault.fields import SealedField
from fristad.server.vault.models import SealedModel


class UnrecordedTalk(SealedModel):
    """That such a talk goes on, and its key. What is said travels sealed in the page and never comes in here.

    The row and its key are deleted when the talk is closed, and in any case at `until`. It names no person, no case
    and nobody who holds the talk.
    """

    until = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.pk)


class UnrecordedWeek(SealedModel):
    """How many such talks a team held in a week, and what help was offered. `week` is its Monday.

    told: {"talks": number, "offered": {code of `words_arrivals.HELP`: number}}
    """

    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    week = models.DateField()
    told = SealedField("unrecorded_week.told")

    class Meta(SealedModel.Meta):
        constraints: ClassVar = [models.UniqueConstraint(fields=["team", "week"], name="unrecorded_week_once")]

    def __str__(self) -> str:
        return str(self.pk)
