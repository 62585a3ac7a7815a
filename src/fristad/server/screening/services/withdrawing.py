"""What stops at once when a person takes back that they talk, or that it is recorded."""

from __future__ import annotations

from fristad.server.accounts import notices
from fristad.server.accounts.actor import Actor
from fristad.server.accounts.selectors import holders
from fristad.server.cases.models import Case, CaseState, Person
from fristad.server.screening import doors
from fristad.server.screening.models import Interview, InterviewState
from fristad.server.screening.services import interviews


def stop(actor: Actor, person: Person, purpose: str) -> None:
    """Pause the person's interviews that go on, and tell who holds them; they begin again with the question whether
    the person agrees. Where recording is taken back, those who can seal the record are asked to.
    """
    if purpose not in ("talk", "record"):
        return
    going_on = Interview.unscoped.filter(
        case__person=person, state=InterviewState.GOING_ON, record_key__destroyed_on=None
    )
    for interview in going_on.select_related("record_key", "case", "interviewer__record_key"):
        sitting = doors.sitting(interview)
        if sitting is not None:
            interviews.pause(actor, interview, sitting)
            notices.tell(interview.interviewer, "consent.stopped", code=interview.case.code)
    if purpose == "record":
        for case in Case.unscoped.filter(person=person, record_key__destroyed_on=None).exclude(state=CaseState.SEALED):
            _ask_to_seal(case)


def _ask_to_seal(case: Case) -> None:
    for each in holders(case.operation_id, "case.seal", agency_id=case.agency_id, team_id=case.team_id):
        notices.tell(each, "consent.seal", code=case.code)
