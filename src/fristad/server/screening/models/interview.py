"""A protection interview in its sittings, and every single thing that was said or seen in it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from fristad.server.accounts.models import Staff
from fristad.server.cases.models import Case, Interpreter
from fristad.server.vault.fields import SealedField
from fristad.server.vault.models import SealedModel


class InterviewState(models.TextChoices):
    """Where a conversation stands."""

    GOING_ON = "going_on", _("Going on")
    PAUSED = "paused", _("Paused")
    CLOSED = "closed", _("Closed")


class Interview(SealedModel):
    """A conversation with one person, which may take several sittings. Its key is its own: it can be erased alone.

    It belongs to its interviewer until it is closed or handed over; until then nobody else reads what was said.

    told: {"language", "form": code of `words.FORMS`, "instruments": {id: fingerprint at the beginning}, "why":
    why talking helps although no fitting service is confirmed, "services": names of those that are, "closing": {...}}
    kept: {id: `library.keeping.text_of`}: the lists in the text of the beginning, opened only where the library changed
    left_out: list of {"leaf", "why": "not_now" or "skipped", "sitting"}: topics that may come again
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    interviewer = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=InterviewState, default=InterviewState.GOING_ON)
    closed_on = models.DateField(null=True)
    told = SealedField("interview.told")
    left_out = SealedField("interview.left_out")
    kept = SealedField("interview.kept")

    class Meta(SealedModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "number"], name="interview_has_its_number"),
            models.CheckConstraint(
                name="interview_state_is_known", condition=models.Q(state__in=InterviewState.values)
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["interviewer", "state"], name="interview_of_interviewer")]

    def __str__(self) -> str:
        return str(self.pk)


class Sitting(SealedModel):
    """One meeting of an interview, with its own safety questions.

    steps: {key of `pure.steps`: what was noted there}; times: {"began", "ended"} as ISO text, sealed since exact times
    say who was where
    """

    interview = models.ForeignKey(Interview, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    interpreter = models.ForeignKey(Interpreter, models.PROTECT, null=True, related_name="+")
    ended_on = models.DateField(null=True)
    steps = SealedField("sitting.steps")
    times = SealedField("sitting.times")

    class Meta(SealedModel.Meta):
        constraints: ClassVar = [models.UniqueConstraint(fields=["interview", "number"], name="sitting_has_its_number")]

    def __str__(self) -> str:
        return str(self.pk)


class Saying(SealedModel):
    """One thing that was told, seen or left unsaid. Added, never changed: a later one may correct it.

    told: {"key": leaf or concept, "value": an answer of the engine, "who": code of `words.WHO`, "words", "leg": id of a
    stretch of the journey or None, "at": ISO time, "heard": True where it was ticked in the person's own account}; of
    the own account itself {"key": None, "who", "words", "at"}
    """

    interview = models.ForeignKey(Interview, models.PROTECT, related_name="+")
    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="+")
    position = models.PositiveIntegerField()
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    told = SealedField("saying.told")

    class Meta(SealedModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["interview", "position"], name="saying_has_its_place"),
            models.UniqueConstraint(fields=["corrects"], name="saying_is_corrected_once"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
