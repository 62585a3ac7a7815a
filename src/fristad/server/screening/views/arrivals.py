"""The doors in: first contact, a worry about somebody, people who are still held, and alarms to be answered."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fristad.server.accounts.doors import door
from fristad.server.audit import services as audit
from fristad.server.common.problems import NotThereError
from fristad.server.screening import words_arrivals as words
from fristad.server.screening.forms.arrivals import AlarmForm, FirstContactForm, HeldForm, WorryForm
from fristad.server.screening.selectors import arrivals as selectors
from fristad.server.screening.services import arrivals


def _home() -> HttpResponse:
    return HttpResponseRedirect(reverse("screening:doors_in"))


@require_http_methods(["GET"])
@door("arrival.receive")
def doors_in(request: HttpRequest) -> HttpResponse:
    """Show the doors with their opening words, who is to be met again, and the worries that stand."""
    actor = request.actor  # type: ignore[attr-defined]
    later, worries = selectors.arrivals(actor), selectors.worries(actor)
    for each in (*later, *worries):
        audit.read(actor, each, "casework")
    doors = [{"code": code, "label": label, "words": words.OPENING[code]} for code, label in words.DOORS.items()]
    return render(request, "screening/doors_in.html", {"doors": doors, "later": later, "worries": worries})


@require_http_methods(["GET", "POST"])
@door("arrival.receive")
def first_contact(request: HttpRequest, way: str) -> HttpResponse:
    """Ask the few neutral questions and offer a talk. No case and no result comes of it by itself."""
    if way not in words.DOORS:
        raise NotThereError
    actor = request.actor  # type: ignore[attr-defined]
    form = FirstContactForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer = form.cleaned_data["answer"]
        if answer == "accept" and actor.may("case.create"):
            case = arrivals.accept(actor, form.told(way))
            return HttpResponseRedirect(reverse("screening:interviews", args=[case.code]))
        if answer != "no":
            arrivals.keep(actor, form.told(way))
        messages.success(request, _("Thank you.") if answer == "no" else _("Kept until the person is met again."))
        return _home()
    context = {"form": form, "opening": words.OPENING[way], "title": words.DOORS[way]}
    return render(request, "screening/first_contact.html", context)


@require_http_methods(["GET", "POST"])
@door("arrival.receive")
def worry(request: HttpRequest) -> HttpResponse:
    """Write down a worry about somebody else."""
    form = WorryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        arrivals.worry(request.actor, form.cleaned_data)  # type: ignore[attr-defined]
        messages.success(request, _("Kept as a worry, without a file."))
        return _home()
    return _form(request, form, _("A worry about somebody else"))


@require_http_methods(["GET", "POST"])
@door("arrival.receive")
def held(request: HttpRequest) -> HttpResponse:
    """Report people who are still held. Nothing leads back to the one who told."""
    form = HeldForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = dict(form.cleaned_data)
        live = told.pop("live") == "yes"
        arrivals.report(request.actor, told, live=live)  # type: ignore[attr-defined]
        messages.success(
            request,
            _("The security and protection leads are told. Advise the family neither to pay nor to refuse.")
            if live
            else _("Reported. Nothing in it leads to the one who told."),
        )
        return _home()
    return _form(request, form, _("Others who are still held"))


@require_http_methods(["GET"])
@door("held.answer")
def alarms(request: HttpRequest) -> HttpResponse:
    """Show the alarms that nobody answered yet."""
    return render(request, "screening/alarms.html", {"rows": selectors.alarms(request.actor)})  # type: ignore[attr-defined]


@require_http_methods(["GET", "POST"])
@door("held.answer")
def alarm(request: HttpRequest, alarm_id: UUID) -> HttpResponse:
    """Answer an alarm."""
    actor = request.actor  # type: ignore[attr-defined]
    found = selectors.alarm(actor, alarm_id)
    form = AlarmForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        arrivals.alarm_answer(actor, found, form.cleaned_data)
        messages.success(request, _("Written down."))
        return HttpResponseRedirect(reverse("screening:alarms"))
    audit.read(actor, found.report, "casework")
    return _form(request, form, _("Answer an alarm"), report=found.report.told)


def _form(request: HttpRequest, form: Any, title: str, **values: Any) -> HttpResponse:
    return render(request, "screening/arrival_form.html", {"form": form, "title": title, **values})
