"""Working out a screening result, and recording what named people decide beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from fristad.library import load_instrument, statement
from fristad.library.loading import is_per_leg
from fristad.server.accounts import notices
from fristad.server.accounts.actor import Actor
from fristad.server.audit.services import act
from fristad.server.cases import doors as case_doors
from fristad.server.cases.models import Case
from fristad.server.common.clock import today
from fristad.server.common.problems import StaleError
from fristad.server.screening import doors
from fristad.server.screening.models import Decision, Interview, ReviewState, ScreeningResult
from fristad.server.screening.pure import legs
from fristad.server.screening.selectors import decisions, sayings
from fristad.server.screening.selectors import lists as lists_of


def work_out(
    actor: Actor, case: Case, instruments: Iterable[str], interview: Interview | None, *, why: str | None = None
) -> ScreeningResult:
    """Keep what all standing answers of the case amount to now, under these lists and those of the result before.

    Where no answer and no list changed, the result before stands and is returned. `why` is a code of `words.AGAIN`:
    what made it be worked out, where that was not the end of an interview. Raises FristadError for unreadable answers.
    """
    last = doors.results(case).first()
    if last is not None and _worked_out(last.body or {}) == _body(case, instruments, last.body, interview):
        return last
    with act(actor, "result.made", case) as done:
        _one_at_a_time(case)
        last = doors.results(case).first()
        body = _body(case, instruments, (last.body or {}) if last else {}, interview)
        result = ScreeningResult(
            operation_id=case.operation_id,
            record_key=case.record_key,
            case=case,
            interview=interview,
            number=last.number + 1 if last else 1,
            body={**body, "why": why} if why else body,
        )
        result.save(force_insert=True)
        done.touch(result)
    return result


def work_out_again(actor: Actor, case: Case, *, why: str) -> None:
    """Work out a result that stood on answers which no longer count, as one more. Where there is none, do nothing."""
    last = doors.results(case).first()
    if last is not None:
        work_out(actor, case, (), last.interview, why=why)


def _worked_out(body: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in body.items() if key != "why"}


def _body(
    case: Case, instruments: Iterable[str], before: Mapping[str, Any], interview: Interview | None
) -> dict[str, Any]:
    kept = lists_of.older(interview) if interview is not None else {}
    lists = list(dict.fromkeys([*(each["instrument"] for each in before.get("statements") or ()), *instruments]))
    answers = sayings.answers_of(case)
    single = [name for name in lists if is_per_leg(name)]
    keys = {key for name in single for key in load_instrument(name).leaves if not key.startswith("person.")}
    stretches = [str(leg.pk) for leg in case_doors.legs(case.person)]
    by_leg = legs.split(sayings.of_case(case), answers, keys, stretches)
    if by_leg is None:
        return {"statements": statement(lists, answers, kept=kept), "answers": answers}
    whole = statement([name for name in lists if name not in single], answers, kept=kept)
    return {"statements": [*whole, *statement(single, by_leg, kept=kept)], "answers": answers}


def _one_at_a_time(case: Case) -> None:
    """Let whoever writes results or decisions of one case do so one after another, until the transaction ends."""
    Case.unscoped.select_for_update().only("pk").get(pk=case.pk)


def decide(
    actor: Actor, result: ScreeningResult, told: Mapping[str, Any], *, revises: Decision | None, ask_review: bool
) -> Decision:
    """Record the decision of a named person. An earlier one stays as it is and is named as revised.

    Raises `StaleError` where `revises` is not the decision that stands now.
    """
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
        _one_at_a_time(result.case)
        if decisions.standing(result.case) != revises:
            raise StaleError
        decision.save(force_insert=True)
    return decision


def review(actor: Actor, decision: Decision, told: Mapping[str, Any], *, read_version: int) -> None:
    """Keep what a second person thinks of a decision. It changes nothing in the decision itself. Raises StaleError.

    Whoever decided is told that an answer waits in the case, and not what it says.
    """
    with act(actor, "decision.reviewed", decision, decision.case):
        decision.state = ReviewState.REVIEWED
        decision.reviewed_by_id = actor.staff_id
        decision.reviewed_on = today()
        decision.review = dict(told)
        decision.save_over(read_version)
        notices.tell(decision.by, "decision.reviewed", code=decision.case.code)
