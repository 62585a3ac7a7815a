"""Signing in and out, step by step."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fristad.server.accounts import demo, sessions, throttle
from fristad.server.accounts.actor import actor_of
from fristad.server.accounts.doors import door, public
from fristad.server.accounts.factors import passkeys, state
from fristad.server.accounts.models import Operation, Staff
from fristad.server.accounts.signin import entrance, oidc
from fristad.server.accounts.signin.forms import CodeForm, EnterForm, PasskeyForm
from fristad.server.common.problems import LockedError

NEUTRAL = "/neutral/"
HOME = "/"


@public
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Ask for name and password. Unknown name and wrong password look alike and take alike."""
    if actor_of(request) is not None:
        return redirect(then_of(request))
    form = EnterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        found = entrance.knock(request, form.cleaned_data["name"], form.cleaned_data["password"])
        if found is not None:
            shared = form.cleaned_data["shared"]
            return redirect(entrance.come_in(request, found, shared=shared, then=then_of(request)))
        form.add_error(None, _("This name and this password do not belong together. Check both and try again."))
    values = {
        "form": form,
        "ended": request.session.get("ended"),
        "passkey_form": PasskeyForm(),
        "passkey_options": passkeys.sign_in_options(None),
        "demo_accounts": demo.accounts(),
        "provider": oidc.provider(),
    }
    return render(request, "signin/enter.html", values)


@public
@require_POST
def passkey(request: HttpRequest) -> HttpResponse:
    """Let somebody in by a passkey alone."""
    counted = throttle.take(throttle.ADDRESS, throttle.address_of(request))
    form = PasskeyForm(request.POST)
    found = passkeys.check(form.cleaned_data["credential"]) if form.is_valid() else None
    if found is None:
        return render(request, "signin/passkey_refused.html", status=403)
    counted.give_back()
    return redirect(
        entrance.with_passkey(request, found, shared=bool(request.POST.get("shared")), then=then_of(request))
    )


@public
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Ask for the second factor of somebody whose word was right."""
    waiting = entrance.at_the_door(request)
    form = CodeForm(request.POST if "code" in request.POST else None)
    answer = PasskeyForm(request.POST if "credential" in request.POST else None)
    if form.is_valid():
        there = entrance.with_code(request, waiting, form.cleaned_data["code"])
        if there is not None:
            return redirect(there)
        form.add_error("code", wrong_code())
    if answer.is_valid():
        found = passkeys.check(answer.cleaned_data["credential"], waiting.staff)
        if found is not None:
            return redirect(entrance.with_second_passkey(request, waiting, found))
    return render(request, "signin/code.html", factor_values(waiting.staff, form, answer))


@door("own.account")
@require_POST
def out(request: HttpRequest) -> HttpResponse:
    """Sign out."""
    sessions.end(request)
    return redirect(settings.LOGIN_URL)


@door("own.account")
@require_POST
def stay(request: HttpRequest) -> HttpResponse:
    """Keep the session alive: to have asked is enough. The page prints the new end, which the script reads."""
    return render(request, "signin/stayed.html")


@public
@require_GET
def leave(request: HttpRequest) -> HttpResponse:
    """End the session on the server and show the neutral page. The only act that a GET may do."""
    page = _neutral_page(request.user) if isinstance(request.user, Staff) else None
    sessions.end(request)
    response = HttpResponseRedirect(page or NEUTRAL)
    response.status_code = 303
    return response


def wrong_code() -> str:
    """Return what is said of a code that is wrong or was used before."""
    return _("This code is wrong, or it was used already. Wait for the next one and try again.")


def factor_values(staff: Staff, form: CodeForm, answer: PasskeyForm) -> dict[str, object]:
    """Return what a page that asks for the second factor shows: codes, passkeys, or both."""
    has_passkeys = bool(passkeys.of(staff))
    return {
        "form": form,
        "passkey_form": answer,
        "refused": answer.is_bound,
        "passkey_options": passkeys.sign_in_options(staff) if has_passkeys else None,
        "has_app": state.has_app(staff),
    }


def then_of(request: HttpRequest) -> str:
    """Return the page of ours that the person was going to."""
    wanted = request.GET.get("next") or request.POST.get("next") or HOME
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else HOME


def _neutral_page(staff: Staff) -> str | None:
    """Return the page that the operation chose. Leaving works while the service is locked, to our own page."""
    operation = Operation.unscoped.select_related("record_key").get(pk=staff.operation_id)
    try:
        found: str | None = operation.neutral_page
    except LockedError:
        return None
    return found
