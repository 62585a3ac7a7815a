"""Holding an interview: begin, note a step, write down what was said, leave a topic, pause, go on, close."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError
from django.db.models import Max
from django.utils.translation import gettext as _

from fristad.engine.answers import read_answers
from fristad.library import vocabulary
from fristad.library.keeping import text_of
from fristad.server.accounts.actor import Actor
from fristad.server.audit.services import act, together
from fristad.server.cases.models import Case, Interpreter, Task
from fristad.server.cases.services.work import item_add
from fristad.server.common.clock import now, today
from fristad.server.common.problems import StaleError
from fristad.server.screening.models import Interview, InterviewState, Saying, Sitting
from fristad.server.screening.pure import steps
from fristad.server.vault.models import RecordKey

#: So often an answer looks for a free place, when others are written at the same moment.
TRIES = 5


def begin(actor: Actor, case: Case, *, instruments: Iterable[str], told: Mapping[str, Any]) -> Interview:
    """Begin an interview and its first sitting. The instruments are kept whole: it is finished on
    the version it was begun on. Raises InstrumentError for one that must not be used.
    """
    held = Interview.unscoped.filter(case=case).aggregate(last=Max("number"))["last"] or 0
    texts = {name: text_of(name) for name in instruments}
    versions = {name: text["hash"] for name, text in texts.items()}
    interview = Interview(
        operation_id=case.operation_id,
        record_key=RecordKey.fresh(case.operation_id, "interview"),
        case=case,
        interviewer_id=actor.staff_id,
        number=held + 1,
        told={**told, "instruments": versions},
        left_out=[],
        kept=texts,
    )
    with act(actor, "interview.begun", interview, case):
        interview.record_key.save(force_insert=True)
        interview.save(force_insert=True)
        _sit_down(actor, interview)
    return interview


def _sit_down(actor: Actor, interview: Interview) -> Sitting:
    sitting = Sitting(
        operation_id=interview.operation_id,
        record_key=interview.record_key,
        interview=interview,
        number=Sitting.unscoped.filter(interview=interview).count() + 1,
        by_id=actor.staff_id,
        steps={},
        times={"began": now().isoformat()},
    )
    sitting.save(force_insert=True)
    return sitting


def step_note(
    actor: Actor, sitting: Sitting, step: str, noted: Mapping[str, Any], *, interpreter: Interpreter | None = None
) -> None:
    """Keep what was noted at a step before any topic."""
    with act(actor, "interview.step_noted", sitting, detail={"step": step}):
        sitting.steps = {**(sitting.steps or {}), step: dict(noted)}
        if step == "interpreter":
            sitting.interpreter = interpreter
        sitting.save_over(sitting.version)


def say(
    actor: Actor,
    interview: Interview,
    sitting: Sitting,
    told: Iterable[Mapping[str, Any]],
    corrects: UUID | None = None,
) -> list[Saying]:
    """Write down what was said or seen. Of two answers sent at once, the later takes the next place.

    Raises AnswerError for an answer that no concept can have, StaleError where `corrects` was corrected meanwhile.
    """
    every = [dict(each) for each in told]
    read_answers({each["key"]: each["value"] for each in every if each.get("key")}, vocabulary())
    at = now().isoformat()
    made = [
        Saying(
            operation_id=interview.operation_id,
            record_key=interview.record_key,
            interview=interview,
            sitting=sitting,
            corrects_id=corrects,
            told={**each, "at": at},
        )
        for each in every
    ]
    for _again in range(TRIES):
        try:
            _write_down(actor, interview, made)
        except IntegrityError:
            if corrects is not None and Saying.unscoped.filter(corrects=corrects).exists():
                raise StaleError from None
            continue
        return made
    raise StaleError


def _write_down(actor: Actor, interview: Interview, made: list[Saying]) -> None:
    """Give each its place after the last one. Raises IntegrityError where another answer took the place meanwhile."""
    last = Saying.unscoped.filter(interview=interview).aggregate(last=Max("position"))["last"] or 0
    with act(actor, "interview.said", interview) as done:
        for position, saying in enumerate(made, last + 1):
            saying.position = position
            saying.save(force_insert=True)
        done.touch(*made)


def leave_out(actor: Actor, interview: Interview, leaf: str, why: str) -> None:
    """Pass a topic by for now: it comes back in a later sitting."""
    with act(actor, "interview.left_out", interview):
        interview.left_out = [*(interview.left_out or []), {"leaf": leaf, "why": why}]
        interview.save_over(interview.version)


def danger(actor: Actor, sitting: Sitting) -> None:
    """Note danger, at whatever page: help comes before any question."""
    times = int((sitting.steps or {}).get("danger", {}).get("times", 0))
    step_note(actor, sitting, "danger", {"times": times + 1})


def helped(actor: Actor, sitting: Sitting, noted: Mapping[str, Any]) -> None:
    """Write down what help came."""
    step_note(actor, sitting, "helped", {**noted, "times": steps.dangers(sitting.steps or {})})


def held(actor: Actor, interview: Interview, sitting: Sitting, noted: Mapping[str, Any]) -> None:
    """Keep what a person asks for out of a place where they are held, with a task to look for reprisals."""
    told = {
        "kind": "follow_up",
        "words": str(_("Look whether there were reprisals after the visit. Ask nobody aloud.")),
    }
    day = date.fromisoformat(noted["check_on"])
    with together():
        step_note(actor, sitting, "held", noted)
        item_add(actor, interview.case, Task, told, due_on=day)


def pause(actor: Actor, interview: Interview, sitting: Sitting) -> None:
    """Stop for now. What was said is kept; the next sitting begins with the safety questions again."""
    with act(actor, "interview.paused", interview, sitting):
        _stand_up(sitting)
        interview.state = InterviewState.PAUSED
        interview.save_over(interview.version)


def resume(actor: Actor, interview: Interview) -> Sitting:
    """Go on in a new sitting, on whatever machine. Topics that were left for later may come again."""
    with act(actor, "interview.resumed", interview) as done:
        interview.state = InterviewState.GOING_ON
        interview.left_out = [each for each in interview.left_out or () if each["why"] != "not_now"]
        interview.save_over(interview.version)
        sitting = _sit_down(actor, interview)
        done.touch(sitting)
    return sitting


def close(actor: Actor, interview: Interview, sitting: Sitting | None, closing: Mapping[str, Any]) -> None:
    """End the interview for good, at whatever topic. Nobody needs to say why."""
    with act(actor, "interview.closed", interview) as done:
        if sitting is not None:
            _stand_up(sitting)
            done.touch(sitting)
        interview.state = InterviewState.CLOSED
        interview.closed_on = today()
        interview.told = {**(interview.told or {}), "closing": dict(closing)}
        interview.save_over(interview.version)


def _stand_up(sitting: Sitting) -> None:
    sitting.ended_on = today()
    sitting.times = {**(sitting.times or {}), "ended": now().isoformat()}
    sitting.save_over(sitting.version)
