"""What consent and screening hold in each place of the permission table: real records, made by their services."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from fristad.server.accounts.actor import Actor
from fristad.server.accounts.models import Staff
from fristad.server.cases.models import Case
from fristad.server.common.clock import today
from fristad.server.consent import services as ledger
from fristad.server.screening import doors
from fristad.server.screening.forms.topics import ALWAYS
from fristad.server.screening.models import Alarm, Arrival, Certificate, Decision, HeldReport, Interview, Saying, Worry
from fristad.server.screening.selectors import topics
from fristad.server.screening.services import arrivals, certificates, interviews, results
from tests.server.screening.talking import STEPS

_BEGUN = {"language": "ar", "age": "adult", "why": "To find a safe bed."}
_SAID = {"key": "debt_bondage@destination", "value": "yes", "who": "person", "words": None}
_DECIDED = {"decision": "presumed", "agrees": "differ", "reasons": "Invented reasons.", "unchecked": True}
_MET = {"door": "outreach", "own_word": "the debt", "answers": {}, "language": "ar"}
_SEEN = {"place": "The market", "seen": "Carries loads", "meet": "At noon", "child": "no"}
_HELD = {"danger": "None", "place": "A yard", "people": "About six", "what": ""}


@dataclass(frozen=True)
class Talks:
    """The records of one place, all of its member of staff."""

    certificate: Certificate
    consent: int
    interview: Interview
    saying: Saying
    decision: Decision
    arrival: Arrival
    worry: Worry
    report: HeldReport
    alarm: Alarm


def talks(lead: Actor, worker: Actor, member: Staff, case: Case) -> Talks:
    """Hold a talk that goes on, decide on a closed one and ask for a review, and meet somebody at a door."""
    closed, _ = _told(worker, case)
    interviews.close(worker, closed, doors.sitting(closed), {"next": "Rest.", "contact": ""})
    result = results.work_out(worker, case, ALWAYS, closed)
    going_on, said = _told(worker, case)
    given = {"purpose": "contact", "answer": "given", "way": "phone", "language": "ar", "how": "spoken", "free": True}
    report = arrivals.report(worker, _HELD, live=True)
    return Talks(
        certificate=certificates.grant(lead, member, today() + timedelta(days=30)),
        consent=ledger.event_add(worker, case.person, given).position,
        interview=going_on,
        saying=said,
        decision=results.decide(worker, result, _DECIDED, revises=None, ask_review=True),
        arrival=arrivals.keep(worker, _MET),
        worry=arrivals.worry(worker, _SEEN),
        report=report,
        alarm=Alarm.unscoped.get(report=report),
    )


def _told(worker: Actor, case: Case) -> tuple[Interview, Saying]:
    """Return an interview that goes on, and the one thing that was said in it."""
    interview = interviews.begin(worker, case, instruments=ALWAYS, told=_BEGUN)
    sitting = doors.sitting(interview)
    assert sitting is not None
    while (step := topics.where(interview, sitting).step) not in (None, "account"):
        interviews.step_note(worker, sitting, step, STEPS[step])
    return interview, interviews.say(worker, interview, sitting, [_SAID])[0]
