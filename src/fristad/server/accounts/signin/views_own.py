"""One's own account: password, sessions, code of conduct, kept forms, notices."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fristad.server.accounts import conduct, held, notices, sessions
from fristad.server.accounts.devices import WORDS
from fristad.server.accounts.doors import door
from fristad.server.accounts.models import Staff
from fristad.server.accounts.models_signin import Notice
from fristad.server.accounts.selectors import colleagues
from fristad.server.accounts.services import people
from fristad.server.accounts.signin import entrance, oidc
from fristad.server.accounts.signin.forms import ChangePasswordForm, ConductForm, DuressForm, LanguageForm
from fristad.server.accounts.signin.views_enter import HOME, then_of
from fristad.server.accounts.signin.views_factor import person
from fristad.server.accounts.words import ROLES
from fristad.server.audit.services import act
from fristad.server.common.problems import NotThereError


@door("own.account", dangerous=True)
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Change one's password. All other sessions end. Under duress the word that calls for help is changed."""
    staff = person(request)
    form = ChangePasswordForm(request.POST or None, encoded=entrance.word_of(request, staff))
    if form.is_valid():
        _change(request, staff, form.cleaned_data["new_password"])
        messages.success(request, _("Your password is changed. Your other sessions have ended."))
        return redirect("signin:sessions")
    return render(request, "signin/password.html", {"form": form})


@door("own.account", dangerous=True)
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def duress(request: HttpRequest) -> HttpResponse:
    """Set the word that signs in to an empty office and calls for help. Under duress nothing is set."""
    staff = person(request)
    form = DuressForm(request.POST or None, encoded=entrance.word_of(request, staff))
    if form.is_valid():
        if not sessions.is_under_duress(request.session):
            with act(entrance.acting(staff), "password.changed", staff):
                staff.duress = make_password(form.cleaned_data["new_password"])
                staff.save_over(staff.version)
        messages.success(request, _("The word is set. Try it only when you need it."))
        return redirect("signin:sessions")
    return render(request, "signin/duress.html", {"form": form})


@door("own.account")
@require_GET
def sessions_page(request: HttpRequest) -> HttpResponse:
    """Show one's sessions."""
    found = [(each, WORDS[each.device]) for each in sessions.mine(request, person(request).pk)]
    return render(request, "signin/sessions.html", {"sessions": found, "provider": oidc.provider()})


@door("own.account")
@require_POST
def session_end(request: HttpRequest) -> HttpResponse:
    """End one of one's sessions, or all others."""
    staff, wanted = person(request), request.POST.get("session", "")
    with act(entrance.acting(staff), "session.ended_others"):
        if wanted:
            sessions.end_one(staff.pk, _uuid(wanted))
        else:
            sessions.end_all(staff.pk, but=_current(request))
    messages.success(request, pgettext("session", "Ended."))
    return redirect("signin:sessions")


@door("own.account")
@require_http_methods(["GET", "POST"])
def language(request: HttpRequest) -> HttpResponse:
    """Choose the language of one's pages, from now on and at each sign-in. Under duress for this session only."""
    staff = person(request)
    form = LanguageForm(request.POST or None, initial={"language": staff.language or "", "version": staff.version})
    if form.is_valid():
        chosen = form.cleaned_data["language"]
        if not sessions.is_under_duress(request.session):
            people.choose_language(entrance.acting(staff), staff, chosen, form.cleaned_data["version"])
        entrance.speak(request, chosen)
        messages.success(request, _("Saved."))
        return redirect("signin:sessions")
    return render(request, "signin/language.html", {"form": form})


@door("own.account")
@require_http_methods(["GET", "POST"])
def conduct_page(request: HttpRequest) -> HttpResponse:
    """Show the code of conduct, and take the agreement to it."""
    staff = person(request)
    form = ConductForm(request.POST or None)
    if form.is_valid():
        with act(entrance.acting(staff), "conduct.accepted", detail={"version": conduct.version()}):
            conduct.accept(staff.pk)
        return redirect(entrance.back(request, staff, then_of(request)))
    values = {"form": form, "conduct": conduct.text(get_language() or "en"), "accepted": conduct.is_accepted(staff.pk)}
    return render(request, "signin/conduct.html", values)


@door("own.account")
@require_http_methods(["GET", "POST"])
def held_form(request: HttpRequest) -> HttpResponse:
    """Offer a kept form to its sender: to send it now, or to put it away."""
    staff = person(request)
    row = entrance.kept(request, staff)
    if row is None:
        return redirect(HOME)
    if request.method == "POST":
        held.drop(staff.pk, row.pk)
        return redirect(HOME)
    return render(request, "signin/held.html", {"kept": held.open_for(staff.pk, row.pk), "until": row.until})


@door("own.account")
@require_http_methods(["GET", "POST"])
def notices_page(request: HttpRequest) -> HttpResponse:
    """Show what waits; put one notice away."""
    staff = person(request)
    if request.method == "POST":
        notices.seen(staff.pk, _uuid(request.POST.get("notice", "")))
        return redirect("signin:notices")
    waiting = [] if sessions.is_under_duress(request.session) else notices.waiting(staff.pk)
    named = [UUID(row.content["staff"]) for row in waiting if "staff" in row.content]
    names = colleagues(entrance.acting(staff), named)
    return render(request, "signin/notices.html", {"notices": [_shown(row, names) for row in waiting]})


def _change(request: HttpRequest, staff: Staff, word: str) -> None:
    with act(entrance.acting(staff), "password.changed", staff):
        if sessions.is_under_duress(request.session):
            staff.duress = make_password(word)
        else:
            staff.set_password(word)
        staff.save_over(staff.version)
        sessions.end_all(staff.pk, but=_current(request))
    update_session_auth_hash(request, staff)


def _shown(row: Notice, names: dict[UUID, str]) -> dict[str, object]:
    content, kind = row.content, notices.kind_of(row.content["kind"])
    about = names.get(UUID(content["staff"]), "") if "staff" in content else str(ROLES.get(content.get("role"), ""))
    url = reverse(kind.url_name, args=[content[key] for key in kind.keys]) if kind.url_name else ""
    return {"id": row.pk, "sentence": notices.sentence(row), "about": about, "on": row.created_on, "url": url}


def _current(request: HttpRequest) -> UUID:
    return UUID(request.session["signed_in"])


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as fault:
        raise NotThereError from fault
