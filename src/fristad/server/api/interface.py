"""The interface itself, and what all its operations share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from fristad.server.api.problems import ManyWrongError, ProblemOut, answer
from fristad.server.common.problems import Problem

ABOUT = """Cases, interviews and determinations, for programs of one person.

Send a token as `Authorization: Bearer ...`. What is out of its reach is not there (404). Every reading stands in the
log under the person's name, with the token. Unknown is never no: `null` and `not_asked` are not an answer.
"""

#: Documentation comes from us: the pages that the library brings load scripts from elsewhere.
api = NinjaAPI(title="Fristad", version="1", description=ABOUT, docs_url=None, openapi_url=None, urls_namespace="api")

#: What any operation may answer besides its own.
PROBLEMS = frozenset({400, 401, 403, 404, 409, 410, 413, 422, 429, 500, 503})


def answers(kind: Any, status: int = 200) -> dict[Any, Any]:
    """Return what an operation can answer, for its description."""
    return {status: kind, PROBLEMS: ProblemOut}


@dataclass(frozen=True)
class OneOf:
    """Marks a text as one of some codes. See `one_of`."""

    codes: tuple[str, ...]

    def __get_pydantic_core_schema__(self, _source: Any, _handler: GetCoreSchemaHandler) -> CoreSchema:
        """Return the codes for pydantic."""
        return core_schema.literal_schema(list(self.codes))


def one_of(known: Iterable[str]) -> OneOf:
    """Return the mark of a text that is one of these codes: `Annotated[str, one_of(words.SEXES)]`."""
    return OneOf(tuple(str(code) for code in known))


def require_valid(form: forms.Form, names: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Return the cleaned values of a form that a page has too. Raises `ManyWrongError` with its own sentences.

    `names` says what a field of the form is called in the interface.
    """
    if not form.is_valid():
        called = names or {}
        raise ManyWrongError(
            [
                ("" if name == "__all__" else called.get(name, name), str(sentence))
                for name, sentences in form.errors.items()
                for sentence in sentences
            ]
        )
    return form.cleaned_data


def _problem(_request: HttpRequest, problem: Problem | type[Problem]) -> HttpResponse:
    return answer(problem if isinstance(problem, Problem) else problem())


def _invalid(_request: HttpRequest, error: ValidationError | type[ValidationError]) -> HttpResponse:
    """Name the fields that do not fit. Never what was sent in them."""
    return answer(ManyWrongError([(_place(each["loc"]), each["msg"]) for each in getattr(error, "errors", ())]))


def _place(steps: Any) -> str:
    return ".".join(str(step) for step in steps[1:] if step not in ("body", "sent", "filters"))


def _unreadable(_request: HttpRequest, _error: HttpError | type[HttpError]) -> HttpResponse:
    return answer(ManyWrongError([]))


api.add_exception_handler(Problem, _problem)
api.add_exception_handler(ValidationError, _invalid)
api.add_exception_handler(HttpError, _unreadable)
