"""Opening a case outside one's scope in an emergency, for some hours, judged by others afterwards."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from fristad.server.accounts.models import Staff
from fristad.server.cases.models.case import Case
from fristad.server.vault.fields import SealedField
from fristad.server.vault.models import SealedModel


class EmergencyAccess(SealedModel):
    """That somebody opened one case in an emergency, until when, and what others thought of it.

    It is no row of `Involved`: it opens less (reading and writing only) and can never open a closed circle, also one
    that is closed while it runs.

    told: {"reason", "began": exact time, "found_by": "code"|"phone", "verdict": code of
    `words_supervision.VERDICTS`, "answer"}
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    until = models.DateTimeField()
    judge_by = models.DateField()
    judged_on = models.DateField(null=True)
    judged_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    told = SealedField("emergency_access.told")

    class Meta(SealedModel.Meta):
        constraints: ClassVar = [
            models.CheckConstraint(
                name="emergency_not_judged_by_oneself",
                condition=models.Q(judged_by=None) | ~models.Q(judged_by=models.F("staff")),
            ),
            models.CheckConstraint(
                name="emergency_judged_by_somebody",
                condition=models.Q(judged_on=None, judged_by=None)
                | models.Q(judged_on__isnull=False, judged_by__isnull=False),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["case", "staff", "until"], name="emergency_of_case"),
            models.Index(fields=["operation_id", "judged_on"], name="emergency_to_judge"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
