"""One's own second factor: set up, changed, asked for again."""

from __future__ import annotations

from base64 import b64encode
from typing import cast

import qrcode
from allauth.mfa.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from qrcode.image.svg import SvgPathFillImage

from fristad.server.accounts import gate, sessions
from fristad.server.accounts.actor import actor_of
from fristad.server.accounts.doors import door
from fristad.server.accounts.factors import codes, passkeys, state
from fristad.server.accounts.models import Staff
from fristad.server.accounts.signin import entrance
from fristad.server.accounts.signin.forms import CodeForm, NewAppForm, NewPasskeyForm, OwnPasswordForm, PasskeyForm
from fristad.server.accounts.signin.views_enter import factor_values, then_of, wrong_code
from fristad.server.audit.services import act
from fristad.server.common.problems import NotThereError, ReservedError, WrongInputError


@door("own.account")
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def again(request: HttpRequest) -> HttpResponse:
    """Ask for the second factor again before a dangerous act, then go on with it."""
    staff = person(request)
    if not state.is_set_up(staff):
        return _password_again(request, staff)
    form = CodeForm(request.POST if "code" in request.POST else None)
    answer = PasskeyForm(request.POST if "credential" in request.POST else None)
    if form.is_valid():
        # By session: who guesses at another door does not keep this person from going on here.
        if codes.check(staff, form.cleaned_data["code"], at=request.session["signed_in"]) is not None:
            return _confirmed(request, staff)
        form.add_error("code", wrong_code())
    if answer.is_valid() and passkeys.check(answer.cleaned_data["credential"], staff):
        return _confirmed(request, staff)
    return render(request, "signin/again.html", factor_values(staff, form, answer))


@door("own.account")
@require_GET
def factor(request: HttpRequest) -> HttpResponse:
    """Show one's second factors."""
    staff = person(request)
    values = {
        "has_app": state.has_app(staff),
        "passkeys": passkeys.of(staff),
        "is_set_up": state.is_set_up(staff),
        "codes_left": codes.recovery_codes_left(staff),
        "required": not settings.DEMO,
    }
    return render(request, "signin/factor.html", values)


@door("own.account")
@require_http_methods(["GET", "POST"])
def app(request: HttpRequest) -> HttpResponse:
    """Set up an app for one-time codes."""
    staff = person(request)
    if (asked := _asked_again(request, staff)) is not None:
        return asked
    seed = codes.open_seed(staff, request.POST.get("seed", "")) if request.method == "POST" else codes.new_seed()
    form = NewAppForm(request.POST or None, initial={"seed": codes.seal_seed(staff, seed)})
    if form.is_valid():
        if codes.proves(staff, seed, form.cleaned_data["code"]):
            if not sessions.is_under_duress(request.session):  # else the app stays the one it was
                with act(entrance.acting(staff), "factor.added", staff, detail={"kind": "app"}):
                    codes.keep_app(staff, seed)
            return _added(request, staff)
        form.add_error("code", wrong_code())
    link = get_adapter().build_totp_url(staff, seed)
    return render(request, "signin/app.html", {"form": form, "seed": _in_fours(seed), "link": link, "qr": _qr(link)})


@door("own.account")
@require_http_methods(["GET", "POST"])
def passkey(request: HttpRequest) -> HttpResponse:
    """Add a passkey."""
    staff = person(request)
    if (asked := _asked_again(request, staff)) is not None:
        return asked
    form = NewPasskeyForm(request.POST or None)
    if form.is_valid():
        made = passkeys.answered(form.cleaned_data["credential"])
        if made is not None:
            is_duress = sessions.is_under_duress(request.session)
            with act(entrance.acting(staff), "factor.added", staff, detail={"kind": "passkey"}):
                passkeys.keep(staff, form.cleaned_data["name"], made, duress=is_duress)
            return _added(request, staff)
        form.add_error(None, _("The passkey did not answer as it should. Try again."))
    values = {"form": form, "options": passkeys.registration_options(staff)}
    return render(request, "signin/passkey.html", values)


@door("own.account")
@require_POST
def passkey_remove(request: HttpRequest, passkey_id: int) -> HttpResponse:
    """Remove a passkey, unless it is the last second factor."""
    staff = person(request)
    own = passkeys.of(staff)
    if passkey_id not in [each.id for each in own]:
        raise NotThereError
    if (asked := _asked_again(request, staff)) is not None:
        return asked
    if not state.has_app(staff) and len(own) < 2:
        raise WrongInputError(_("This is your only second factor. Set up another one first."))
    if not sessions.is_under_duress(request.session):  # else the person could not come in undisguised afterwards
        with act(entrance.acting(staff), "factor.removed", staff, detail={"kind": "passkey"}):
            passkeys.remove(staff, passkey_id)
    return redirect("signin:factor")


@door("own.account")
@require_POST
def recovery(request: HttpRequest) -> HttpResponse:
    """Make new recovery codes and show them, once."""
    staff = person(request)
    if not state.is_set_up(staff):
        raise ReservedError(_("Set up an app or a passkey first."))
    if (asked := _asked_again(request, staff)) is not None:
        return asked
    return _new_codes(request, staff)


def person(request: HttpRequest) -> Staff:
    """Return who is signed in. Only behind a door."""
    return cast("Staff", request.user)


def _new_codes(request: HttpRequest, staff: Staff) -> HttpResponse:
    if sessions.is_under_duress(request.session):
        made = codes.pretended_recovery_codes()
    else:
        with act(entrance.acting(staff), "factor.codes_made", staff):
            made = codes.new_recovery_codes(staff)
    return render(request, "signin/recovery.html", {"codes": [f"{each[:4]} {each[4:]}" for each in made]})


def _added(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Go on after a new factor: with the first one come recovery codes."""
    sessions.confirmed(request)
    if codes.recovery_codes_left(staff):
        return redirect("signin:factor")
    return _new_codes(request, staff)


def _asked_again(request: HttpRequest, staff: Staff) -> HttpResponse | None:
    """Return the page that asks again, where there is a factor to protect and it was not used lately."""
    actor = actor_of(request)
    if not state.is_set_up(staff) or (actor is not None and actor.second_factor_fresh()):
        return None
    return gate.confirm(request)


def _password_again(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Ask for the password where no second factor is set up: in a demonstration."""
    form = OwnPasswordForm(request.POST or None, encoded=entrance.word_of(request, staff))
    if form.is_valid():
        return _confirmed(request, staff)
    return render(request, "signin/again.html", {"form": form, "has_app": True})


def _confirmed(request: HttpRequest, staff: Staff) -> HttpResponse:
    sessions.confirmed(request)
    return redirect(entrance.back(request, staff, then_of(request)))


def _in_fours(seed: str) -> list[str]:
    return [seed[start : start + 4] for start in range(0, len(seed), 4)]


def _qr(link: str) -> str:
    """Return the link as a picture: ink on white in every colour scheme, since telephones read nothing else well."""
    picture = qrcode.make(link, image_factory=SvgPathFillImage, border=3).to_string()
    return "data:image/svg+xml;base64," + b64encode(picture).decode()
