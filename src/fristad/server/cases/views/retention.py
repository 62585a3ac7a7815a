"""For how long closed cases are kept: the policy, the date of one case, legal holds."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fristad.server.accounts.actor import Actor
from fristad.server.accounts.doors import door
from fristad.server.cases.forms.retention import HoldForm, LiftForm, RuleForm
from fristad.server.cases.models import CaseState, RetentionRule
from fristad.server.cases.selectors import retention as selector
from fristad.server.cases.selectors.people import name_of
from fristad.server.cases.services import retention as services
from fristad.server.cases.views.frame import open_case, page
from fristad.server.cases.words_retention import KINDS, OUTCOMES
from fristad.server.common.problems import StaleError


@require_GET
@door("retention.see")
def policy(request: HttpRequest) -> HttpResponse:
    """Show the policy of the agency here."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    may_set = actor.may("retention.set")
    context = {
        "rules": [_shown(each) for each in selector.policy(actor)],
        "may_set": may_set,
        "may_confirm": actor.may("case.erase"),
    }
    return render(request, "cases/policy.html", context)


def _shown(rule: RetentionRule) -> dict[str, Any]:
    return {
        "pk": rule.pk,
        "which": OUTCOMES.get(rule.told["outcome"], ""),
        "whom": KINDS.get(rule.told["kind"], ""),
        "months": months(rule.told["months"]),
        "source": rule.told["source"],
        "by": name_of(rule.by),
        "on": rule.created_on,
    }


def months(number: int) -> str:
    """Return a number of months in words."""
    return ngettext("%(count)s month", "%(count)s months", number) % {"count": number}


@require_http_methods(["GET", "POST"])
@door("retention.set")
def rule_new(request: HttpRequest) -> HttpResponse:
    """Write a line of the policy."""
    form = RuleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.rule_set(request.actor, **form.cleaned_data)  # type: ignore[attr-defined]
        messages.success(request, _("Saved. What is due by it is proposed within a day."))
        return HttpResponseRedirect(reverse("cases:policy"))
    return render(request, "cases/rule.html", {"form": form})


@require_POST
@door("retention.set")
def rule_end(request: HttpRequest, rule_id: UUID) -> HttpResponse:
    """End a line of the policy."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    services.rule_end(actor, selector.rule(actor, rule_id))
    messages.success(request, _("Ended. It makes nothing due any more."))
    return HttpResponseRedirect(reverse("cases:policy"))


@require_GET
@door("case.open")
def kept(request: HttpRequest, code: str) -> HttpResponse:
    """Show until when a case is kept, which rule says so, and what holds it."""
    opened = open_case(request, code)
    found = selector.retention(opened.case)
    may = {right: opened.may(f"case.{right}") for right in ("hold", "seal", "erase")}
    return page(
        request,
        opened,
        "retention",
        "cases/kept.html",
        found=found,
        is_ended=opened.case.state in selector.ENDED,
        is_sealed=opened.case.state == CaseState.SEALED,
        duty=(opened.case.closing or {}).get("duty", ""),
        rule=_shown(found.rule) if found.rule else None,
        holds=[(each, name_of(each.by)) for each in found.holds],
        may=may,
    )


@require_http_methods(["GET", "POST"])
@door("case.hold")
def hold(request: HttpRequest, code: str) -> HttpResponse:
    """Set a legal hold."""
    opened = open_case(request, code, "case.hold")
    form = HoldForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.hold_set(opened.actor, opened.case, **form.cleaned_data)
        messages.success(request, _("Saved. This case is not erased while the hold lasts."))
        return HttpResponseRedirect(reverse("cases:retention", args=[opened.code]))
    return page(request, opened, "retention", "cases/hold.html", form=form, title=_("Set a legal hold"))


@require_http_methods(["GET", "POST"])
@door("case.hold")
def lift(request: HttpRequest, code: str, hold_id: UUID) -> HttpResponse:
    """Lift a legal hold."""
    opened = open_case(request, code, "case.hold")
    found = selector.hold(opened.case, hold_id)
    form = LiftForm(request.POST or None, initial={"version": found.version})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            services.hold_lift(opened.actor, found, why=data["words"], read_version=data["version"])
        except StaleError as stale:
            form.add_error(None, str(stale.title))
        else:
            messages.success(request, _("The hold is lifted."))
            return HttpResponseRedirect(reverse("cases:retention", args=[opened.code]))
    said = _("Set by %(name)s on %(day)s.") % {"name": name_of(found.by), "day": date_format(found.created_on)}
    shown = {"name": said, "words": found.told["why"]}
    return page(request, opened, "retention", "cases/hold.html", form=form, title=_("Lift a legal hold"), shown=shown)
