"""The consent of one person: what stands, what was said when, and taking it back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fristad.server.accounts.doors import door
from fristad.server.cases.forms.exports import ToldForm, initial_language
from fristad.server.cases.selectors import families, people
from fristad.server.cases.views.frame import open_case, page
from fristad.server.common.problems import NotThereError
from fristad.server.consent import ledger, selectors, services, words
from fristad.server.consent.forms import EventForm, WithdrawForm


@require_http_methods(["GET", "POST"])
@door("case.edit")
def consent(request: HttpRequest, code: str) -> HttpResponse:
    """Show what stands, and write down what was asked."""
    opened = open_case(request, code, "case.edit")
    person = opened.case.person
    form = EventForm(request.POST or None, child=families.may_be_a_child(person))
    if request.method == "POST" and form.is_valid():
        services.event_add(opened.actor, person, form.told())
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(reverse("consent:consent", args=[code]))
    stands = [_shown(each) for each in selectors.standing(person)]
    history = [_event(each) for each in selectors.events(person)]
    return page(request, opened, "consent", "consent/consent.html", form=form, stands=stands, history=history)


@require_http_methods(["GET", "POST"])
@door("case.edit")
def withdraw(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Take something back."""
    opened = open_case(request, code, "case.edit")
    person = opened.case.person
    stands = next((each for each in selectors.standing(person) if each.position == number), None)
    if stands is None or not stands.live:
        raise NotThereError
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.withdraw(opened.actor, person, stands, form.cleaned_data["words"])
        messages.success(request, _("Written down. It holds from now on."))
        return HttpResponseRedirect(reverse("consent:consent", args=[code]))
    shown = _shown(stands)
    return page(request, opened, "consent", "consent/withdraw.html", form=form, each=shown, purpose=stands.purpose)


@require_http_methods(["GET", "POST"])
@door("case.print")
def copy(request: HttpRequest, code: str) -> HttpResponse:
    """Give the person a copy of what they agreed to, in their language, only where paper is safe to carry."""
    opened = open_case(request, code, "case.print")
    form = ToldForm(request.POST or None, initial={"language": initial_language(opened.case.person.languages)})
    if request.method == "POST" and form.is_valid():
        language = form.cleaned_data["language"]
        with translation.override(language):
            said = services.copy(opened.actor, opened.case, form.cleaned_data["whom"], language)
            return render(request, "cases/told.html", said)
    return page(request, opened, "consent", "consent/copy_ask.html", form=form)


def _shown(stands: ledger.Standing) -> dict[str, Any]:
    return {
        "number": stands.position,
        "purpose": words.PURPOSES[stands.purpose],
        "about": stands.about,
        "answer": words.ANSWERS[stands.told["answer"]],
        "shape": "full" if stands.live else "ring",
        "live": stands.live,
        "free": stands.free,
        "on": stands.on,
        "until": stands.told.get("until"),
    }


def _event(event: Any) -> dict[str, Any]:
    told = event.told or {}
    return {
        "purpose": words.PURPOSES[told["purpose"]],
        "answer": words.ANSWERS[told["answer"]],
        "about": ledger.about(told),
        "how": words.HOW.get(told.get("how") or "", ""),
        "language": told.get("language") or "",
        "words": told.get("words") or "",
        "explained_by": told.get("explained_by") or "",
        "support": [words.SUPPORT[each] for each in told.get("support") or ()],
        "ground": words.GROUNDS.get(told.get("ground") or "", ""),
        "on": event.created_on,
        "by": people.name_of(event.by),
    }
