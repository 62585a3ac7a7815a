"""The register of interpreters: who speaks what, who signed the code of conduct, who declared which ties."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from fristad.server.accounts.actor import Actor
from fristad.server.accounts.doors import door
from fristad.server.audit import services as audit
from fristad.server.cases import doors, words, words_languages
from fristad.server.cases.forms.interpreters import EndForm, FilterForm, InterpreterForm
from fristad.server.cases.models import Interpreter
from fristad.server.cases.services.interpreters import interpreter_add, interpreter_edit, interpreter_end
from fristad.server.common.forms import conflicts
from fristad.server.common.problems import StaleError


@require_GET
@door("interpreter.see")
def register(request: HttpRequest) -> HttpResponse:
    """Show the register, those who fit."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = FilterForm(request.GET)
    form.is_valid()
    wanted = {name: form.cleaned_data.get(name, "") for name in form.fields}
    rows = doors.interpreters(actor).filter(ended_on__isnull=wanted["ended"] != "yes")
    found = sorted((each for each in rows if _fits(each, wanted)), key=lambda each: str(each.told["name"]).casefold())
    audit.listed(actor, "cases.interpreter", [each.pk for each in found], "casework")
    labels = (_("Name"), _("Interprets"), _("Code of conduct"), pgettext("interpreter", "Ties"), _("Works for"))
    context = {
        "form": FilterForm(initial=wanted),
        "columns": [{"label": label} for label in labels],
        "rows": [_row(each) for each in found],
        "count": len(found),
        "may_manage": actor.may("interpreter.manage"),
    }
    return render(request, "cases/interpreters.html", context)


def _fits(person: Interpreter, wanted: Mapping[str, str]) -> bool:
    told = person.told
    return (not wanted["language"] or wanted["language"] in told["languages"]) and (
        not wanted["sex"] or wanted["sex"] == told["sex"]
    )


def _row(person: Interpreter) -> list[Any]:
    told = person.told
    return [
        {
            "text": told["name"],
            "url": reverse("cases:interpreter", args=[person.pk]),
            "note": words.SEXES.get(told["sex"], ""),
        },
        {"text": _spoken(person), "note": told["dialects"]},
        {"tag": _conduct(person)},
        {"tag": {"word": _("Declared: read first"), "shape": "triangle", "tone": "due"}}
        if told["ties"]
        else _("None declared"),
        told["employer"] or _("Not told yet"),
    ]


def _spoken(person: Interpreter) -> str:
    return words_languages.names_of(person.told["languages"])


def _conduct(person: Interpreter) -> dict[str, Any]:
    if person.signed_on is None:
        return {"word": _("Not signed"), "shape": "dotted", "tone": ""}
    return {"word": _("Signed %(day)s") % {"day": date_format(person.signed_on)}, "shape": "tick", "tone": "done"}


@require_GET
@door("interpreter.see")
def one(request: HttpRequest, interpreter_id: UUID) -> HttpResponse:
    """Show one interpreter."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    person = doors.interpreter(actor, interpreter_id)
    audit.read(actor, person, "casework")
    told = person.told
    facts = [
        {"name": _("Interprets"), "value": _spoken(person), "note": told["dialects"]},
        {"name": _("Sex"), "value": words.SEXES.get(told["sex"], "")},
        {"name": _("Works for"), "value": told["employer"]},
        {"name": _("Telephone number"), "value": told["contact"]},
        {"name": _("Other words"), "value": told["words"]},
    ]
    context = {
        "person": person,
        "facts": facts,
        "conduct": _conduct(person),
        "may_manage": actor.may("interpreter.manage"),
        "crumbs": [{"label": _("Interpreters"), "url": reverse("cases:interpreters")}, {"label": told["name"]}],
    }
    return render(request, "cases/interpreter.html", context)


@require_http_methods(["GET", "POST"])
@door("interpreter.manage")
def new(request: HttpRequest) -> HttpResponse:
    """Write somebody into the register."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = InterpreterForm(request.POST or None, initial={"version": 0})
    back = reverse("cases:interpreters")
    return _answer(request, form, _("A new interpreter"), lambda: interpreter_add(actor, form.told()), back)


@require_http_methods(["GET", "POST"])
@door("interpreter.manage")
def change(request: HttpRequest, interpreter_id: UUID) -> HttpResponse:
    """Change what the register says of somebody."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    person = doors.interpreter(actor, interpreter_id, "interpreter.manage")
    form = InterpreterForm(request.POST or None, initial=InterpreterForm.initial_of(person))

    def save() -> None:
        interpreter_edit(actor, person, form.told(), read_version=form.cleaned_data["version"])

    def now() -> Mapping[str, Any]:
        return InterpreterForm.initial_of(doors.interpreter(actor, interpreter_id, "interpreter.manage"))

    back = reverse("cases:interpreter", args=[interpreter_id])
    return _answer(request, form, _("Change the register"), save, back, now)


@require_http_methods(["GET", "POST"])
@door("interpreter.manage")
def end(request: HttpRequest, interpreter_id: UUID) -> HttpResponse:
    """End somebody's work as an interpreter here."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    person = doors.interpreter(actor, interpreter_id, "interpreter.manage")
    form = EndForm(request.POST or None, initial={"version": person.version})

    def save() -> None:
        data = form.cleaned_data
        interpreter_end(actor, person, answer=data["answer"], read_version=data["version"])

    def now() -> Mapping[str, Any]:
        return {"version": doors.interpreter(actor, interpreter_id, "interpreter.manage").version}

    back = reverse("cases:interpreter", args=[interpreter_id])
    return _answer(request, form, _("End the work of this interpreter"), save, back, now)


def _answer(
    request: HttpRequest,
    form: forms.Form,
    title: str,
    save: Callable[[], object],
    back: str,
    now: Callable[[], Mapping[str, Any]] | None = None,
) -> HttpResponse:
    """Show a form, or do what it asks for and go back; of two writers the second sees both texts."""
    if request.method == "POST" and form.is_valid():
        try:
            save()
        except StaleError:
            if now is None:
                raise
            conflicts.explain(form, now())
        else:
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(back)
    return render(request, "cases/interpreter_form.html", {"form": form, "title": title, "back": back})
