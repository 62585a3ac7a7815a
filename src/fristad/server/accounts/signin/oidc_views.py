"""Signing in through the organisation's provider, and linking an account with it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fristad.server.accounts import sessions
from fristad.server.accounts.actor import actor_of
from fristad.server.accounts.backend import Recognised
from fristad.server.accounts.doors import door, public
from fristad.server.accounts.signin import entrance, oidc
from fristad.server.accounts.signin.views_enter import then_of
from fristad.server.accounts.signin.views_factor import person

#: In the session: the identity that waits for the person's yes.
WAITING = "identity"
#: Where somebody goes on who came back to link and not to sign in.
TO_LINK = "link"


@public
@require_GET
def go(request: HttpRequest) -> HttpResponse:
    """Send somebody to the provider."""
    return redirect(_begin(request, then_of(request)))


@public
@require_GET
def back(request: HttpRequest) -> HttpResponse:
    """Take in whoever comes back: to sign in, or to link. Like a form, the answer carries a secret of this session."""
    oidc.required()
    from fristad.server.accounts.signin.oidc_asking import come_back  # noqa: PLC0415 - an extra

    found, then = come_back(request)
    if then == TO_LINK:
        if actor_of(request) is None:
            return redirect("signin:enter")
        request.session[WAITING] = {"subject": found.subject, "shown": found.shown}
        return redirect("signin:identity")
    staff = oidc.whose(found)
    if staff is None:
        return render(request, "signin/provider_unknown.html", {"provider": oidc.required()}, status=403)
    known = Recognised(staff, duress=False)
    if found.second_factor:
        return redirect(entrance.with_passkey(request, known, shared=False, then=then))
    return redirect(entrance.come_in(request, known, shared=False, then=then))


@door("own.account", dangerous=True)
@require_http_methods(["GET", "POST"])
def identity(request: HttpRequest) -> HttpResponse:
    """Show whether an identity is linked, and link the one that the person came back with. Under duress none is."""
    asked = oidc.required()
    staff, waiting = person(request), request.session.get(WAITING)
    forced = sessions.is_under_duress(request.session)
    if request.method == "POST" and waiting is not None:
        del request.session[WAITING]
        if not forced:
            oidc.link(entrance.acting(staff), staff, waiting["subject"])
        messages.success(request, _("Linked. You can sign in through your organisation from now on."))
        return redirect("signin:sessions")
    values = {
        "provider": asked,
        "waiting": waiting,
        "is_linked": not forced and oidc.is_linked(staff.pk),
    }
    return render(request, "signin/identity.html", values)


@door("own.account", dangerous=True)
@require_GET
def link(request: HttpRequest) -> HttpResponse:
    """Send somebody who is signed in to the provider, to link what they come back with."""
    return redirect(_begin(request, TO_LINK))


@door("own.account", dangerous=True)
@require_POST
def unlink(request: HttpRequest) -> HttpResponse:
    """Take the link away."""
    oidc.required()
    staff = person(request)
    if not sessions.is_under_duress(request.session):
        oidc.unlink(entrance.acting(staff), staff)
    messages.success(request, _("The link is gone. You sign in with your name from now on."))
    return redirect("signin:sessions")


def _begin(request: HttpRequest, then: str) -> str:
    oidc.required()
    from fristad.server.accounts.signin.oidc_asking import begin  # noqa: PLC0415 - an extra

    return begin(request, then)
