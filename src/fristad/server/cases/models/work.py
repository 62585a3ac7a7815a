"""What a team writes and plans in a case: notes, needs, goals, tasks, flags. All sealed under the case's own key."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import pgettext_lazy

from fristad.server.accounts.models import Staff
from fristad.server.cases.models.case import Case
from fristad.server.vault.fields import SealedField
from fristad.server.vault.models import SealedModel


class CaseItem(SealedModel):
    """Something in a case that somebody wrote and somebody may end by an explicit act."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    ended_on = models.DateField(null=True)
    #: Each kind seals it under a field id of its own.
    told: Any

    class Meta(SealedModel.Meta):
        abstract = True

    def __str__(self) -> str:
        return str(self.pk)


class Note(CaseItem):
    """Words that belong to the case. told: {"words", "kind"}."""

    told = SealedField("note.told")

    class Meta(CaseItem.Meta):
        indexes: ClassVar = [models.Index(fields=["case", "-created_on"], name="note_of_case")]


class NeedState(models.TextChoices):
    """How far the answer to a need has come."""

    OPEN = "open", pgettext_lazy("need", "Open")
    PROGRESS = "progress", pgettext_lazy("need", "In progress")
    MET = "met", pgettext_lazy("need", "Met")
    DECLINED = "declined", pgettext_lazy("need", "Not wanted")


class Need(CaseItem):
    """What a person needs. Written by people and by screening, answered by protection and referrals.

    told: {"kind": code of `words.NEEDS`, "words"}
    """

    state = models.CharField(max_length=8, choices=NeedState, default=NeedState.OPEN)
    told = SealedField("need.told")

    class Meta(CaseItem.Meta):
        constraints: ClassVar = [
            models.CheckConstraint(name="need_state_is_known", condition=models.Q(state__in=NeedState.values))
        ]
        indexes: ClassVar = [models.Index(fields=["case", "state"], name="need_of_case")]


class Goal(CaseItem):
    """A goal of the case plan, in the person's words where they gave them. told: {"words", "answer"}."""

    review_on = models.DateField(null=True)
    told = SealedField("goal.told")

    class Meta(CaseItem.Meta):
        indexes: ClassVar = [models.Index(fields=["case", "ended_on"], name="goal_of_case")]


class Task(CaseItem):
    """A step, a follow-up or another task: who, until when. It ends by an explicit act, never by its date.

    told: {"kind": code of `words.TASKS`, "words", "at": hour of a meeting such as "10:30", "where", "answer": what
    came of it}
    """

    goal = models.ForeignKey(Goal, models.PROTECT, null=True, related_name="+")
    assignee = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    due_on = models.DateField(null=True)
    told = SealedField("task.told")

    class Meta(CaseItem.Meta):
        indexes: ClassVar = [
            models.Index(fields=["case", "ended_on", "due_on"], name="task_of_case"),
            models.Index(fields=["assignee", "ended_on", "due_on"], name="task_of_staff"),
        ]


class Flag(CaseItem):
    """A mark with a date that asks for a look. told: {"words", "answer"}."""

    due_on = models.DateField(null=True)
    told = SealedField("flag.told")

    class Meta(CaseItem.Meta):
        indexes: ClassVar = [models.Index(fields=["case", "ended_on", "due_on"], name="flag_of_case")]


class FindingState(models.TextChoices):
    """What a named person thinks of a finding."""

    TOLD = "told", pgettext_lazy("finding", "Told")
    LIKELY = "likely", pgettext_lazy("finding", "Likely")
    OPEN = "open", pgettext_lazy("finding", "Open")


class Finding(CaseItem):
    """A grave crime or violation on the way, apart from trafficking: smuggling, ransom, torture, detention and others.

    told: {"kind": code of `words.FINDINGS`, "leg": id or None, "words", "state": `FindingState`, "needs": [codes]}
    """

    told = SealedField("finding.told")

    class Meta(CaseItem.Meta):
        indexes: ClassVar = [models.Index(fields=["case", "ended_on"], name="finding_of_case")]
