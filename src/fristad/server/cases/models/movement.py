"""Cases that move: transfers that are asked for, stand-ins while somebody is away, and plans to approve."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from fristad.server.accounts.models import Staff, Team
from fristad.server.cases.models.case import Case
from fristad.server.vault.fields import SealedField
from fristad.server.vault.models import SealedModel


class MoveState(models.TextChoices):
    """What became of something that was asked for."""

    WAITING = "waiting", pgettext_lazy("transfer", "In progress")
    ACCEPTED = "accepted", pgettext_lazy("transfer", "Accepted")
    DECLINED = "declined", pgettext_lazy("transfer", "Declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("transfer", "Withdrawn")


def _decided() -> Q:
    return Q(state=MoveState.WAITING, decided_on=None, decided_by=None) | (
        ~Q(state=MoveState.WAITING) & Q(decided_on__isnull=False, decided_by__isnull=False)
    )


class Transfer(SealedModel):
    """That somebody asked another person or team of the agency to take a case over. It moves when they accept.

    told: {"why", "answer"}
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    to_staff = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    to_team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=9, choices=MoveState, default=MoveState.WAITING)
    decided_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    decided_on = models.DateField(null=True)
    told = SealedField("transfer.told")

    class Meta(SealedModel.Meta):
        constraints: ClassVar = [
            models.CheckConstraint(name="transfer_state_is_known", condition=Q(state__in=MoveState.values)),
            models.CheckConstraint(name="transfer_waiting_or_decided", condition=_decided()),
            models.CheckConstraint(
                name="transfer_to_a_person_or_a_team",
                condition=Q(to_staff=None, to_team__isnull=False) | Q(to_staff__isnull=False, to_team=None),
            ),
            models.UniqueConstraint(
                name="transfer_waiting_once", fields=["case"], condition=Q(state=MoveState.WAITING)
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["asked_by", "state"], name="transfer_asked_by"),
            models.Index(fields=["to_staff", "state"], name="transfer_to_staff"),
            models.Index(fields=["to_team", "state"], name="transfer_to_team"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Handover(SealedModel):
    """That a colleague stands in for the owner of a case until a day. The case stays with its owner.

    told: {"words"}
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    stand_in = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    until = models.DateField()
    ended_on = models.DateField(null=True)
    told = SealedField("handover.told")

    class Meta(SealedModel.Meta):
        constraints: ClassVar = [
            models.CheckConstraint(name="handover_to_another", condition=~Q(by=models.F("stand_in"))),
            models.UniqueConstraint(name="handover_once", fields=["case", "stand_in"], condition=Q(ended_on=None)),
        ]
        indexes: ClassVar = [
            models.Index(fields=["by", "ended_on"], name="handover_by"),
            models.Index(fields=["stand_in", "ended_on"], name="handover_to"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Approval(SealedModel):
    """Whether a supervisor approves something in a case: one row, asked for anew after a change; the log keeps all."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    state = models.CharField(max_length=9, choices=MoveState, default=MoveState.WAITING)
    decided_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    decided_on = models.DateField(null=True)
    #: Each kind seals it under a field id of its own.
    told: Any

    class Meta(SealedModel.Meta):
        abstract = True

    def __str__(self) -> str:
        return str(self.pk)


def _approved_once(name: str, short: str) -> list[models.BaseConstraint]:
    """Return what holds for an approval of any kind: nobody approves what they asked for themselves."""
    return [
        models.CheckConstraint(name=f"{short}_state_is_known", condition=Q(state__in=MoveState.values)),
        models.CheckConstraint(name=f"{short}_waiting_or_decided", condition=_decided()),
        models.CheckConstraint(
            name=f"{short}_not_approved_by_oneself",
            condition=~Q(state=MoveState.ACCEPTED) | ~Q(decided_by=models.F("asked_by")),
        ),
        models.UniqueConstraint(name=f"{name}_once", fields=["case"]),
    ]


class PlanApproval(Approval):
    """Whether a supervisor approves the plan of a case.

    told: {"words", "answer", "goals": {id of a goal: version at the answer}}
    """

    told = SealedField("plan_approval.told")

    class Meta(Approval.Meta):
        constraints: ClassVar = _approved_once("plan_approval", "plan")


class AssessmentApproval(Approval):
    """Whether a supervisor approves how risk and needs of a case were judged.

    told: {"words", "answer", "goals": {"risk" or id of a need: what stood there at the answer}}
    """

    told = SealedField("assessment_approval.told")

    class Meta(Approval.Meta):
        constraints: ClassVar = _approved_once("assessment_approval", "assessment")
