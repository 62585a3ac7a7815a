"""The policy of how long closed cases are kept, legal holds, and the daily look at what became due."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby
from typing import TypeVar
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from fristad.server.accounts import notices
from fristad.server.accounts.actor import Actor
from fristad.server.audit.services import act
from fristad.server.cases.models import Case, Hold, Proposal, ProposalState, RetentionRule
from fristad.server.cases.pure.periods import later
from fristad.server.cases.selectors import retention as selector
from fristad.server.cases.selectors.circles import members, those_who_may
from fristad.server.common.clock import today
from fristad.server.common.problems import WrongInputError
from fristad.server.jobs.work import Work
from fristad.server.vault.models import RecordKey, SealedModel

T = TypeVar("T", bound=SealedModel)

KIND = "retention.propose"
#: So many cases are looked at in one step of the daily job.
STEP = 100


def rule_set(actor: Actor, *, outcome: str, kind: str, months: int, source: str) -> RetentionRule:
    """Write a line of the policy of the actor's agency here. It takes the place of the one for the same cases."""
    with act(actor, "retention.rule_set", detail={"months": months}) as doing:
        for former in selector.rules_of(actor.operation_id, actor.agency_id):
            if (former.told["outcome"], former.told["kind"]) == (outcome, kind):
                rule_end(actor, former)
        made = RetentionRule(
            operation_id=actor.operation_id,
            record_key=RecordKey.objects.make(actor.operation_id, "retention"),
            agency_id=actor.agency_id,
            by_id=actor.staff_id,
            told={"outcome": outcome, "kind": kind, "months": months, "source": source},
        )
        made.save(force_insert=True)
        doing.touch(made)
    return made


def rule_end(actor: Actor, rule: RetentionRule) -> None:
    """End a line of the policy. The row stays, so that it can be seen what was in force when."""
    with act(actor, "retention.rule_ended", rule):
        rule.ended_on, rule.ended_by_id = today(), actor.staff_id
        rule.save_over(rule.version)


def hold_set(actor: Actor, case: Case, *, why: str, until: date | None) -> Hold:
    """Keep a case from being erased, until a day or until it is lifted. Raises `WrongInputError` for a past day."""
    if until is not None and until < today():
        raise WrongInputError(_("This day has passed. Choose a later one, or leave it open."))
    made = Hold(
        operation_id=case.operation_id,
        record_key=case.record_key,
        case=case,
        by_id=actor.staff_id,
        until=until,
        told={"why": why},
    )
    with act(actor, "hold.set", made, case):
        made.save(force_insert=True)
    return made


def hold_lift(actor: Actor, hold: Hold, *, why: str, read_version: int) -> Hold:
    """Lift a hold. The row stays. Raises `StaleError`."""
    with act(actor, "hold.lifted", hold, hold.case):
        hold.ended_on, hold.ended_by_id = today(), actor.staff_id
        hold.told = {**hold.told, "lifted": why}
        hold.save_over(read_version)
    return hold


def propose(work: Work) -> None:
    """Propose what is due, and take back what is no longer due. Nothing is erased by it."""
    for waiting in _batches(_waiting(work.operation_id)):
        with work.step():
            for proposal in waiting:
                if not selector.retention(proposal.case).is_due:
                    _lapse(work.actor, proposal)
    for agency_id, rules in _policies(work.operation_id):
        for batch in _batches(_perhaps_due(work.operation_id, agency_id, rules)):
            with work.step():
                work.done += sum(_propose(work.actor, case, rules) for case in batch)


def _batches(rows: QuerySet[T]) -> Iterator[list[T]]:
    """Yield the rows in the order of their ids. Between two batches others may write."""
    last: UUID | None = None
    while batch := list((rows if last is None else rows.filter(pk__gt=last)).order_by("pk")[:STEP]):
        yield batch
        last = batch[-1].pk


def _waiting(operation_id: UUID) -> QuerySet[Proposal]:
    rows: QuerySet[Proposal] = Proposal.unscoped.filter(
        operation_id=operation_id, state=ProposalState.WAITING, record_key__destroyed_on=None
    )
    return rows.select_related("record_key", "case__record_key")


def _policies(operation_id: UUID) -> list[tuple[UUID, list[RetentionRule]]]:
    rows = RetentionRule.unscoped.filter(operation_id=operation_id, ended_on=None).select_related("record_key")
    return [(agency, list(own)) for agency, own in groupby(rows.order_by("agency_id"), key=lambda each: each.agency_id)]


def _perhaps_due(operation_id: UUID, agency_id: UUID, rules: list[RetentionRule]) -> QuerySet[Case]:
    """Return the cases that the shortest rule could make due: only these are opened."""
    least = min(rule.told["months"] for rule in rules)
    # Months differ in length: three days more, so that none is missed.
    closed_by = later(today(), -least) + timedelta(days=3)
    decided = Proposal.unscoped.filter(case=OuterRef("pk"))
    kept = decided.filter(state=ProposalState.KEPT, again_on__gt=today())
    rows: QuerySet[Case] = Case.unscoped.filter(
        ~selector.held(),
        ~Exists(kept),
        ~Exists(decided.filter(state=ProposalState.WAITING)),
        operation_id=operation_id,
        agency_id=agency_id,
        state__in=selector.ENDED,
        closed_on__lte=closed_by,
        record_key__destroyed_on=None,
    )
    return rows.select_related("record_key")


def _propose(actor: Actor, case: Case, rules: list[RetentionRule]) -> bool:
    found = selector.retention(case, rules)
    if not found.is_due or found.rule is None or found.due_on is None:
        return False
    told = {"months": found.rule.told["months"], "source": found.rule.told["source"]}
    made = Proposal(
        operation_id=case.operation_id, record_key=case.record_key, case=case, due_on=found.due_on, told=told
    )
    with act(actor, "retention.proposed", made, case):
        made.save(force_insert=True)
        _tell_circle(case)
    return True


def _tell_circle(case: Case) -> None:
    """Ask the people of a circle for somebody who may confirm, where none of them may."""
    inside = members(case) if case.closed_circle else []
    if inside and not those_who_may("case.erase", inside):
        for person in inside:
            notices.tell(person, "retention.nobody", code=case.code)


def _lapse(actor: Actor, proposal: Proposal) -> None:
    with act(actor, "retention.lapsed", proposal):
        proposal.state = ProposalState.LAPSED
        proposal.save_over(proposal.version)
