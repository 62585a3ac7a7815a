"""Who may hold a protection interview."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from fristad.server.accounts.models import Staff
from fristad.server.common.clock import today


class Certificate(models.Model):
    """A supervisor's word that somebody may hold protection interviews until a day.

    Until the learning rooms exist this is how the certificate is had; they will register theirs beside it.
    """

    # It opens the interview: a row put in without an entry is found by the log's verification.
    audited: ClassVar[bool] = True
    operation_path: ClassVar[str] = "operation_id"

    operation_id = models.UUIDField()
    staff = models.ForeignKey(Staff, models.CASCADE, related_name="+")
    by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    granted_on = models.DateField(default=today)
    until = models.DateField()
    ended_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="certificate_is_not_given_to_oneself", condition=~models.Q(staff=models.F("by"))
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)
