"""What is asked of a person before a page: to sign in, to meet the requirements, to confirm a dangerous act."""

from __future__ import annotations

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse

from fristad.server.common.problems import ReservedError


def sign_in(request: HttpRequest) -> HttpResponse:
    """Return the way to the sign-in page, and back here afterwards."""
    return redirect_to_login(request.path)


def requirements(request: HttpRequest) -> HttpResponse | None:
    """Return the page of a requirement that is still open (second factor, code of conduct), or None."""
    return None


def confirm(request: HttpRequest) -> HttpResponse | None:
    """Return the page that asks for the second factor again, or None where that is not asked."""
    raise ReservedError
