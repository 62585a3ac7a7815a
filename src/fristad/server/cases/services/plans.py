"""A supervisor's approval of a case plan, or of how risk and needs were judged; never by who asked for it."""

from __future__ import annotations

from typing import Any

from fristad.server.accounts import notices
from fristad.server.accounts.actor import Actor
from fristad.server.audit.services import act
from fristad.server.cases.models import Case, MoveState
from fristad.server.cases.selectors.approvals import PLAN, Subject, approval, mark_of, subject_of
from fristad.server.cases.services.shut import refuse_shut
from fristad.server.common.clock import today
from fristad.server.common.problems import StaleError, WrongInputError


def approval_ask(actor: Actor, case: Case, *, words: str, subject: Subject = PLAN) -> Any:
    """Ask a supervisor to approve a plan or an assessment as it is. Raises `WrongInputError`."""
    refuse_shut(case)
    if not subject.parts(case):
        raise WrongInputError(subject.empty)
    there = approval(case, subject)
    if there is not None and there.state == MoveState.WAITING:
        raise WrongInputError(subject.waits)
    asked = there or subject.model(operation_id=case.operation_id, record_key=case.record_key, case=case)
    asked.asked_by_id, asked.state, asked.decided_by, asked.decided_on = actor.staff_id, MoveState.WAITING, None, None
    asked.told = {"words": words}
    with act(actor, f"{subject.name}.asked", asked, case):
        if there is None:
            asked.save(force_insert=True)
        else:
            asked.save_over(asked.version)
    return asked


def approval_decide(actor: Actor, asked: Any, *, agreed: bool, words: str, read_version: int, read: str) -> Any:
    """Approve it or send it back. Nobody approves what they asked for themselves.

    Raises `StaleError`, also where what is approved is no longer as it was read (`selectors.approvals.mark_of`).
    """
    subject = subject_of(asked)
    if asked.state != MoveState.WAITING:
        raise WrongInputError(subject.none_waits)
    if asked.asked_by_id == actor.staff_id:
        raise WrongInputError(subject.own)
    with act(actor, f"{subject.name}.approved" if agreed else f"{subject.name}.sent_back", asked, asked.case):
        if read != mark_of(asked.case, subject):
            raise StaleError
        asked.state = MoveState.ACCEPTED if agreed else MoveState.DECLINED
        asked.decided_by_id, asked.decided_on = actor.staff_id, today()
        asked.told = {**asked.told, "answer": words, "goals": subject.parts(asked.case)}
        asked.save_over(read_version)
        notices.tell(asked.asked_by, f"{subject.name}.decided", code=asked.case.code)
    return asked
