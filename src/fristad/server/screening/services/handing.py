"""Handing an interview over: it is the interviewer's until then."""

from __future__ import annotations

from django.utils.translation import gettext as _

from fristad.server.accounts import notices
from fristad.server.accounts.actor import Actor
from fristad.server.accounts.models import Staff
from fristad.server.audit.services import act, together
from fristad.server.common.problems import WrongInputError
from fristad.server.screening import doors
from fristad.server.screening.models import Interview
from fristad.server.screening.selectors import handing
from fristad.server.screening.services import interviews


def hand_over(actor: Actor, interview: Interview, receiver: Staff, *, read_version: int) -> None:
    """Let somebody else go on with it; a sitting that goes on is paused first. Whoever had it reads it no more.

    Raises `WrongInputError` for somebody who could not hold it, `StaleError` where it was written in meanwhile.
    """
    if str(receiver.pk) not in handing.receivers(interview):
        raise WrongInputError(_("This colleague cannot hold this interview now. Choose another."))
    with together():
        with act(actor, "interview.handed_over", interview, interview.case, detail={"to": str(receiver.pk)}):
            interview.interviewer = receiver
            interview.save_over(read_version)
            notices.tell(receiver, "interview.handed_over", code=interview.case.code)
        if (sitting := doors.sitting(interview)) is not None:
            interviews.pause(actor, interview, sitting)
