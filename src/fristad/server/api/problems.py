"""The catalogue of problems as JSON: what happened, what was kept, what to do, under the same permanent code."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext_lazy as _
from ninja import Schema
from pydantic import Field

from fristad.server.common.problems import LockedError, Problem, WrongInputError

RETRY_SECONDS = "300"


class NoTokenError(Problem):
    """No token, or one that is wrong, over, ended, or of a closed account: all look the same."""

    code = "F401"
    status = 401
    title = _("This needs a token")
    happened = _("The program sent no token, or one that does not work or does not work any more.")
    kept = _("Nothing was changed.")
    to_do = _("Make a token on the page of your own account, and let the program send it.")


class Wrong(Schema):
    """What is wrong with one field; `field` is empty where it is about all of them."""

    field: str
    sentence: str


class ProblemOut(Schema):
    """A problem of the catalogue."""

    code: str
    title: str
    happened: str
    kept: str
    to_do: str
    detail: str | None = None
    wrong: list[Wrong] = Field(default_factory=list)
    #: Codes of cases in scope that may be about the same person; only where a case is begun.
    doubles: list[str] = Field(default_factory=list)


class ManyWrongError(WrongInputError):
    """Some fields cannot be taken as they are; told field by field."""

    def __init__(self, fields: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__()
        self.fields = fields


class DoublesError(Problem):
    """Records in scope may be about the person for whom a case is begun."""

    code = "F412"
    status = 409
    title = _("This may be somebody who has a case here")
    happened = _("Cases in your scope are about somebody with such a name.")
    kept = _("Nothing was saved.")
    to_do = _("Look at them. If it is another person, send it again and say that you are sure.")

    def __init__(self, codes: Sequence[str] = ()) -> None:
        super().__init__()
        self.codes = list(codes)


def answer(problem: Problem) -> HttpResponse:
    """Return a problem as JSON, in the reader's language."""
    out = ProblemOut(
        code=problem.code,
        title=str(problem.title),
        happened=str(problem.happened),
        kept=str(problem.kept),
        to_do=str(problem.to_do),
        detail=str(problem.detail) if problem.detail else None,
        wrong=[Wrong(field=name, sentence=sentence) for name, sentence in getattr(problem, "fields", ())],
        doubles=getattr(problem, "codes", []),
    )
    response = JsonResponse(out.model_dump(), status=problem.status)
    for name, value in _headers(problem).items():
        response.headers[name] = value
    return response


def _headers(problem: Problem) -> dict[str, Any]:
    headers = {"X-Problem": problem.code}
    if isinstance(problem, LockedError):
        headers["Retry-After"] = RETRY_SECONDS
    if isinstance(problem, NoTokenError):
        headers["WWW-Authenticate"] = "Bearer"
    return headers
