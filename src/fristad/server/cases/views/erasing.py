"""Erasing: what is due, what a person asks for, sealing in place of it, and the certificate."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from fristad.server.accounts.actor import Actor
from fristad.server.accounts.doors import door
from fristad.server.audit import services as audit
from fristad.server.cases import doors, words
from fristad.server.cases.forms.retention import ERASE, DueForm, EraseForm, SealForm
from fristad.server.cases.models import Case, CaseState, Proposal
from fristad.server.cases.selectors import circles
from fristad.server.cases.selectors import retention as selector
from fristad.server.cases.selectors.people import name_of
from fristad.server.cases.services import erasing as services
from fristad.server.cases.views.frame import open_case, page, purpose_of
from fristad.server.cases.views.retention import months
from fristad.server.cases.words_retention import WHY_ERASED
from fristad.server.common.clock import today
from fristad.server.common.forms import conflicts
from fristad.server.common.problems import StaleError, WrongInputError
from fristad.server.custody.erasure import COPIES_KEPT

#: So many rows of each kind are shown on one page.
SHOWN = 100


# Looking is not erasing: the door of the dangerous right, without asking for the second factor again.
@require_GET
@door("case.erase", dangerous=False)
def due(request: HttpRequest) -> HttpResponse:
    """List what is due to be erased, and the certificates of what was."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found, gone = list(selector.waiting(actor)[:SHOWN]), selector.erased(actor)[:SHOWN]
    audit.listed(actor, "cases.case", [each.case_id for each in found], "review")
    context = {
        "columns": [{"label": label} for label in (_("Case"), _("Closed"), _("Kept until"), _("Because"))],
        "rows": [_due_row(each) for each in found],
        "gone_columns": [{"label": label} for label in (_("Certificate"), _("Erased on"), _("By"))],
        "gone": [_gone_row(each) for each in gone],
        "has_policy": bool(selector.policy(actor)),
        "more": SHOWN if selector.waiting(actor).count() > SHOWN else 0,
    }
    return render(request, "cases/due.html", context)


def _due_row(proposal: Proposal) -> list[Any]:
    case, told = proposal.case, proposal.told
    return [
        {"text": case.code, "url": reverse("cases:due_one", args=[proposal.pk])},
        {"text": date_format(case.closed_on or today()), "note": _how_closed(case)},
        date_format(proposal.due_on),
        {"text": months(told["months"]), "note": told["source"]},
    ]


def _how_closed(case: Case) -> str:
    return str(words.CLOSE_REASONS.get((case.closing or {}).get("reason", ""), ""))


def _gone_row(proposal: Proposal) -> list[Any]:
    url = reverse("cases:certificate", args=[proposal.pk])
    number = str(proposal.certificate_id)[:8]
    return [{"text": number, "url": url}, date_format(proposal.decided_on or today()), name_of(proposal.decided_by)]


