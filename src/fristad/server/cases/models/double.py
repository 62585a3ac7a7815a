"""Two cases that may be about one person. Made by a job, known to the duplicate desk alone."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fristad.server.accounts.models import Staff
from fristad.server.cases.models.case import Case
from fristad.server.vault.fields import SealedField
from fristad.server.vault.models import SealedModel


class DoubleState(models.TextChoices):
    """What the desk did with two cases."""

    OPEN = "open", _("To compare")
    JOINED = "joined", _("One person")
    LEFT = "left", _("Two people")


class Double(SealedModel):
    """Two cases of one agency that may be about one person, under a key of their own: what two share names both.

    told: {"why": [codes of `words_supervision.LIKENESSES`], "nearness": hundredths, "questions": {id of a case:
    {"words", "by", "answer", "answered_by"}}, "joined": id of the person whose record points to "main", "words"}
    """

    one = models.ForeignKey(Case, models.PROTECT, related_name="+")
    other = models.ForeignKey(Case, models.PROTECT, related_name="+")
    state = models.CharField(max_length=6, choices=DoubleState, default=DoubleState.OPEN)
    decided_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    decided_on = models.DateField(null=True)
    told = SealedField("double.told")

    class Meta(SealedModel.Meta):
        constraints: ClassVar = [
            models.CheckConstraint(name="double_in_one_order", condition=Q(one__lt=models.F("other"))),
            models.CheckConstraint(name="double_state_is_known", condition=Q(state__in=DoubleState.values)),
            models.CheckConstraint(
                name="double_open_or_decided",
                condition=Q(state=DoubleState.OPEN, decided_on=None, decided_by=None)
                | (~Q(state=DoubleState.OPEN) & Q(decided_on__isnull=False, decided_by__isnull=False)),
            ),
            models.UniqueConstraint(name="double_once", fields=["one", "other"]),
        ]
        indexes: ClassVar = [models.Index(fields=["operation_id", "state"], name="double_by_state")]

    def __str__(self) -> str:
        return str(self.pk)
