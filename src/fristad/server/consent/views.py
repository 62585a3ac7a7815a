"""The consent of one person: what stands, what was said when, and taking it back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fristad.server.accounts.doors import door
from fristad.server.cases.selectors import people
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
    form = EventForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.event_add(opened.actor, person, form.told())
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(reverse("consent:consent", args=[code]))
    stands = [_shown(number, each) for number, each in enumerate(selectors.standing(person))]
    history = [_event(each) for each in selectors.events(person)]
    return page(request, opened, "consent", "consent/consent.html", form=form, stands=stands, history=history)


@require_http_methods(["GET", "POST"])
@door("case.edit")
def withdraw(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Take something back."""
    opened = open_case(request, code, "case.edit")
    person = opened.case.person
    stands = dict(enumerate(selectors.standing(person))).get(number)
    if stands is None or not stands.live:
        raise NotThereError
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.withdraw(opened.actor, person, stands, form.cleaned_data["words"])
        messages.success(request, _("Written down. It holds from now on."))
        return HttpResponseRedirect(reverse("consent:consent", args=[code]))
    shown = _shown(number, stands)
    return page(request, opened, "consent", "consent/withdraw.html", form=form, each=shown)


def _shown(number: int, stands: ledger.Standing) -> dict[str, Any]:
    return {
        "number": number,
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
        "on": event.created_on,
        "by": people.name_of(event.by),
    }
