"""The screening result of a case, the decision of a named person beside it, and its review."""

from __future__ import annotations

from itertools import pairwise
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
from fristad.server.common.problems import NotThereError, StaleError
from fristad.server.screening import doors, words
from fristad.server.screening.forms.results import DecisionForm, ReviewForm
from fristad.server.screening.models import Decision, ScreeningResult
from fristad.server.screening.selectors import decisions, findings, profiles
from fristad.server.screening.services import results


@require_http_methods(["GET"])
@door("result.see")
def result(request: HttpRequest, code: str) -> HttpResponse:
    """Show what the answers amount to, and the decisions beside it."""
    return _result(request, open_case(request, code, "result.see"))


@require_http_methods(["POST"])
@door("decision.make")
def decide(request: HttpRequest, code: str) -> HttpResponse:
    """Record the decision of a named person, on the result and beside the decision that they saw."""
    opened = open_case(request, code, "decision.make")
    latest = doors.results(opened.case).first()
    if latest is None:
        messages.info(request, _("There is no screening result yet, so nothing was recorded."))
        return _back(code)
    form = DecisionForm(request.POST, unchecked=bool(findings.unchecked(findings.shown(latest))))
    if not form.is_valid():
        return _result(request, opened, form)
    standing = decisions.standing(opened.case)
    if standing is not None and _is_same(standing, latest, opened, form):
        messages.info(request, _("This is recorded already. Nothing was recorded twice."))
        return _back(code)
    if form.cleaned_data["seen"] != latest.number:
        form.add_error(None, _newer(latest, form.cleaned_data["seen"], opened))
        return _result(request, opened, form)
    was = standing if form.cleaned_data["standing"] == (standing.pk if standing else None) else None
    try:
        results.decide(opened.actor, latest, form.told(), revises=was, ask_review="review" in request.POST)
    except StaleError:
        form.add_error(
            None,
            _(
                "Another decision was recorded while you were writing. Read it below. Yours is kept on this page and"
                " not recorded yet; record it again if it should still stand."
            ),
        )
        return _result(request, opened, form)
    messages.success(request, _("Recorded under your name."))
    return _back(code)


@require_http_methods(["POST"])
@door("decision.make")
def again(request: HttpRequest, code: str) -> HttpResponse:
    """Work the result out again from the answers as they stand now. The one before stays as it was."""
    opened = open_case(request, code, "decision.make")
    latest = doors.results(opened.case).first()
    if latest is not None:
        made = results.work_out(opened.actor, opened.case, (), latest.interview)
        same = made.pk == latest.pk
        messages.info(request, _("No answer changed, so the result stands.") if same else _("Worked out again."))
    return _back(code)


@require_http_methods(["GET"])
@door("result.see")
def history(request: HttpRequest, code: str) -> HttpResponse:
    """Show every result of a case, and what changed from one to the next."""
    opened = open_case(request, code, "result.see")
    every = list(doors.results(opened.case))
    rows = [
        {"result": later, "changed": findings.changed(earlier, later), "why": findings.why(later)}
        for later, earlier in pairwise(every)
    ]
    first = [{"result": every[-1], "changed": None}] if every else []
    return page(request, opened, "result", "screening/history.html", rows=[*rows, *first])


def _back(code: str) -> HttpResponse:
    return HttpResponseRedirect(reverse("screening:result", args=[code]))


def _is_same(standing: Decision, latest: ScreeningResult, opened: Opened, form: DecisionForm) -> bool:
    """Return whether the same person sends the decision that stands once more."""
    same_hand = standing.by_id == opened.actor.staff_id and standing.result_id == latest.pk
    return same_hand and standing.told == form.told()


def _newer(latest: ScreeningResult, seen: int, opened: Opened) -> str:
    sentence = _(
        "The result was worked out again while you were writing: this page now shows result %(number)s. Yours is kept"
        " and not recorded yet. Look at what changed, then record it again."
    ) % {"number": latest.number}
    before = doors.results(opened.case).filter(number=seen).first()
    return " ".join([sentence, *(f"{each}." for each in (findings.changed(before, latest) if before else ()))])


def _result(request: HttpRequest, opened: Opened, form: DecisionForm | None = None) -> HttpResponse:
    latest = doors.results(opened.case).first()
    found = findings.shown(latest, opened.actor) if latest else []
    unchecked = findings.unchecked(found)
    decided = decisions.history(opened.case)
    may_decide = latest is not None and opened.may("decision.make")
    return page(
        request,
        opened,
        "result",
        "screening/result.html",
        result=latest,
        why=findings.why(latest) if latest else None,
        findings=found,
        harms=findings.harms(latest) if latest else [],
        levels=profiles.of_person(opened.case) if opened.may("profile.see") else None,
        unchecked=unchecked,
        is_behind=latest is not None and findings.is_behind(latest),
        earlier=latest is not None and latest.number > 1,
        decisions=[_decided(each, latest) for each in decided],
        form=_fresh(form, latest, decided, unchecked) if latest is not None and may_decide else None,
        me=opened.actor,
    )


def _fresh(
    form: DecisionForm | None, latest: ScreeningResult, decided: list[Decision], unchecked: list[str]
) -> DecisionForm:
    """Return an empty form, or the one that was sent, bound to what this page shows."""
    seen = {"seen": latest.number, "standing": str(decided[0].pk) if decided else ""}
    if form is None:
        return DecisionForm(initial=seen, unchecked=bool(unchecked))
    form.data = {**form.data.dict(), **seen}  # type: ignore[attr-defined]
    return form


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
    latest = doors.results(decision.case).first()
    context = {"form": form, "decision": _decided(decision, latest), "case": decision.case}
    return render(request, "screening/review.html", {**context, "findings": findings.shown(decision.result, actor)})


def _decided(decision: Decision, latest: ScreeningResult | None) -> dict[str, object]:
    told, review = decision.told or {}, decision.review or {}
    return {
        "decision": decision,
        "word": words.DECISIONS[told["decision"]],
        "agrees": words.AGREEMENT[told["agrees"]],
        "reasons": told["reasons"],
        "unchecked": told.get("unchecked", False),
        "older": latest is not None and decision.result_id != latest.pk,
        "latest": latest,
        "by": people.name_of(decision.by),
        "verdict": words.VERDICTS.get(review.get("verdict", ""), ""),
        "back": review.get("verdict") == "back",
        "review": review.get("words", ""),
        "reviewer": people.name_of(decision.reviewed_by),
    }
