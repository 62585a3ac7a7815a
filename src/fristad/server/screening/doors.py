"""The doors to interviews, results and decisions: through the case, and for what was said through the interviewer."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from fristad.server.accounts.actor import Actor
from fristad.server.cases import doors as case_doors
from fristad.server.cases.models import Case, Interpreter
from fristad.server.common.clock import today
from fristad.server.common.problems import NotThereError
from fristad.server.screening.models import Decision, Interview, InterviewState, ScreeningResult, Sitting


def interviews(case: Case) -> QuerySet[Interview]:
    """Return the interviews of a case that was reached through a door: that they were held, not what was said."""
    found: QuerySet[Interview] = Interview.unscoped.filter(case=case, record_key__destroyed_on=None)
    return found.select_related("record_key", "interviewer__record_key").order_by("number")


def interview(actor: Actor, interview_id: UUID) -> Interview:
    """Return an interview of the actor's own that goes on or is paused. Raises `NotThereError`.

    It is theirs until it is handed over: where the case was given away in the middle of the talk, as long as they may
    look into the case (24 hours).
    """
    record = _reached(actor, "interview.see").filter(pk=interview_id, interviewer=actor.staff_id)
    found = record.exclude(state=InterviewState.CLOSED).first()
    if found is None:
        raise NotThereError
    return found


def readable(way: str, actor: Actor) -> Q:
    """Return the condition that what was said is the actor's to read: the interview to which `way` leads is closed,
    or their own."""
    return Q(**{f"{way}__state": InterviewState.CLOSED}) | Q(**{f"{way}__interviewer": actor.staff_id})


def to_hand_over(actor: Actor, interview_id: UUID) -> Interview:
    """Return an interview that the actor may hand over: an open one of their own; to a supervisor one that lies still.

    It lies still while it is paused, or when its last sitting began on an earlier day. Raises `NotThereError`.
    """
    found = _to_hand_over(actor).filter(pk=interview_id).first()
    if found is None:
        raise NotThereError
    return found


def all_to_hand_over(actor: Actor, case: Case) -> QuerySet[Interview]:
    """Return the interviews of a case, reached through a door, that the actor may hand over."""
    return _to_hand_over(actor).filter(case=case)


def _to_hand_over(actor: Actor) -> QuerySet[Interview]:
    going_on = Sitting.unscoped.filter(interview=OuterRef("pk"), ended_on=None, created_on__gte=today())
    still = Q(case_doors.within(actor, "case.assign")) & ~Q(Exists(going_on))
    reached = _reached(actor, "interview.see").exclude(state=InterviewState.CLOSED)
    return reached.filter(Q(interviewer=actor.staff_id) | still)


def _reached(actor: Actor, right: str) -> QuerySet[Interview]:
    found: QuerySet[Interview] = Interview.unscoped.filter(
        case_doors.within(actor, right), record_key__destroyed_on=None
    )
    return found.select_related("record_key", "case__record_key", "case__person__record_key", "interviewer")


def sitting(interview: Interview) -> Sitting | None:
    """Return the sitting that goes on, of an interview that was reached through its door."""
    found: Sitting | None = (
        Sitting.unscoped.filter(interview=interview, ended_on=None)
        .select_related("record_key")
        .order_by("number")
        .last()
    )
    return found


def talks_through(actor: Actor, person: Interpreter) -> QuerySet[Sitting]:
    """Return the sittings that an interpreter took part in, of the interviews within the actor's scope."""
    within = case_doors.within(actor, "interview.see", "interview__case")
    found: QuerySet[Sitting] = Sitting.unscoped.filter(
        within, interpreter=person, interview__record_key__destroyed_on=None
    )
    return found.select_related("interview__case__record_key", "by__record_key").order_by("created_on", "number")


def results(case: Case) -> QuerySet[ScreeningResult]:
    """Return the screening results of a case that was reached through a door, the latest first."""
    found: QuerySet[ScreeningResult] = ScreeningResult.unscoped.filter(case=case)
    return found.select_related("record_key").order_by("-number")


def decisions(case: Case) -> QuerySet[Decision]:
    """Return the decisions of a case that was reached through a door, the latest first."""
    found: QuerySet[Decision] = Decision.unscoped.filter(case=case)
    return found.select_related("record_key", "by__record_key", "result").order_by(
        "-created_on", "-result__number", "id"
    )


def decisions_to_review(actor: Actor) -> QuerySet[Decision]:
    """Return the decisions of others that wait for a review, within the actor's scope."""
    reached = case_doors.within(actor, "decision.review")
    found: QuerySet[Decision] = Decision.unscoped.filter(reached, state="asked").exclude(by=actor.staff_id)
    return found.select_related("record_key", "case", "by__record_key").order_by("created_on", "id")


def decision(actor: Actor, decision_id: UUID, right: str = "decision.review") -> Decision:
    """Return one decision. Raises `NotThereError`."""
    found: QuerySet[Decision] = Decision.unscoped.filter(case_doors.within(actor, right), pk=decision_id)
    record = found.select_related("record_key", "case__record_key", "result__record_key", "by__record_key").first()
    if record is None:
        raise NotThereError
    return record
