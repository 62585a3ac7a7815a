"""Somebody who came through a door, somebody others worry about, and people who are still held."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from fristad.server.accounts.models import Staff, Team
from fristad.server.cases.models import Case
from fristad.server.vault.fields import SealedField
from fristad.server.vault.models import SealedModel


class ArrivalState(models.TextChoices):
    """What became of the offer of a talk."""

    LATER = "later", _("To be offered again")
    ACCEPTED = "accepted", _("A case was begun")
    ENDED = "ended", _("Ended")


class Arrival(SealedModel):
    """A first contact whose person wants to be met again, or has agreed to a talk. Not a case, and no story.

    told: {"door": code of `words_arrivals.DOORS`, "own_word": what the person calls it, "answers": {code of
    `words_arrivals.QUESTIONS`: code or words}, "way": how to talk again safely, "language"}
    """

    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=ArrivalState, default=ArrivalState.LATER)
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="+")
    until = models.DateField()
    told = SealedField("arrival.told")

    class Meta(SealedModel.Meta):
        constraints: ClassVar = [
            models.CheckConstraint(name="arrival_state_is_known", condition=models.Q(state__in=ArrivalState.values))
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Worry(SealedModel):
    """What somebody saw and fears for another. It carries no name until that person agrees, and is nobody's file.

    told: {"door", "place", "seen", "meet": how to meet safely, "child": "yes", "no" or "unknown"}
    """

    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    assignee = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    ended_on = models.DateField(null=True)
    told = SealedField("worry.told")

    def __str__(self) -> str:
        return str(self.pk)


class HeldReport(SealedModel):
    """That others are still held somewhere. Nothing leads from it to the one who told: no column, no time, no case.

    told: {"place", "people", "danger": how the teller sees the danger of acting, "what"}
    """

    agency_id = models.UUIDField()
    ended_on = models.DateField(null=True)
    told = SealedField("held_report.told")

    def __str__(self) -> str:
        return str(self.pk)


class Alarm(SealedModel):
    """A live kidnapping: to be answered by the security and protection leads within the hour.

    told: {"due": moment as text, "done": what was done, "by": staff id, "said": what the family was told}. The moment
    is there while the alarm stands and is taken out when it is answered.
    """

    report = models.ForeignKey(HeldReport, models.PROTECT, related_name="+")
    ended_on = models.DateField(null=True)
    told = SealedField("alarm.told")

    def __str__(self) -> str:
        return str(self.pk)
