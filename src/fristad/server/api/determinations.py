"""Screening results, and the decisions of named people beside them. The engine informs; a named person decides."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Schema, Status
from pydantic import Field

from fristad.server.api.doors import Token
from fristad.server.api.interface import answers, api, one_of, require_valid
from fristad.server.api.schemas import Sent, Text
from fristad.server.audit import services as audit
from fristad.server.cases.selectors.people import name_of
from fristad.server.cases.views.frame import Opened, open_case, purpose_of
from fristad.server.common.problems import StaleError, WrongInputError
from fristad.server.screening import doors, words
from fristad.server.screening.forms.results import DecisionForm
from fristad.server.screening.models import Decision, ScreeningResult
from fristad.server.screening.selectors import decisions, findings
from fristad.server.screening.services import results


class ResultOut(Schema):
    """What the answers amounted to on a day. `statements` are shaped as the command line's determinations."""

    number: int
    made_on: date
    is_behind: bool
    unchecked: list[str]
    statements: list[dict[str, Any]]
    answers: dict[str, dict[str, Any]]


class Results(Schema):
    """Every screening result of a case, the latest first."""

    results: list[ResultOut]


class DecisionOut(Schema):
    """What a named person decided, with reasons; and what a second person thought of it."""

    id: UUID
    on_result: int
    decision: str
    agrees: str
    reasons: str
    lists_unchecked: bool
    by: str
    made_on: date
    revises: UUID | None
    state: str
    verdict: str | None
    review: str | None
    reviewed_by: str | None


class Decisions(Schema):
    """The decisions of a case, the one that stands first."""

    decisions: list[DecisionOut]


class DecisionIn(Sent):
    """A decision of the token's person. `seen` is the number of the result that was read, `standing` the id of the
    decision that stood on it; with unchecked lists `unchecked` says that the decision does not rest on them."""

    seen: Annotated[int, Field(ge=1, le=30_000)]
    standing: UUID | None = None
    decision: Annotated[str, one_of(words.DECISIONS)]
    agrees: Annotated[str, one_of(words.AGREEMENT)]
    reasons: Text
    unchecked: bool = False
    ask_review: bool = False


@api.get(
    "/cases/{code}/results",
    auth=Token("result.see"),
    response=answers(Results),
    url_name="results",
    tags=["determinations"],
)
def list_results(request: HttpRequest, code: str) -> Results:
    """Read the screening results of a case."""
    opened = _read(open_case(request, code, "result.see"))
    every = list(doors.results(opened.case))
    return Results(results=[_result(each, is_latest=each is every[0]) for each in every])


@api.get(
    "/cases/{code}/decisions",
    auth=Token("result.see"),
    response=answers(Decisions),
    url_name="decisions",
    tags=["determinations"],
)
def list_decisions(request: HttpRequest, code: str) -> Decisions:
    """Read the decisions of a case."""
    opened = _read(open_case(request, code, "result.see"))
    return Decisions(decisions=[_decision(each) for each in decisions.history(opened.case)])


@api.post(
    "/cases/{code}/decisions",
    auth=Token("decision.make"),
    response=answers(DecisionOut, 201),
    url_name="decisions",
    tags=["determinations"],
)
def record_decision(request: HttpRequest, code: str, sent: DecisionIn) -> Status[DecisionOut]:
    """Record a decision under the name of the token's person, on the result and beside the decision that was read.

    409 where either is another one by now. The decision that stands, sent once more, is given back as it is.
    """
    opened = _read(open_case(request, code, "decision.make"))
    latest = doors.results(opened.case).first()
    if latest is None:
        raise WrongInputError(_("There is no screening result yet, so nothing was recorded."))
    form = DecisionForm(
        {**sent.model_dump(), "standing": str(sent.standing or "")},
        unchecked=bool(findings.unchecked(findings.shown(latest))),
    )
    require_valid(form)
    standing = decisions.standing(opened.case)
    if standing is not None and _is_same(standing, latest, opened, form):
        return Status(201, _decision(standing))
    if sent.seen != latest.number or sent.standing != (standing.pk if standing else None):
        raise StaleError
    made = results.decide(opened.actor, latest, form.told(), revises=standing, ask_review=sent.ask_review)
    return Status(201, _decision(made))


def _is_same(standing: Decision, latest: ScreeningResult, opened: Opened, form: DecisionForm) -> bool:
    same_hand = standing.by_id == opened.actor.staff_id and standing.result_id == latest.pk
    return same_hand and standing.told == form.told()


def _read(opened: Opened) -> Opened:
    audit.read(opened.actor, opened.case, purpose_of(opened.actor, opened.case))
    return opened


def _result(result: ScreeningResult, *, is_latest: bool) -> ResultOut:
    body = result.body or {}
    return ResultOut(
        number=result.number,
        made_on=result.created_on,
        is_behind=not is_latest or findings.is_behind(result),
        unchecked=findings.unchecked(findings.shown(result)),
        statements=body.get("statements") or [],
        answers=body.get("answers") or {},
    )


def _decision(decision: Decision) -> DecisionOut:
    told, review = decision.told or {}, decision.review or {}
    return DecisionOut(
        id=decision.pk,
        on_result=decision.result.number,
        decision=told["decision"],
        agrees=told["agrees"],
        reasons=told["reasons"],
        lists_unchecked=bool(told.get("unchecked")),
        by=name_of(decision.by),
        made_on=decision.created_on,
        revises=decision.revises_id,
        state=decision.state,
        verdict=review.get("verdict"),
        review=review.get("words"),
        reviewed_by=name_of(decision.reviewed_by) or None,
    )
