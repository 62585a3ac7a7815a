"""What waits for a supervisor's approval in a case, and whether it changed since it was read or approved."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from fristad.server.accounts.actor import Actor
from fristad.server.cases import doors
from fristad.server.cases.models import Approval, AssessmentApproval, Case, Goal, MoveState, Need, PlanApproval, Task
from fristad.server.vault import tags


def goals_of(case: Case) -> dict[str, Any]:
    """Return the goals of a plan with their versions, to tell whether it changed since."""
    rows = Goal.unscoped.filter(case=case, ended_on=None)
    return {str(pk): version for pk, version in rows.values_list("pk", "version")}


def _steps_of(case: Case) -> dict[str, Any]:
    rows = Task.unscoped.filter(case=case, ended_on=None)
    return {str(pk): version for pk, version in rows.values_list("pk", "version")}


def judged_of(case: Case) -> dict[str, Any]:
    """Return how the risk was judged and the needs with their versions; nothing where nobody judged the risk yet."""
    if not case.risk:
        return {}
    needs = Need.unscoped.filter(case=case, ended_on=None)
    risk = [case.risk, case.risk_reason, case.review_on.isoformat() if case.review_on else ""]
    return {"risk": risk, **{str(pk): version for pk, version in needs.values_list("pk", "version")}}


@dataclass(frozen=True)
class Subject:
    """What is approved. `parts` are what an approval stands on; `beside` is read with it and changes more often."""

    name: Literal["plan", "assessment"]
    model: type[Approval]
    parts: Callable[[Case], dict[str, Any]]
    beside: Callable[[Case], dict[str, Any]]
    label: Any
    empty: Any
    waits: Any
    none_waits: Any
    own: Any


PLAN = Subject(
    "plan",
    PlanApproval,
    goals_of,
    _steps_of,
    _("Case plan"),
    _("This plan has no goals yet."),
    _("This plan waits for an answer already."),
    _("No plan is waiting in this case."),
    _("Another person must approve a plan that you asked for."),
)
ASSESSMENT = Subject(
    "assessment",
    AssessmentApproval,
    judged_of,
    lambda _case: {},
    _("Assessment of risk and needs"),
    _("Nobody has judged the risk yet. Judge it first; then ask."),
    _("This assessment waits for an answer already."),
    _("No assessment is waiting in this case."),
    _("Another person must approve an assessment that you asked for."),
)
SUBJECTS = (ASSESSMENT, PLAN)


def approval(case: Case, subject: Subject = PLAN) -> Any:
    """Return what became of the approval, if it was ever asked for, else None. The case came through a door."""
    rows = subject.model.unscoped.filter(case=case)
    return rows.select_related("record_key", "asked_by__record_key", "decided_by__record_key").first()


def mark_of(case: Case, subject: Subject = PLAN) -> str:
    """Return a short mark of all that is read before an answer, to tell whether it changed meanwhile."""
    read = json.dumps([subject.parts(case), subject.beside(case)], sort_keys=True, ensure_ascii=False)
    return tags.tag(case.operation_id, "approval", read).hex()


def subject_of(asked: Approval) -> Subject:
    """Return what an approval is about."""
    return next(subject for subject in SUBJECTS if isinstance(asked, subject.model))


def changed_since(asked: Approval) -> bool:
    """Return whether what was approved is another now."""
    return asked.state == MoveState.ACCEPTED and asked.told.get("goals") != subject_of(asked).parts(asked.case)


def to_approve(actor: Actor, subject: Subject = PLAN) -> QuerySet[Any]:
    """Return what waits for a supervisor, but for what the actor asked for."""
    rows = subject.model.unscoped.filter(
        doors.within(actor, "case.approve"), operation_id=actor.operation_id, state=MoveState.WAITING
    ).exclude(asked_by=actor.staff_id)
    return rows.select_related("record_key", "case", "asked_by__record_key").order_by("created_on", "id")


def waiting(actor: Actor) -> int:
    """Return how much waits for a supervisor."""
    return sum(to_approve(actor, subject).count() for subject in SUBJECTS)
