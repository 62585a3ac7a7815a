"""Transfers and leave: asked for, accepted, stood in for, given to many at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fristad.server.accounts.actor import Actor
from fristad.server.accounts.doors import door
from fristad.server.accounts.models import Staff, Team
from fristad.server.audit import services as audit
from fristad.server.cases.forms.supervision import AnswerForm, HandoverForm, TransferForm
from fristad.server.cases.models import MoveState, Transfer
from fristad.server.cases.selectors import movements as selector
from fristad.server.cases.selectors.people import name_of
from fristad.server.cases.services import movements as services
from fristad.server.cases.services.handovers import handover_end
from fristad.server.cases.views.frame import open_case, page
from fristad.server.common.problems import WrongInputError

#: How many of the transfers one asked for a page shows.
SHOWN = 25


@require_GET
@door("case.transfer")
def moves(request: HttpRequest) -> HttpResponse:
    """Show what waits for this person, what they asked for, and who stands in for whom."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    offered, asked = list(selector.offered(actor)), list(selector.asked(actor)[:SHOWN])
    handovers = list(selector.handovers(actor))
    shown = [each.case_id for each in (*offered, *asked)] + [each.case_id for each in handovers]
    audit.listed(actor, "cases.case", shown, "casework")
    context = {
        "offered": [(each, name_of(each.asked_by)) for each in offered],
        "asked": [_asked(each) for each in asked],
        "columns": [
            {"label": label} for label in (_("Case"), pgettext("who was asked", "Asked"), _("State"), _("Answer"))
        ],
        "handovers": [
            (each, name_of(each.by), name_of(each.stand_in), each.by_id == actor.staff_id) for each in handovers
        ],
    }
    return render(request, "cases/moves.html", context)


def _asked(asked: Transfer) -> list[Any]:
    shapes = {"waiting": "clock", "accepted": "tick", "declined": "full", "withdrawn": "ring"}
    return [
        {"text": asked.case.code, "url": reverse("cases:transfer_asked", args=[asked.pk])},
        _receiver(asked),
        {"tag": {"word": MoveState(asked.state).label, "shape": shapes[asked.state], "tone": ""}},
        asked.told.get("answer") or "",
    ]


def _receiver(asked: Transfer) -> str:
    return name_of(asked.to_staff) if asked.to_staff else str(asked.to_team.name if asked.to_team else "")


@require_http_methods(["GET", "POST"])
@door("case.transfer")
def transfer(request: HttpRequest, code: str) -> HttpResponse:
    """Ask another person or team to take a case over; while that waits, show it."""
    opened = open_case(request, code, "case.transfer")
    waits = selector.waiting_for(opened.case)
    form = TransferForm(request.POST or None, receivers=selector.receivers(opened.case))

    def save() -> None:
        kind, _sign, pk = form.cleaned_data["to"].partition(":")
        to_staff = Staff.objects.select_related("record_key").get(pk=pk) if kind == "staff" else None
        to_team = Team.unscoped.get(pk=pk) if kind == "team" else None
        services.transfer_ask(
            opened.actor, opened.case, to_staff=to_staff, to_team=to_team, why=form.cleaned_data["why"]
        )
        messages.success(request, _("Asked. The case moves when they accept."))

    saved = _saved(request, form, save, reverse("cases:moves"))
    if saved is not None:
        return saved
    values = {"waits": waits, "to": _receiver(waits) if waits else "", "by": name_of(waits.asked_by) if waits else ""}
    return page(request, opened, "summary", "cases/transfer.html", form=form, **values)


@require_http_methods(["GET", "POST"])
@door("case.transfer")
def transfer_answer(request: HttpRequest, transfer_id: UUID) -> HttpResponse:
    """Show a case that is offered, by code and reason alone, and take the answer."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    asked = selector.offered_one(actor, transfer_id)
    form = AnswerForm(request.POST or None, initial={"version": asked.version})
    back = reverse("cases:moves")

    def save() -> None:
        data = form.cleaned_data
        answer = services.transfer_accept if data["agreed"] == "yes" else services.transfer_decline
        answer(actor, asked, words=data["words"], read_version=data["version"])
        messages.success(request, _("The case is with you now.") if data["agreed"] == "yes" else _("Saved."))

    saved = _saved(request, form, save, back)
    if saved is not None:
        return saved
    audit.read(actor, asked, "casework")
    values = {"asked": asked, "case": asked.case, "who": name_of(asked.asked_by), "form": form, "crumbs": _crumbs()}
    return render(request, "cases/transfer_answer.html", values)


def _crumbs() -> list[dict[str, Any]]:
    return [{"label": _("Transfers and leave"), "url": reverse("cases:moves")}]


@require_http_methods(["GET", "POST"])
@door("case.transfer")
def transfer_asked(request: HttpRequest, transfer_id: UUID) -> HttpResponse:
    """Show what became of a transfer one asked for; while it waits, let it be withdrawn."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    asked = selector.asked_one(actor, transfer_id)
    if request.method == "POST":
        services.transfer_withdraw(actor, asked, read_version=asked.version)
        messages.success(request, pgettext("transfer", "Withdrawn."))
        return HttpResponseRedirect(reverse("cases:moves"))
    audit.read(actor, asked, "casework")
    values = {
        "asked": asked,
        "case": asked.case,
        "to": _receiver(asked),
        "by": name_of(asked.decided_by),
        "crumbs": _crumbs(),
    }
    return render(request, "cases/transfer_asked.html", values)


@require_http_methods(["GET", "POST"])
@door("case.transfer")
def handover(request: HttpRequest) -> HttpResponse:
    """Let a colleague stand in for some of one's cases until a day."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    own = {case.code: case for case in selector.own_open(actor)}
    people = selector.stand_ins(actor)
    names = {code: f"{code}  {(case.card or {}).get('name') or _('No name')}" for code, case in own.items()}
    form = HandoverForm(request.POST or None, cases=names, people=people)

    def save() -> None:
        data = form.cleaned_data
        chosen = [own[code] for code in data["cases"]]
        stand_in = Staff.objects.select_related("record_key").get(pk=data["stand_in"])
        services.handover(actor, chosen, stand_in=stand_in, until=data["until"], words=data["words"])
        messages.success(request, _("Saved. Your colleague is told."))

    saved = _saved(request, form, save, reverse("cases:moves"))
    if saved is not None:
        return saved
    audit.listed(actor, "cases.case", [case.pk for case in own.values()], "casework")
    values = {"form": form, "has_cases": bool(own), "has_people": bool(people), "crumbs": _crumbs()}
    return render(request, "cases/handover.html", values)


@require_POST
@door("case.transfer")
def handover_end_now(request: HttpRequest, handover_id: UUID) -> HttpResponse:
    """End a stand-in before its day."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    handover_end(actor, selector.handover(actor, handover_id))
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(reverse("cases:moves"))


def _saved(request: HttpRequest, form: Any, save: Callable[[], None], then: str) -> HttpResponse | None:
    """Do what a valid form asks for and go on; a refusal is said on the form."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        save()
    except WrongInputError as refused:
        form.add_error(None, str(refused.detail))
        return None
    return HttpResponseRedirect(then)
