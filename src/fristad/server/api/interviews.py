"""Interviews: listed, opened, and answered topic by topic, in the order of the engine. Never a result, never a leaning.

What comes before any topic (safety, privacy, interpreter, duties, consent, urgent needs) and the person's own account
are gone through on the pages: a program that sends them as a form would make a list of ticks of them.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Schema
from pydantic import Field

from fristad.library import load_texts
from fristad.server.api.doors import Token
from fristad.server.api.interface import answers, api, one_of, require_valid
from fristad.server.api.problems import ManyWrongError
from fristad.server.api.schemas import Line, Sent, Text
from fristad.server.audit import services as audit
from fristad.server.cases.selectors.people import name_of
from fristad.server.cases.views.frame import open_case, purpose_of
from fristad.server.common.problems import StaleError
from fristad.server.screening import doors
from fristad.server.screening import words as said
from fristad.server.screening.forms.topics import WhenForm
from fristad.server.screening.models import Interview, InterviewState
from fristad.server.screening.pure.sayings import standing
from fristad.server.screening.selectors import sayings, topics
from fristad.server.screening.services import interviews
from fristad.server.screening.views import asking
from fristad.server.screening.views.frame import Talk, open_talk, own_interview

_WHO = {code: label for code, label in said.WHO.items() if code != "observed"}
_PHASES = dict.fromkeys(WhenForm.PHASES, "")


class InterviewOut(Schema):
    """That an interview was held: not what was said in it."""

    id: UUID
    number: int
    state: str
    by: str
    is_mine: bool
    begun_on: date
    closed_on: date | None


class Held(Schema):
    """The interviews of a case."""

    interviews: list[InterviewOut]


class Due(Schema):
    """What comes next. `kind`: a `topic`, `when` something happened, a `page` that must be gone through by hand
    (`step` says which), `paused`, or `nothing` that may be asked today and could change anything."""

    kind: str
    leaf: str | None = None
    question: str | None = None
    phases: list[str] = Field(default_factory=list)
    step: str | None = None


class Told(Schema):
    """One thing that was told or seen."""

    leaf: str
    value: str
    who: str | None
    words: str | None
    leg: str | None


class TalkOut(Schema):
    """One's own interview, as far as it has come."""

    id: UUID
    case: str
    number: int
    state: str
    language: str
    told: list[Told]
    due: Due


class AnswerIn(Sent):
    """An answer to the topic that is due. Either `value`, or `phases` where `when` is asked, or `leave`: the topic is
    passed by, `not_now` to come again in a later sitting."""

    leaf: Line
    value: Annotated[str, one_of(said.ANSWERS | said.REASONS)] | None = None
    who: Annotated[str, one_of(_WHO)] = "person"
    words: Text = ""
    leg: UUID | None = None
    phases: Annotated[list[Annotated[str, one_of(_PHASES)]], Field(max_length=3, default_factory=list)]
    leave: Annotated[str, one_of({"not_now": "", "skipped": ""})] | None = None


@api.get(
    "/cases/{code}/interviews",
    auth=Token("interview.see"),
    response=answers(Held),
    url_name="interviews",
    tags=["interviews"],
)
def list_interviews(request: HttpRequest, code: str) -> Held:
    """List the interviews of a case."""
    opened = open_case(request, code, "interview.see")
    audit.read(opened.actor, opened.case, purpose_of(opened.actor, opened.case))
    return Held(
        interviews=[
            InterviewOut(
                id=each.pk,
                number=each.number,
                state=each.state,
                by=name_of(each.interviewer),
                is_mine=each.interviewer_id == opened.actor.staff_id,
                begun_on=each.created_on,
                closed_on=each.closed_on,
            )
            for each in doors.interviews(opened.case)
        ]
    )


@api.get(
    "/interviews/{uuid:interview_id}",
    auth=Token("interview.hold"),
    response=answers(TalkOut),
    url_name="interview",
    tags=["interviews"],
)
def open_interview(request: HttpRequest, interview_id: UUID) -> TalkOut:
    """Open an interview of one's own that goes on or is paused: what was told, and what comes next."""
    interview = own_interview(request, interview_id)
    audit.read(request.actor, interview, "casework")  # type: ignore[attr-defined]
    if interview.state == InterviewState.PAUSED:
        return _told(interview, Due(kind="paused"))
    return _told(interview, _due(open_talk(request, interview_id)))


@api.post(
    "/interviews/{uuid:interview_id}/answers",
    auth=Token("interview.hold"),
    response=answers(TalkOut),
    url_name="answers",
    tags=["interviews"],
)
def answer_topic(request: HttpRequest, interview_id: UUID, sent: AnswerIn) -> TalkOut:
    """Answer the topic that is due. For another topic, a paused talk or a page by hand: 409, and nothing is kept."""
    talk = open_talk(request, interview_id)
    audit.read(talk.actor, talk.interview, "casework")
    choice = topics.where(talk.interview, talk.sitting).choice
    if choice is None or choice.id != sent.leaf:
        raise StaleError
    if sent.leave is not None:
        interviews.leave_out(talk.actor, talk.interview, choice.id, sent.leave)
    else:
        form = asking.form_of(talk, choice, _typed(sent))
        data = require_valid(form)
        if sent.leg is not None and not data.get("leg"):
            raise ManyWrongError([("leg", "")])
        interviews.say(talk.actor, talk.interview, talk.sitting, asking.told_in(choice, data))
        if choice.asks_when:
            interviews.leave_out(talk.actor, talk.interview, choice.id, "asked")
    return _told(talk.interview, _due(talk))


def _typed(sent: AnswerIn) -> dict[str, Any]:
    typed = {"leaf": sent.leaf, "value": sent.value or "", "who": sent.who, "words": sent.words}
    return {**typed, "leg": str(sent.leg or ""), "phases": sent.phases}


def _due(talk: Talk) -> Due:
    where = topics.where(talk.interview, talk.sitting)
    if where.choice is None:
        by_hand = "help" if where.help else where.ended or where.step or ("account" if where.account else None)
        return Due(kind="page", step=by_hand) if by_hand else Due(kind="nothing")
    texts, leaf = load_texts(talk.language), where.choice.id
    if where.choice.asks_when:
        return Due(kind="when", leaf=leaf, question=texts.question("phrase.when"), phases=asking.phases_of(leaf))
    return Due(kind="topic", leaf=leaf, question=texts.question(leaf))


def _told(interview: Interview, due: Due) -> TalkOut:
    told = [each.told for each in standing(sayings.of_interview(interview))]
    rows = [
        Told(leaf=each["key"], value=each["value"], who=each.get("who"), words=each.get("words"), leg=each.get("leg"))
        for each in told
    ]
    language = str((interview.told or {}).get("language") or "en")
    return TalkOut(
        id=interview.pk,
        case=interview.case.code,
        number=interview.number,
        state=interview.state,
        language=language,
        told=rows,
        due=due,
    )
