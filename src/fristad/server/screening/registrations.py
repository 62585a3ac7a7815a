"""What screening puts into the registries of lower apps."""

from __future__ import annotations

from functools import partial

from django.utils.translation import gettext_lazy as _

from fristad.server.accounts import notices
from fristad.server.accounts.notices import Kind as Notice
from fristad.server.audit import actions
from fristad.server.cases.duties import Kind, register
from fristad.server.common.registry import CaseSection, case_sections
from fristad.server.consent.events import withdrawals
from fristad.server.jobs import kinds
from fristad.server.screening import doors, housekeeping, models
from fristad.server.screening.services import withdrawing

ACTIONS = {
    "interview.begun": _("began an interview"),
    "interview.step_noted": _("noted what comes before an interview"),
    "interview.said": _("wrote down what was said in an interview"),
    "interview.left_out": _("left a topic for later"),
    "interview.paused": _("paused an interview"),
    "interview.resumed": _("took an interview up again"),
    "interview.handed_over": _("handed an interview over"),
    "interview.closed": _("closed an interview"),
    "interpreter.compromised": _("found that an interpreter can no longer be relied on"),
    "result.made": _("worked out the screening result"),
    "result.printed": _("printed what came of the talks, for the person"),
    "decision.recorded": _("recorded a decision"),
    "decision.revised": _("revised a decision"),
    "decision.reviewed": _("reviewed a decision"),
    "interview.not_recorded": _("turned an interview into a talk that is not recorded"),
    "unrecorded.begun": _("began a talk that is not recorded"),
    "unrecorded.ended": _("ended a talk that is not recorded"),
    "unrecorded.counted": _("counted a talk that is not recorded"),
    "arrival.kept": _("kept how somebody is to be offered a talk again"),
    "arrival.accepted": _("began a case after a first contact"),
    "arrival.ended": _("ended a first contact"),
    "worry.kept": _("wrote down a worry about somebody"),
    "worry.ended": _("ended a worry about somebody"),
    "held.reported": _("reported people who are still held"),
    "held.ended": _("ended a report of people who are held"),
    "held.forgotten": _("erased an ended report of people who were held"),
    "alarm.answered": _("answered an alarm about a kidnapping"),
    "bulk.given": _("gave a table to be screened for planning"),
    "bulk.begun": _("began to screen a table for planning"),
    "bulk.finished": _("screened a table for planning"),
    "bulk.removed": _("removed a screening for planning"),
    "talk_list.made": _("made a list of people to be offered a conversation"),
    "talk_list.ended": _("ended a list of people to be offered a conversation"),
    "certificate.granted": _("let a colleague hold protection interviews"),
    "certificate.ended": _("ended a colleague's certificate for interviews"),
}
KINDS = (
    Kind(models.Interview, ("case__person",), ("case",), told=("told",)),
    Kind(models.Sitting, ("interview__case__person",), ("interview__case",)),
    Kind(
        models.Saying,
        ("interview__case__person",),
        ("interview__case",),
        told=("told",),
        readable=partial(doors.readable, "interview"),
    ),
    Kind(models.ScreeningResult, ("case__person",), ("case",), told=("body",)),
    Kind(models.Decision, ("case__person",), ("case",), told=("told", "review")),
    Kind(models.Arrival, ("case__person",), ("case",), told=("told",), retain="30 days, or with its case"),
    Kind(models.Worry, retain="until it is ended: it names nobody"),
    Kind(models.HeldReport, retain="30 days after it is ended: it names nobody"),
    Kind(models.Alarm, retain="until it is ended: it names nobody"),
    Kind(models.BulkRun, retain="30 days: counts, and until they are worked out the rows of a table"),
    Kind(models.TalkList, retain="30 days"),
    Kind(models.UnrecordedTalk, retain="two hours at most: it names nobody"),
    Kind(models.UnrecordedWeek, retain="as long as the operation: a count about nobody"),
)


def register_all() -> None:
    """Fill the slots."""
    for name, words in ACTIONS.items():
        actions.register(name, words)
    register(KINDS, place=200)
    notices.register(
        "worry.child", notices.Kind(_("Somebody worries about a child."), "screening:doors_in", urgent=True)
    )
    notices.register(
        "held.alarm", notices.Kind(_("An alarm is to be answered within the hour."), "screening:alarms", urgent=True)
    )
    kinds.register("screening.talks", housekeeping.end_talks, every=housekeeping.OFTEN)
    kinds.register("screening.forget_bulk", housekeeping.forget_bulk, every=housekeeping.DAILY)
    notices.register(
        "talk_list.made",
        Notice(_("A list of people to be offered a conversation is there for you."), "screening:talk_lists"),
    )
    kinds.register("screening.arrivals", housekeeping.forget_arrivals, every=housekeeping.DAILY)
    notices.register(
        "decision.reviewed", Notice(_("A colleague answered about a decision of yours."), "screening:result", ("code",))
    )
    notices.register(
        "interview.handed_over",
        Notice(_("A colleague handed an interview over to you."), "screening:interviews", ("code",), urgent=True),
    )
    notices.register(
        "consent.stopped",
        Notice(
            _("A person took back that they talk or that it is recorded. Your interview with them is paused."),
            "screening:interviews",
            ("code",),
            urgent=True,
        ),
    )
    notices.register(
        "consent.seal",
        Notice(_("A person wants their record to stop. See whether it is to be sealed."), "cases:retention", ("code",)),
    )
    withdrawals.register("screening", withdrawing.stop, place=10)
    notices.register("certificate.granted", Notice(_("You may hold protection interviews.")))
    notices.register(
        "interpreter.compromised",
        Notice(
            _("An interpreter of a closed case can no longer be relied on. See whether to take it up again."),
            "screening:interviews",
            ("code",),
            urgent=True,
        ),
    )
    case_sections.register(
        "interviews", CaseSection(_("Interviews"), "screening:interviews", "interview.see"), place=42
    )
    case_sections.register("result", CaseSection(_("Screening result"), "screening:result", "result.see"), place=44)
