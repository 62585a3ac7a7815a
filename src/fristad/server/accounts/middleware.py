"""Ends sessions when their time is over (`settings.MIDDLEWARE`, straight after the session itself)."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from uuid import UUID

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from fristad.server.accounts import held, sessions
from fristad.server.accounts.backend import Backend

EXIT = "/exit/"
#: Pages on which nobody is asked to sign in: whoever leaves in a hurry must not see our name.
UNASKED = (EXIT, "/neutral/", "/help/")
Answer = Callable[[HttpRequest], HttpResponse]


def session_times(get_response: Answer) -> Answer:
    """Let a session in that is alive, and note that it is used; send one that is over to the sign-in page."""

    def answer(request: HttpRequest) -> HttpResponse:
        if not sessions.is_over(request.session):
            sessions.touch(request.session)
            return _sent(request, get_response(request))
        if request.path not in UNASKED:
            return _end(request)
        if request.path != EXIT:  # which ends it itself, and knows from it where the operation leads
            sessions.end(request)
        return get_response(request)

    return answer


def _sent(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Delete a kept form that was sent again and arrived."""
    kept = request.POST.get("held_form") if request.method == "POST" else None
    if kept and response.status_code < HTTPStatus.BAD_REQUEST and SESSION_KEY in request.session:
        held.drop(UUID(request.session[SESSION_KEY]), kept)
    return response


def _end(request: HttpRequest) -> HttpResponse:
    """End the session; keep the form that came with it."""
    is_form = request.method == "POST"
    is_kept = is_form and _kept(request)
    sessions.end(request)
    request.session["ended"] = "kept" if is_kept else "idle"
    return redirect(settings.LOGIN_URL) if is_form else redirect_to_login(request.path)


def _kept(request: HttpRequest) -> bool:
    staff = Backend().get_user(request.session[SESSION_KEY])
    if staff is None or not held.is_from_our_page(request):
        return False
    return held.keep(request, staff) is not None
