"""What the answers amounted to at a moment, and what named people decided."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from fristad.server.accounts.models import Staff
from fristad.server.cases.models import Case
from fristad.server.screening.models.interview import Interview
from fristad.server.vault.fields import SealedField
from fristad.server.vault.models import SealedModel


class ScreeningResult(SealedModel):
    """What the answers of a case amounted to when it was worked out. Kept as it was: later answers make a new one.

    body: {"statements": [shaped as `schema/determination-1.json`], "answers": {key: answer with its source},
    "why": code of `words.AGAIN`, where it was worked out again for more than a changed answer}
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    interview = models.ForeignKey(Interview, models.PROTECT, null=True, related_name="+")
    number = models.PositiveSmallIntegerField()
    body = SealedField("result.body")

    class Meta(SealedModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "number"], name="screening_result_has_its_number")
        ]

    def __str__(self) -> str:
        return str(self.pk)


class ReviewState(models.TextChoices):
    """Where a decision stands between two people."""

    STANDS = "stands", _("Recorded")
    ASKED = "asked", _("Waits for review")
    REVIEWED = "reviewed", _("Reviewed")


class Decision(SealedModel):
    """What a named person decided, with reasons. Revised by a later one, never overwritten.

    told: {"decision": code of `words.DECISIONS`, "agrees": code of `words.AGREEMENT`, "reasons"}
    review: {"by", "on", "verdict": code of `words.VERDICTS`, "words"}
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    result = models.ForeignKey(ScreeningResult, models.PROTECT, related_name="+")
    by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    revises = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=8, choices=ReviewState, default=ReviewState.STANDS)
    reviewed_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    reviewed_on = models.DateField(null=True)
    told = SealedField("decision.told")
    review = SealedField("decision.review")

    class Meta(SealedModel.Meta):
        constraints: ClassVar = [
            models.CheckConstraint(name="decision_state_is_known", condition=models.Q(state__in=ReviewState.values)),
            models.UniqueConstraint(fields=["revises"], name="decision_is_revised_once"),
            models.CheckConstraint(
                name="decision_is_not_reviewed_by_its_maker",
                condition=models.Q(reviewed_by=None) | ~models.Q(reviewed_by=models.F("by")),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["operation_id", "state", "created_on"], name="decision_to_review")]

    def __str__(self) -> str:
        return str(self.pk)
