"""Working out a screening result, and recording what named people decide beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Max

from fristad.library import statement
from fristad.server.accounts.actor import Actor
from fristad.server.audit.services import act
from fristad.server.cases.models import Case
from fristad.server.common.clock import today
from fristad.server.screening.models import Decision, Interview, ReviewState, ScreeningResult
from fristad.server.screening.selectors import sayings


def work_out(actor: Actor, case: Case, instruments: Iterable[str], interview: Interview | None) -> ScreeningResult:
    """Keep what all standing answers of the case amount to now. Raises FristadError for unreadable answers."""
    answers = sayings.answers_of(case)
    last = ScreeningResult.unscoped.filter(case=case).aggregate(last=Max("number"))["last"] or 0
    result = ScreeningResult(
        operation_id=case.operation_id,
        record_key=case.record_key,
        case=case,
        interview=interview,
        number=last + 1,
        body={"statements": statement(instruments, answers), "answers": answers},
    )
    with act(actor, "result.made", result, case):
        result.save(force_insert=True)
    return result


def decide(
    actor: Actor, result: ScreeningResult, told: Mapping[str, Any], *, revises: Decision | None, ask_review: bool
) -> Decision:
    """Record the decision of a named person. An earlier one stays as it is and is named as revised."""
    decision = Decision(
        operation_id=result.operation_id,
        record_key=result.case.record_key,
        case=result.case,
        result=result,
        by_id=actor.staff_id,
        revises=revises,
        state=ReviewState.ASKED if ask_review else ReviewState.STANDS,
        told=dict(told),
    )
    with act(actor, "decision.revised" if revises else "decision.recorded", decision, result.case):
        decision.save(force_insert=True)
    return decision


def review(actor: Actor, decision: Decision, told: Mapping[str, Any], *, read_version: int) -> None:
    """Keep what a second person thinks of a decision. It changes nothing in the decision itself. Raises StaleError."""
    with act(actor, "decision.reviewed", decision, decision.case):
        decision.state = ReviewState.REVIEWED
        decision.reviewed_by_id = actor.staff_id
        decision.reviewed_on = today()
        decision.review = dict(told)
        decision.save_over(read_version)
