"""The duplicate desk: two records side by side, joined or left. Each look is an entry for both."""

from __future__ import annotations

from collections.abc import Callable
from itertools import zip_longest
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fristad.server.accounts.actor import Actor
from fristad.server.accounts.doors import door
from fristad.server.audit import services as audit
from fristad.server.cases.forms import supervision as forms
from fristad.server.cases.models import Case, Double, DoubleState, Person
from fristad.server.cases.selectors import doubles as selector
from fristad.server.cases.selectors.people import name_of
from fristad.server.cases.services import doubles as services
from fristad.server.cases.views.frame import purpose_of
from fristad.server.cases.views.opening import facts_of
from fristad.server.cases.words_supervision import LIKENESSES

#: How many pairs a page shows.
SHOWN = 50


@require_GET
@door("duplicate.work")
def doubles(request: HttpRequest) -> HttpResponse:
    """List pairs that wait for the desk, or those that were decided."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    state = request.GET.get("state", "")
    state = state if state in DoubleState.values else DoubleState.OPEN
    rows = list(selector.desk(actor, state)[:SHOWN])
    audit.listed(actor, "cases.case", [pk for row in rows for pk in (row.one_id, row.other_id)], "duplicates")
    labels = (_("Cases"), _("Teams"), _("What is alike"), pgettext("whether a team was asked", "Asked"))
    context = {
        "columns": [{"label": label} for label in labels],
        "rows": [_row(row) for row in rows],
        "state": state,
        "states": DoubleState.choices,
    }
    return render(request, "cases/doubles.html", context)


def _row(double: Double) -> list[Any]:
    questions = double.told.get("questions", {}).values()
    waits = sum("answer" not in each for each in questions)
    url = reverse("cases:double", args=[double.pk])
    return [
        {"text": f"{double.one.code}, {double.other.code}", "url": url},
        ", ".join(sorted({str(double.one.team.name), str(double.other.team.name)})),
        ". ".join(str(LIKENESSES[each]) for each in double.told["why"]),
        _("Waits for an answer") if waits else pgettext("question", "Answered") if questions else _("Nobody yet"),
    ]


@require_GET
@door("duplicate.work")
def double(request: HttpRequest, double_id: UUID) -> HttpResponse:
    """Show two records side by side."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = selector.one(actor, double_id)
    return _page(request, actor, found)


def _page(request: HttpRequest, actor: Actor, found: Double, **bound: Any) -> HttpResponse:
    with audit.together():
        for case in (found.one, found.other):
            audit.read(actor, case, "duplicates")
    initial = {"version": found.version}
    cases = {str(case.pk): f"{case.code}, {case.team.name}" for case in (found.one, found.other)}
    context = {
        "double": found,
        "columns": [{"label": label} for label in (_("What"), found.one.code, found.other.code)],
        "rows": _beside(found.one, found.other),
        "why": [LIKENESSES[each] for each in found.told["why"]],
        "questions": [(case, found.told.get("questions", {}).get(str(case.pk))) for case in (found.one, found.other)],
        "decided_by": name_of(found.decided_by),
        "ask_form": forms.DoubleAskForm(initial=initial, cases=cases, auto_id="ask_%s"),
        "join_form": forms.DoubleJoinForm(initial=initial, cases=cases, auto_id="join_%s"),
        "leave_form": forms.DoubleLeaveForm(initial=initial, auto_id="leave_%s"),
        "crumbs": [{"label": _("Duplicate desk"), "url": reverse("cases:doubles")}],
        # A refused form stands at an address that only takes forms: another language leads back here.
        "back_url": reverse("cases:double", args=[found.pk]),
        **bound,
    }
    return render(request, "cases/double.html", context)


def _beside(one: Case, other: Case) -> list[list[Any]]:
    """Return what both records say, a row for each thing, empty where one does not know it."""
    mine, theirs = _facts(one.person), _facts(other.person)
    rows = [
        [label, left or "", right or ""]
        for label in dict.fromkeys([*mine, *theirs])
        for left, right in zip_longest(mine.get(label, []), theirs.get(label, []))
    ]
    return [
        [_("Opened"), date_format(one.created_on), date_format(other.created_on)],
        *(row for row in [*rows, _number_line(one.person, other.person)] if row[1] or row[2]),
    ]