@require_http_methods(["GET", "POST"])
@door("case.erase")
def due_one(request: HttpRequest, proposal_id: UUID) -> HttpResponse:
    """Show a case that is due, and erase or keep it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    proposal = selector.waiting_one(actor, proposal_id)
    form = DueForm(request.POST or None, initial={"version": proposal.version})
    if request.method == "POST" and form.is_valid():
        try:
            return _decided(request, proposal, form.cleaned_data)
        except WrongInputError as refused:
            form.add_error(None, str(refused.detail))
        except StaleError as stale:
            form.add_error(None, str(stale.title))
    audit.read(actor, proposal.case, purpose_of(actor, proposal.case))
    context = {
        "form": form,
        "proposal": proposal,
        "case": proposal.case,
        "how": _how_closed(proposal.case),
        "words": (proposal.case.closing or {}).get("words", ""),
        "kept_for": months(proposal.told["months"]),
        "crumbs": [{"label": _("Due to be erased"), "url": reverse("cases:due")}],
        **_what_goes(proposal.case),
    }
    return render(request, "cases/due_one.html", context)


def _decided(request: HttpRequest, proposal: Proposal, data: dict[str, Any]) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if data["answer"] == ERASE:
        made = services.due_erase(actor, proposal, read_version=data["version"])
        return HttpResponseRedirect(reverse("cases:certificate", args=[made.pk]))
    services.due_keep(actor, proposal, why=data["words"], until=data["until"], read_version=data["version"])
    messages.success(request, _("Saved. It is due again on %(day)s.") % {"day": date_format(data["until"])})
    return HttpResponseRedirect(reverse("cases:due"))


def _what_goes(case: Case) -> dict[str, Any]:
    """Return what must be said before anything is erased: how long copies last, and what left the office."""
    return {"copies_end_on": today() + COPIES_KEPT, "copies": _copies(case.pk)}


def _copies(case_id: UUID) -> list[tuple[str, int]]:
    said = {
        "case.exported": _("Written to a locked file"),
        "case.printed": _("The summary on paper"),
        "case.told": _("All that is recorded, handed over"),
    }
    return [(said[name], number) for name, number in selector.copies_of(case_id).items()]


@require_http_methods(["GET", "POST"])
@door("case.erase")
def erase(request: HttpRequest, code: str) -> HttpResponse:
    """Erase a case before its time, such as at the wish of the person."""
    opened = open_case(request, code, "case.erase")
    form = EraseForm(request.POST or None, initial={"version": opened.case.version})
    if request.method == "POST" and form.is_valid():
        try:
            data = form.cleaned_data
            made = services.case_erase(opened.actor, opened.case, why=data["why"], read_version=data["version"])
        except WrongInputError as refused:
            form.add_error(None, str(refused.detail))
        except StaleError:
            conflicts.explain(form, {"version": opened.case.version})
        else:
            return HttpResponseRedirect(reverse("cases:certificate", args=[made.pk]))
    holds = [(each, name_of(each.by)) for each in selector.holds(opened.case)]
    shown = {
        **_what_goes(opened.case),
        "form": form,
        "holds": holds,
        "is_sealed": opened.case.state == CaseState.SEALED,
    }
    return page(request, opened, "retention", "cases/erase.html", **shown)


@require_http_methods(["GET", "POST"])
@door("case.seal")
def seal(request: HttpRequest, code: str) -> HttpResponse:
    """Seal a case until its retention date."""
    opened = open_case(request, code, "case.seal")
    fit = circles.members(opened.case) if opened.case.closed_circle else circles.candidates(opened.case)
    able = circles.keepers(fit) - {opened.actor.staff_id}
    people = {str(each.pk): each for each in fit if each.pk in able}
    form = SealForm(
        request.POST or None,
        initial={"version": opened.case.version},
        people={pk: name_of(each) for pk, each in people.items()},
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            services.case_seal(
                opened.actor, opened.case, people[data["person"]], duty=data["duty"], read_version=data["version"]
            )
        except WrongInputError as refused:
            form.add_error(None, str(refused.detail))
        except StaleError:
            conflicts.explain(form, {"version": doors.case(opened.actor, opened.code, "case.seal").version})
        else:
            messages.success(request, _("The case is sealed. Only the two of you can open it."))
            return HttpResponseRedirect(reverse("cases:retention", args=[opened.code]))
    return page(request, opened, "retention", "cases/seal.html", form=form)


@require_GET
@door("case.erase", dangerous=False)
def certificate(request: HttpRequest, proposal_id: UUID) -> HttpResponse:
    """Show the certificate of an erasure, to print. It names nobody and no code."""
    proposal, kept = selector.certificate(request.actor, proposal_id)  # type: ignore[attr-defined]
    why = selector.why_erased(proposal.case_id)
    context = {
        "erasure": kept,
        "by": name_of(proposal.decided_by),
        "why": WHY_ERASED.get(why, ""),
        "keys": len(kept.key_ids),
        "files": selector.files_searched(kept),
        "copies": _copies(proposal.case_id),
        "crumbs": [{"label": _("Due to be erased"), "url": reverse("cases:due")}],
    }
    return render(request, "cases/certificate.html", context)
