"""How long closed cases are kept: the agency's policy, legal holds, and what became due."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from fristad.server.accounts.models import Staff
from fristad.server.cases.models.case import Case
from fristad.server.cases.models.work import CaseItem
from fristad.server.vault.fields import SealedField
from fristad.server.vault.models import SealedModel


class RetentionRule(SealedModel):
    """One line of an agency's policy in an operation. None comes along: without a line nothing is ever due.

    told: {"outcome": code of `words.CLOSE_REASONS` or "" for any, "kind": code of `words_retention.KINDS`,
    "months": whole number, "source": where it stands written}
    """

    agency_id = models.UUIDField()
    by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    ended_on = models.DateField(null=True)
    ended_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    told = SealedField("retention_rule.told")

    class Meta(SealedModel.Meta):
        indexes: ClassVar = [
            models.Index(fields=["operation_id", "agency_id", "ended_on"], name="retention_rule_of_agency")
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Hold(CaseItem):
    """That a case must not be erased: who says so, why, and until when (or until somebody lifts it).

    told: {"why", "lifted": why it was lifted}
    """

    until = models.DateField(null=True)
    ended_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    told = SealedField("hold.told")

    class Meta(CaseItem.Meta):
        indexes: ClassVar = [models.Index(fields=["case", "ended_on"], name="hold_of_case")]


class ProposalState(models.TextChoices):
    """What became of a case that was due."""

    WAITING = "waiting", _("Waiting for somebody to confirm")
    ERASED = "erased", _("Erased")
    KEPT = "kept", _("Kept longer")
    LAPSED = "lapsed", _("No longer due")


class Proposal(SealedModel):
    """That a case is due to be erased, or was erased because the person asked; what somebody decided.

    told: {"months", "source", "answer"}. Sealed under the key of the case, it goes with the case. Who decided, and
    which certificate of `custody.Erasure` belongs to it, stay.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    due_on = models.DateField()
    state = models.CharField(max_length=8, choices=ProposalState, default=ProposalState.WAITING)
    decided_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    decided_on = models.DateField(null=True)
    #: A case that is kept longer is not due before this day.
    again_on = models.DateField(null=True)
    #: A plain id: certificates are put back by themselves after a restore.
    certificate_id = models.UUIDField(null=True)
    told = SealedField("proposal.told")

    class Meta(SealedModel.Meta):
        constraints: ClassVar = [
            models.CheckConstraint(name="proposal_state_is_known", condition=models.Q(state__in=ProposalState.values)),
            models.CheckConstraint(
                name="proposal_erased_with_certificate",
                condition=~models.Q(state=ProposalState.ERASED) | models.Q(certificate_id__isnull=False),
            ),
            models.CheckConstraint(
                name="proposal_kept_until_a_day",
                condition=~models.Q(state=ProposalState.KEPT) | models.Q(again_on__isnull=False),
            ),
            models.UniqueConstraint(
                name="proposal_waits_once", fields=["case"], condition=models.Q(state=ProposalState.WAITING)
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["operation_id", "state", "due_on"], name="proposal_by_state")]

    def __str__(self) -> str:
        return str(self.pk)
