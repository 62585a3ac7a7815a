"""The screening result of a case, the decision of a named person beside it, and its review."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fristad.server.accounts.doors import door
from fristad.server.audit import services as audit
from fristad.server.cases.selectors import people
from fristad.server.cases.views.frame import Opened, open_case, page
from fristad.server.common.problems import NotThereError
from fristad.server.screening import doors, words
from fristad.server.screening.forms.results import DecisionForm, ReviewForm
from fristad.server.screening.models import Decision
from fristad.server.screening.selectors import findings
from fristad.server.screening.services import results


@require_http_methods(["GET"])
@door("result.see")
def result(request: HttpRequest, code: str) -> HttpResponse:
    """Show what the answers amount to, and the decisions beside it."""
    opened = open_case(request, code, "result.see")
    return _result(request, opened, DecisionForm())


@require_http_methods(["POST"])
@door("decision.make")
def decide(request: HttpRequest, code: str) -> HttpResponse:
    """Record the decision of a named person."""
    opened = open_case(request, code, "decision.make")
    latest = doors.results(opened.case).first()
    form = DecisionForm(request.POST)
    if latest is not None and not form.is_valid():
        return _result(request, opened, form)
    if latest is None:
        messages.info(request, _("There is no screening result yet, so nothing was recorded."))
    else:
        revises = doors.decisions(opened.case).first()
        results.decide(opened.actor, latest, form.cleaned_data, revises=revises, ask_review="review" in request.POST)
        messages.success(request, _("Recorded under your name."))
    return HttpResponseRedirect(reverse("screening:result", args=[code]))


def _result(request: HttpRequest, opened: Opened, form: DecisionForm) -> HttpResponse:
    latest, *earlier = list(doors.results(opened.case)) or [None]
    return page(
        request,
        opened,
        "result",
        "screening/result.html",
        result=latest,
        findings=findings.shown(latest) if latest else [],
        earlier=earlier,
        decisions=[_decided(each) for each in doors.decisions(opened.case)],
        form=form if latest is not None and opened.may("decision.make") else None,
    )


@require_http_methods(["GET"])
@door("decision.review")
def to_review(request: HttpRequest) -> HttpResponse:
    """List the decisions that wait for a second person."""
    actor = request.actor  # type: ignore[attr-defined]
    found = list(doors.decisions_to_review(actor)[:100])
    audit.listed(actor, "screening.decision", [each.pk for each in found], "review")
    rows = [{"decision": each, "by": people.name_of(each.by)} for each in found]
    return render(request, "screening/to_review.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
@door("decision.review")
def review(request: HttpRequest, decision_id: UUID) -> HttpResponse:
    """Read a colleague's decision beside the result it was made on, and say what one thinks."""
    actor = request.actor  # type: ignore[attr-defined]
    decision = doors.decision(actor, decision_id)
    if decision.by_id == actor.staff_id or decision.state != "asked":
        raise NotThereError
    form = ReviewForm(request.POST or None, initial={"version": decision.version})
    if request.method == "POST" and form.is_valid():
        told = {name: form.cleaned_data[name] for name in ("verdict", "words")}
        results.review(actor, decision, told, read_version=form.cleaned_data["version"])
        messages.success(request, _("Recorded under your name."))
        return HttpResponseRedirect(reverse("screening:to_review"))
    audit.read(actor, decision, "review")
    context = {"form": form, "decision": _decided(decision), "case": decision.case}
    return render(request, "screening/review.html", {**context, "findings": findings.shown(decision.result)})


def _decided(decision: Decision) -> dict[str, object]:
    told, review = decision.told or {}, decision.review or {}
    return {
        "decision": decision,
        "word": words.DECISIONS[told["decision"]],
        "agrees": words.AGREEMENT[told["agrees"]],
        "reasons": told["reasons"],
        "by": people.name_of(decision.by),
        "verdict": words.VERDICTS.get(review.get("verdict", ""), ""),
        "review": review.get("words", ""),
        "reviewer": people.name_of(decision.reviewed_by),
    }
