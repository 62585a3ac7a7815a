"""What happens around every page, in the order of `settings.MIDDLEWARE`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation

from fristad.server.api.problems import answer as as_json
from fristad.server.common import logs
from fristad.server.common.problems import (
    ExpiredError,
    LockedError,
    NoSuchStepError,
    NotThereError,
    Problem,
    TooLargeError,
    TooLongError,
    WrongInputError,
)
from fristad.server.site import giving_back
from fristad.server.vault.keyring import keyring

Answer = Callable[[HttpRequest], HttpResponse]

#: Nothing from elsewhere, nothing inline, no frame around us.
CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not `no-referrer`: browsers would then send `Origin: null` with our own forms (Fetch, "append a request Origin").
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
#: Paths that answer while the operation is locked: they need no key and no session.
OPEN_WHILE_LOCKED = ("/static/", "/help/", "/health/", "/unlock/", "/neutral/", "/exit/")
RETRY_SECONDS = "300"
#: Under this programs ask, and problems are told as JSON.
INTERFACE = "/api/"


def safety_headers(get_response: Answer) -> Answer:
    """Add the headers that keep a page to itself; nothing but static files is ever stored by a browser."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if not request.path.startswith(settings.STATIC_URL):
            response.headers["Cache-Control"] = "no-store"
        if settings.SECURE_HSTS_SECONDS:
            response.headers["Strict-Transport-Security"] = f"max-age={settings.SECURE_HSTS_SECONDS}"
        return response

    return answer


def problems(get_response: Answer) -> Answer:
    """Give every fault its calm page. The faults of Django have their places in our catalogue."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        bare = {kind.status: kind for kind in (NotThereError, NoSuchStepError)}.get(response.status_code)
        if bare is None or response.headers.get("X-Problem"):
            return response
        return _as_bare(response, page_of(request, bare()))

    def process_exception(request: HttpRequest, error: Exception) -> HttpResponse:
        return _answer(request, error)

    answer.process_exception = process_exception  # type: ignore[attr-defined]
    return answer


def problem_of(error: Exception) -> Problem:
    """Return the problem that a fault is to its user."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, Http404 | PermissionDenied):
        return NotThereError()
    if isinstance(error, RequestDataTooBig):
        return TooLargeError()
    if isinstance(error, SuspiciousOperation | UnicodeDecodeError):
        return WrongInputError()
    logs.note(error)
    return Problem()


def page_of(request: HttpRequest, problem: Problem, template: str = "problem.html", **more: Any) -> HttpResponse:
    """Return the page of a problem, in the reader's language. `template` and `more`: of a page that says more."""
    if request.path.startswith(INTERFACE):
        return as_json(problem)
    response = HttpResponse(_rendered(request, problem, template, more), status=problem.status)
    response.headers["X-Problem"] = problem.code
    if isinstance(problem, LockedError):
        response.headers["Retry-After"] = RETRY_SECONDS
    return response


def _as_bare(bare: HttpResponse, page: HttpResponse) -> HttpResponse:
    """Return the page that stands for a bare answer, with the methods that it names."""
    if "Allow" in bare.headers:
        page.headers["Allow"] = bare.headers["Allow"]
    return page


def _rendered(request: HttpRequest, problem: Problem, template: str, more: dict[str, Any]) -> str:
    template = "locked.html" if isinstance(problem, LockedError) else template
    if template == "locked.html" or not keyring.is_open:
        # The frame greets people by names that are sealed: without keys there is no frame.
        return render_to_string(template, {"problem": problem, "locked": True})
    return render_to_string(template, {"problem": problem, **more}, request)


def uncaught(request: HttpRequest) -> HttpResponse:
    """Answer a fault that no view raised, such as a session that cannot be read (Django's `handler500`)."""
    error = sys.exception()
    return _answer(request, error) if isinstance(error, Exception) else page_of(request, Problem())


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what Django itself refuses (its `handler400`, `handler403` and `handler404`)."""
    return _answer(request, exception)


def _answer(request: HttpRequest, error: Exception) -> HttpResponse:
    """Answer a fault with its page; a form that was too long comes back with it."""
    if isinstance(error, RequestDataTooBig) and (typed := giving_back.typed(request)):
        return page_of(request, TooLongError(), "too_long.html", typed=typed)
    return page_of(request, problem_of(error))


def locked(get_response: Answer) -> Answer:
    """While no operation is unlocked, every address but the public help answers with one calm page."""

    def answer(request: HttpRequest) -> HttpResponse:
        if keyring.is_open or request.path.startswith(OPEN_WHILE_LOCKED):
            return get_response(request)
        translation.activate(translation.get_language_from_request(request))
        return page_of(request, LockedError())

    return answer


def language(get_response: Answer) -> Answer:
    """Speak the language chosen on the page (kept in the session), else the browser's."""

    def answer(request: HttpRequest) -> HttpResponse:
        chosen = request.session.get("language")
        if chosen not in dict(settings.LANGUAGES):
            chosen = translation.get_language_from_request(request)
        with translation.override(chosen):
            request.LANGUAGE_CODE = chosen
            response = get_response(request)
            response.headers.setdefault("Content-Language", chosen)
            return response

    return answer


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose secret is missing or old."""
    return page_of(request, ExpiredError())
