"""What is asked of a person before a page: to sign in, to meet the requirements, to confirm a dangerous act.

A form that meets one of these is kept for an hour and offered again behind it (`held`).
"""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from fristad.server.accounts import conduct, held
from fristad.server.accounts.factors import state
from fristad.server.accounts.models import Staff

#: Pages on which a second factor is set up.
FACTOR_PAGES = frozenset(
    {"signin:factor", "signin:app", "signin:passkey", "signin:passkey_remove", "signin:recovery", "signin:again"}
)
#: Leaving is always open.
ALWAYS = frozenset({"signin:out", "signin:exit", "signin:stay"})


def sign_in(request: HttpRequest) -> HttpResponse:
    """Return the way to the sign-in page, and back here afterwards."""
    return redirect_to_login(_here(request))


def requirements(request: HttpRequest) -> HttpResponse | None:
    """Return the way to a requirement that is still open (second factor, code of conduct), or None.

    What is met is noted in the session: a factor is taken away only together with all sessions.
    """
    if request.session.get("met") == conduct.version():
        return None
    here = request.resolver_match.view_name if request.resolver_match else ""
    needed = open_page(_person(request))
    if needed is None:
        request.session["met"] = conduct.version()
        return None
    if here in ALWAYS or here == needed or (needed == "signin:factor" and here in FACTOR_PAGES):
        return None
    return _by_way_of(request, needed)


def confirm(request: HttpRequest) -> HttpResponse:
    """Return the way to the page that asks for the second factor again."""
    return _by_way_of(request, "signin:again")


def open_page(staff: Staff) -> str | None:
    """Return the name of the page on which a person must first meet a requirement, or None."""
    if not settings.DEMO and not state.is_set_up(staff):
        return "signin:factor"
    return None if conduct.is_accepted(staff.pk) else "signin:conduct"


def _by_way_of(request: HttpRequest, page: str) -> HttpResponse:
    if request.method == "POST":
        held.keep(request, _person(request), buttons=True)
    return HttpResponseRedirect(f"{reverse(page)}?{urlencode({'next': _here(request)})}")


def _here(request: HttpRequest) -> str:
    """Return the way back. A page that was opened keeps what its address says: codes and ids, never words."""
    return request.get_full_path() if request.method == "GET" else request.path


def _person(request: HttpRequest) -> Staff:
    if not isinstance(request.user, Staff):
        raise TypeError("a gate stands behind the sign-in")
    return request.user
