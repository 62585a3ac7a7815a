"""A supervisor's approval of a case plan; never by who asked for it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fristad.server.accounts import notices
from fristad.server.accounts.actor import Actor
from fristad.server.audit.services import act
from fristad.server.cases.models import Case, MoveState, PlanApproval
from fristad.server.cases.selectors import movements as selector
from fristad.server.common.clock import today
from fristad.server.common.problems import StaleError, WrongInputError


def plan_ask(actor: Actor, case: Case, *, words: str) -> PlanApproval:
    """Ask a supervisor to approve the plan as it is. Raises `WrongInputError`."""
    if not selector.goals_of(case):
        raise WrongInputError(_("This plan has no goals yet."))
    there = selector.approval(case)
    if there is not None and there.state == MoveState.WAITING:
        raise WrongInputError(_("This plan waits for an answer already."))
    asked = there or PlanApproval(operation_id=case.operation_id, record_key=case.record_key, case=case)
    asked.asked_by_id, asked.state, asked.decided_by, asked.decided_on = actor.staff_id, MoveState.WAITING, None, None
    asked.told = {"words": words}
    with act(actor, "plan.asked", asked, case):
        if there is None:
            asked.save(force_insert=True)
        else:
            asked.save_over(asked.version)
    return asked


def plan_decide(
    actor: Actor, asked: PlanApproval, *, agreed: bool, words: str, read_version: int, read_plan: str
) -> PlanApproval:
    """Approve a plan or send it back. Nobody approves what they asked for themselves.

    Raises `StaleError`, also where the plan is no longer as it was read (`selectors.movements.mark_of`).
    """
    if asked.state != MoveState.WAITING:
        raise WrongInputError(_("No plan is waiting in this case."))
    if asked.asked_by_id == actor.staff_id:
        raise WrongInputError(_("Another person must approve a plan that you asked for."))
    with act(actor, "plan.approved" if agreed else "plan.sent_back", asked, asked.case):
        if read_plan != selector.mark_of(asked.case):
            raise StaleError
        asked.state = MoveState.ACCEPTED if agreed else MoveState.DECLINED
        asked.decided_by_id, asked.decided_on = actor.staff_id, today()
        asked.told = {**asked.told, "answer": words, "goals": selector.goals_of(asked.case)}
        asked.save_over(read_version)
        notices.tell(asked.asked_by, "plan.decided", code=asked.case.code)
    return asked


def changed_since(asked: PlanApproval) -> bool:
    """Return whether the goals changed after the answer."""
    return asked.state == MoveState.ACCEPTED and asked.told.get("goals") != selector.goals_of(asked.case)
