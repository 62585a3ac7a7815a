"""Risk, owner, closure: what a supervisor looks at."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from fristad.server.accounts.doors import door
from fristad.server.accounts.models import Staff
from fristad.server.cases import doors, words
from fristad.server.cases.forms import work as forms
from fristad.server.cases.models import Task
from fristad.server.cases.selectors import giving
from fristad.server.cases.selectors.load import with_numbers
from fristad.server.cases.services import cases as services
from fristad.server.cases.views.frame import Opened, open_case, page
from fristad.server.cases.views.load import warn
from fristad.server.common.forms import VersionedForm, conflicts
from fristad.server.common.problems import StaleError


@require_http_methods(["GET", "POST"])
@door("case.edit")
def risk(request: HttpRequest, code: str) -> HttpResponse:
    """Record how a named person judges the danger now."""
    opened = open_case(request, code, "case.edit")
    reason = (opened.case.risk_reason or {}).get("words", "")
    initial = {"risk": opened.case.risk, "reason": reason, "review_on": opened.case.review_on}

    def save(data: dict[str, Any]) -> None:
        services.risk_judge(
            opened.actor,
            opened.case,
            risk=data["risk"],
            reason=data["reason"],
            review_on=data["review_on"],
            read_version=data["version"],
        )

    return _form(request, opened, forms.RiskForm, save, title=_("Risk now"), initial=initial)


@require_http_methods(["GET", "POST"])
@door("case.assign")
def assign(request: HttpRequest, code: str) -> HttpResponse:
    """Give a case to a colleague."""
    opened = open_case(request, code, "case.assign")

    def save(data: dict[str, Any]) -> None:
        owner = Staff.unscoped.get(pk=data["owner"])
        services.case_assign(opened.actor, opened.case, owner=owner, read_version=data["version"])
        warn(request, opened.actor, owner)

    team = with_numbers(opened.actor, giving.owners_for(opened.case))
    return _form(request, opened, partial(forms.AssignForm, people=team), save, title=_("Give to a colleague"))


@require_http_methods(["GET", "POST"])
@door("case.close")
def close(request: HttpRequest, code: str) -> HttpResponse:
    """Ask that a case be closed."""
    opened = open_case(request, code, "case.close")

    def save(data: dict[str, Any]) -> None:
        services.closure_ask(
            opened.actor, opened.case, reason=data["reason"], words=data["words"], read_version=data["version"]
        )

    return _form(request, opened, forms.CloseForm, save, title=_("Close this case"), left=_left(opened))


@require_POST
@door("case.close")
def close_not(request: HttpRequest, code: str) -> HttpResponse:
    """Take back that a case should be closed."""
    opened = open_case(request, code, "case.close")
    services.closure_withdraw(opened.actor, opened.case)
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(reverse("cases:open", args=[code]))


@require_http_methods(["GET", "POST"])
@door("case.approve")
def decide(request: HttpRequest, code: str) -> HttpResponse:
    """Approve or refuse a closure."""
    opened = open_case(request, code, "case.approve")

    def save(data: dict[str, Any]) -> None:
        services.closure_decide(
            opened.actor,
            opened.case,
            agreed=data["agreed"] == "yes",
            words=data["words"],
            read_version=data["version"],
        )

    asked = opened.case.closing or {}
    shown = {"name": words.CLOSE_REASONS.get(asked.get("reason", ""), ""), "words": asked.get("words", "")}
    return _form(request, opened, forms.DecideForm, save, title=_("Closure asked for"), shown=shown, left=_left(opened))


@require_http_methods(["GET", "POST"])
@door("case.close")
def reopen(request: HttpRequest, code: str) -> HttpResponse:
    """Take a closed case up again."""
    opened = open_case(request, code, "case.close")

    def save(data: dict[str, Any]) -> None:
        services.case_reopen(opened.actor, opened.case, words=data["words"], read_version=data["version"])

    return _form(request, opened, forms.ReopenForm, save, title=_("Take this case up again"))


def _left(opened: Opened) -> str:
    """Return how many tasks are open in the case, or nothing: nobody sees them once it is closed."""
    count = doors.items(opened.case, Task).count()
    sentence = ngettext("%(count)s task is open in this case.", "%(count)s tasks are open in this case.", count)
    return sentence % {"count": count} if count else ""


def _form(
    request: HttpRequest,
    opened: Opened,
    kind: Callable[..., VersionedForm],
    save: Callable[[dict[str, Any]], None],
    *,
    initial: dict[str, Any] | None = None,
    **shown: Any,
) -> HttpResponse:
    form = kind(request.POST or None, initial={**(initial or {}), "version": opened.case.version})
    if request.method == "POST" and form.is_valid():
        try:
            save(form.cleaned_data)
        except StaleError:
            conflicts.explain(form, {**(initial or {}), "version": doors.case(opened.actor, opened.code).version})
        else:
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(reverse("cases:open", args=[opened.code]))
    return page(request, opened, "summary", "cases/form.html", form=form, **shown)