def _facts(person: Person) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for fact in facts_of(person):
        if fact["value"]:
            found.setdefault(str(fact["name"]), []).append(str(fact["value"]))
    return found


def _numbers(person: Person) -> set[str]:
    return {contact["number"] for contact in person.contacts or () if contact.get("number")}


def _number_line(one: Person, other: Person) -> list[Any]:
    """Return whether both say the same number, never which: to see it takes a click in its own case."""
    mine, theirs = _numbers(one), _numbers(other)
    if mine & theirs:
        return [_("Telephone number"), _("The number is the same"), _("The number is the same")]
    known = pgettext("telephone number", "Noted, and another one")
    alone = pgettext("telephone number", "Noted")
    both = bool(mine and theirs)
    said = [(known if both else alone) if numbers else "" for numbers in (mine, theirs)]
    return [_("Telephone number"), *said]


@require_POST
@door("duplicate.work")
def double_ask(request: HttpRequest, double_id: UUID) -> HttpResponse:
    """Ask the team of one of the two."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = selector.one(actor, double_id)
    cases = {str(case.pk): case.code for case in (found.one, found.other)}
    form = forms.DoubleAskForm(request.POST, cases=cases, auto_id="ask_%s")

    def save(data: dict[str, Any]) -> None:
        services.double_ask(actor, found, _case(found, data["case"]), data["words"], read_version=data["version"])

    return _done(request, actor, found, form, save, "ask_form")


@require_POST
@door("duplicate.work")
def double_join(request: HttpRequest, double_id: UUID) -> HttpResponse:
    """Make two records one person."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = selector.one(actor, double_id)
    cases = {str(case.pk): case.code for case in (found.one, found.other)}
    form = forms.DoubleJoinForm(request.POST, cases=cases, auto_id="join_%s")

    def save(data: dict[str, Any]) -> None:
        services.double_join(actor, found, _case(found, data["keep"]), data["words"], read_version=data["version"])

    return _done(request, actor, found, form, save, "join_form")


def _case(found: Double, pk: str) -> Case:
    return found.one if str(found.one_id) == pk else found.other


@require_POST
@door("duplicate.work")
def double_leave(request: HttpRequest, double_id: UUID) -> HttpResponse:
    """Say that they are two people."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = selector.one(actor, double_id)
    form = forms.DoubleLeaveForm(request.POST, auto_id="leave_%s")

    def save(data: dict[str, Any]) -> None:
        services.double_leave(actor, found, data["words"], read_version=data["version"])

    return _done(request, actor, found, form, save, "leave_form")


@require_POST
@door("duplicate.work")
def double_undo(request: HttpRequest, double_id: UUID) -> HttpResponse:
    """Take the decision back."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = selector.one(actor, double_id)
    services.double_undo(actor, found, read_version=found.version)
    messages.success(request, _("Taken back. Both records are as they were."))
    return HttpResponseRedirect(reverse("cases:double", args=[found.pk]))


def _done(
    request: HttpRequest, actor: Actor, found: Double, form: Any, save: Callable[[dict[str, Any]], None], name: str
) -> HttpResponse:
    if not form.is_valid():
        return _page(request, actor, found, **{name: form})
    save(form.cleaned_data)
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(reverse("cases:double", args=[found.pk]))


@require_http_methods(["GET", "POST"])
@door("case.edit")
def double_answer(request: HttpRequest, double_id: UUID, code: str) -> HttpResponse:
    """Show a team the question of the desk about its own case, and take the answer."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found, case = selector.asked(actor, double_id, code)
    form = forms.DoubleAnswerForm(request.POST or None, initial={"version": found.version})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        services.double_answer(actor, found, case, data["words"], read_version=data["version"])
        messages.success(request, _("Saved. Thank you."))
        return HttpResponseRedirect(reverse("cases:open", args=[case.code]))
    audit.read(actor, case, purpose_of(actor, case))
    asked = found.told["questions"][str(case.pk)]
    return render(request, "cases/double_answer.html", {"form": form, "case": case, "asked": asked})
