"""A table that is screened for planning, and a list of people to be offered a conversation."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from fristad.server.accounts.models import Staff
from fristad.server.vault.fields import SealedField
from fristad.server.vault.models import SealedModel


class BulkState(models.TextChoices):
    """Where the screening of a table stands."""

    GIVEN = "given", _("The columns are to be named")
    RUNNING = "running", _("Being worked out")
    DONE = "done", _("Finished")
    REFUSED = "refused", _("Not worked out")


class BulkRun(SealedModel):
    """One table, or the own cases, screened for planning. Its rows lie sealed beside it and go before the counts do.

    told: {"source": "table" or "cases", "name", "suffix", "size", "parts", "mapping", "place", "group", "lists", "job"}
    result: {"rows", "left_out", "repeated", "unlisted", "unreadable", "people", "totals", "places", "groups",
    "answered", "refused"}: counts that are safe to be shown, and what happened
    """

    by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=BulkState, default=BulkState.GIVEN)
    until = models.DateField()
    told = SealedField("bulk_run.told")
    result = SealedField("bulk_run.result")

    class Meta(SealedModel.Meta):
        constraints: ClassVar = [
            models.CheckConstraint(name="bulk_run_state_is_known", condition=models.Q(state__in=BulkState.values))
        ]

    def __str__(self) -> str:
        return str(self.pk)


class TalkList(SealedModel):
    """People to be offered a conversation in an ordinary round, among others of the same places. It says no reason.

    told: {"round": when and how the round is made, "entries": [[id, place]]}
    """

    officer = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    until = models.DateField()
    told = SealedField("talk_list.told")

    def __str__(self) -> str:
        return str(self.pk)
