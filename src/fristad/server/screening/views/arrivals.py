"""The doors in: first contact, and a worry about somebody."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fristad.library import load_texts
from fristad.server.accounts.doors import door
from fristad.server.audit import services as audit
from fristad.server.common.problems import NotThereError
from fristad.server.screening import words_arrivals as words
from fristad.server.screening.forms.arrivals import FirstContactForm, MetAgainForm, WorryEndForm, WorryForm
from fristad.server.screening.forms.topics import LANGUAGE_NAMES
from fristad.server.screening.selectors import arrivals as selectors
from fristad.server.screening.services import arrivals
from fristad.server.screening.views import frame


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
    return render(
        request,
        "screening/doors_in.html",
        {"doors": doors, "later": later, "worries": worries, "may_answer": actor.may("held.answer")},
    )


@require_http_methods(["GET", "POST"])
@door("arrival.receive")
def first_contact(request: HttpRequest, way: str) -> HttpResponse:
    """Ask the few neutral questions and offer a talk. No case and no result comes of it by itself."""
    if way not in words.DOORS:
        raise NotThereError
    actor = request.actor  # type: ignore[attr-defined]
    language = request.GET.get("language", "en")
    language = language if language in LANGUAGE_NAMES else "en"
    form = FirstContactForm(request.POST or None, language=language)
    if request.method == "POST" and form.is_valid():
        answer = form.cleaned_data["answer"]
        if answer == "accept" and actor.may("case.create"):
            case = arrivals.accept(actor, form.told(way))
            return HttpResponseRedirect(reverse("screening:interviews", args=[case.code]))
        kept = answer == "accept" or (answer == "later" and form.cleaned_data["keep"] == "given")
        if kept:
            arrivals.keep(actor, form.told(way))
        messages.success(
            request, _("Kept until the person is met again.") if kept else _("Thank you. Nothing is kept.")
        )
        return _home()
    context = {
        "form": form,
        "opening": load_texts(language).question(f"phrase.door_{way}"),
        "title": words.DOORS[way],
        "spoken": language,
        "direction": "rtl" if language in frame.RIGHT_TO_LEFT else "ltr",
        "offered": LANGUAGE_NAMES,
    }
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
def arrival(request: HttpRequest, arrival_id: UUID) -> HttpResponse:
    """Show somebody who is to be offered a talk again: accepting begins the case, no forgets them."""
    actor = request.actor  # type: ignore[attr-defined]
    found = selectors.arrival(actor, arrival_id)
    form = MetAgainForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["answer"] == "accept" and actor.may("case.create"):
            case = arrivals.accept(actor, found.told, found)
            return HttpResponseRedirect(reverse("screening:interviews", args=[case.code]))
        arrivals.end(actor, found)
        messages.success(request, _("Thank you. Nothing is kept."))
        return _home()
    audit.read(actor, found, "casework")
    answers = [(words.QUESTIONS[code], words.YES_NO.get(said, said)) for code, said in found.told["answers"].items()]
    return render(request, "screening/arrival.html", {"form": form, "arrival": found, "answers": answers})


@require_http_methods(["GET", "POST"])
@door("arrival.receive")
def one_worry(request: HttpRequest, worry_id: UUID) -> HttpResponse:
    """Show a worry, and end it."""
    actor = request.actor  # type: ignore[attr-defined]
    found = selectors.worry(actor, worry_id)
    form = WorryEndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        arrivals.worry_end(actor, found)
        messages.success(request, _("Ended. Its words are gone."))
        return _home()
    audit.read(actor, found, "casework")
    return render(request, "screening/worry.html", {"form": form, "worry": found})


def _form(request: HttpRequest, form: Any, title: str, **values: Any) -> HttpResponse:
    return render(request, "screening/arrival_form.html", {"form": form, "title": title, **values})
