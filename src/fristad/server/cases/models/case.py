"""A case: the work of a team for one person."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models.functions import Coalesce, Least, Length
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from fristad.server.accounts.models import Staff, Team
from fristad.server.cases.models.person import Person
from fristad.server.vault.fields import SealedField
from fristad.server.vault.models import SealedModel


class CaseState(models.TextChoices):
    """Where the work stands."""

    OPEN = "open", pgettext_lazy("case", "In progress")
    CLOSING = "closing", _("Closure asked for")
    CLOSED = "closed", pgettext_lazy("case", "Closed")
    SEALED = "sealed", _("Sealed until its retention date")


class Risk(models.TextChoices):
    """How urgent a named person judges the danger to be. Never computed."""

    NOT_JUDGED = "", _("Not judged yet")
    LOW = "low", pgettext_lazy("risk", "Low")
    MEDIUM = "medium", pgettext_lazy("risk", "Medium")
    HIGH = "high", pgettext_lazy("risk", "High")
    IMMEDIATE = "now", _("Immediate danger")


class Case(SealedModel):
    """The work for one person. What a list row shows is sealed on its card, so that a page opens only its own cards.

    card: {"name", "age", "languages", "group", "place", "wish"} as short texts, written with every change of the person
    closing: {"reason", "words"}; circle: {"why", "by", "on"} of a closed circle
    """

    # It follows from two columns that are.
    not_in_digest: ClassVar[frozenset[str]] = frozenset({"next_on"})

    code = models.CharField(max_length=7)
    person = models.ForeignKey(Person, models.PROTECT, related_name="cases")
    agency_id = models.UUIDField()
    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    owner = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=8, choices=CaseState, default=CaseState.OPEN)
    risk = models.CharField(max_length=6, choices=Risk, default=Risk.NOT_JUDGED, blank=True)
    review_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    #: The first of the two, which a row shows and a list is put in order by.
    next_on = models.GeneratedField(
        expression=Least(Coalesce("due_on", "review_on"), Coalesce("review_on", "due_on")),
        output_field=models.DateField(null=True),
        db_persist=True,
    )
    closed_on = models.DateField(null=True)
    closed_circle = models.BooleanField(default=False)

    card = SealedField("case.card")
    risk_reason = SealedField("case.risk_reason")
    closing = SealedField("case.closing")
    circle = SealedField("case.circle")

    class Meta(SealedModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["operation_id", "code"], name="case_code_is_unique_in_operation"),
            models.CheckConstraint(name="case_code_has_seven_signs", condition=Exact(Length("code"), 7)),
            models.CheckConstraint(name="case_state_is_known", condition=models.Q(state__in=CaseState.values)),
            models.CheckConstraint(name="case_risk_is_known", condition=models.Q(risk__in=Risk.values)),
        ]
        indexes: ClassVar = [
            models.Index(fields=["operation_id", "agency_id", "state", "-changed_on", "id"], name="case_list"),
            models.Index(fields=["operation_id", "agency_id", "state", "next_on", "id"], name="case_list_next"),
            models.Index(fields=["operation_id", "agency_id", "state", "-created_on", "id"], name="case_list_opened"),
            models.Index(fields=["operation_id", "agency_id", "state", "risk", "-changed_on"], name="case_list_risk"),
            models.Index(fields=["owner", "state", "-changed_on", "id"], name="case_list_own"),
            models.Index(fields=["team", "state", "-changed_on", "id"], name="case_list_team"),
            models.Index(fields=["team", "state", "next_on", "id"], name="case_list_team_next"),
        ]

    def __str__(self) -> str:
        return self.code


class Involved(models.Model):
    """Somebody beside the owner who works on a case: the officer it was flagged to, the interviewer until 24 hours
    after the handover. Why is not readable: it would say that the person is a child.

    In a closed circle these people alone see the case; everybody else, supervisors too, sees nothing of it.
    """

    # It opens a case: a row that somebody put into the table without an entry is found by the log's verification.
    audited: ClassVar[bool] = True
    operation_path: ClassVar[str] = "case__operation_id"

    case = models.ForeignKey(Case, models.CASCADE, related_name="involved")
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    until = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "staff"], name="involved_once")]

    def __str__(self) -> str:
        return str(self.pk)
