"""The steps of a prevention plan: planned, changed, and ended by an explicit act."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from fristad.server.accounts import notices
from fristad.server.accounts.actor import Actor
from fristad.server.accounts.models import Staff
from fristad.server.audit.services import act
from fristad.server.cases.services.shut import refuse_shut
from fristad.server.cases.services.work import due_rewrite
from fristad.server.common.clock import today
from fristad.server.common.problems import WrongInputError
from fristad.server.screening.doors_profiles import Subject
from fristad.server.screening.models import PreventionStep
from fristad.server.screening.selectors import prevention
from fristad.server.screening.services.profiles import refuse_people


@dataclass(frozen=True)
class Owner:
    """Who sees to a step, and until when."""

    staff_id: UUID
    until: date


def plan(actor: Actor, subject: Subject, told: Mapping[str, Any], *, owner: Owner) -> PreventionStep:
    """Plan a step with its owner and day. Raises `WrongInputError` for an owner who would never see it."""
    record = subject.record
    made = PreventionStep(
        operation_id=record.operation_id,
        record_key=record.record_key,
        **subject.columns,
        by_id=actor.staff_id,
    )
    _write(actor, subject, made, told, owner)
    with act(actor, "prevention.planned", made, record):
        made.save(force_insert=True)
        _rewrite_due(subject)
        _tell(actor, made, had=None)
    return made


def change(
    actor: Actor,
    subject: Subject,
    step: PreventionStep,
    told: Mapping[str, Any],
    *,
    owner: Owner,
    read_version: int,
) -> PreventionStep:
    """Change a step that has not ended. Raises `StaleError`, and as `plan` does."""
    had = step.assignee_id
    _write(actor, subject, step, told, owner)
    with act(actor, "prevention.changed", step, subject.record):
        step.save_over(read_version)
        _rewrite_due(subject)
        _tell(actor, step, had=had)
    return step


def end(
    actor: Actor, subject: Subject, step: PreventionStep, *, outcome: str, answer: str, read_version: int
) -> PreventionStep:
    """End a step, saying what came of it. Raises `StaleError`."""
    _refuse(subject, [answer])
    step.ended_on = today()
    step.body = {**step.body, "outcome": outcome, "answer": answer}
    with act(actor, "prevention.ended", step, subject.record):
        step.save_over(read_version)
        _rewrite_due(subject)
    return step


def _rewrite_due(subject: Subject) -> None:
    """Let the case carry the nearest day of its plan, too: lists are put in order by it."""
    if subject.case:
        due_rewrite(subject.case)


def _write(actor: Actor, subject: Subject, step: PreventionStep, told: Mapping[str, Any], owner: Owner) -> None:
    _refuse(subject, [told["words"], told["outside"]])
    if owner.staff_id != step.assignee_id and str(owner.staff_id) not in prevention.owners_for(actor, subject):
        raise WrongInputError(_("This colleague cannot open this plan, so they would never see the step."))
    step.assignee = Staff.unscoped.select_related("record_key").get(pk=owner.staff_id)
    step.due_on = owner.until
    step.body = {**told, "about": subject.about}


def _refuse(subject: Subject, texts: list[str]) -> None:
    if subject.case:
        refuse_shut(subject.case)
    else:
        refuse_people(texts)


def _tell(actor: Actor, step: PreventionStep, *, had: UUID | None) -> None:
    """Tell a colleague that a step is theirs now."""
    if step.assignee_id in (had, actor.staff_id):
        return
    if step.case:
        notices.tell(step.assignee, "prevention.given", code=step.case.code, about=step.body["about"])
    else:
        notices.tell(step.assignee, "prevention.given_place", place=str(step.place_id))
