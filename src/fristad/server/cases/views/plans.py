"""The approval of a case plan by a supervisor."""

from __future__ import annotations

from typing import Any

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
from fristad.server.cases import doors
from fristad.server.cases.forms.supervision import PlanAskForm, PlanDecideForm
from fristad.server.cases.models import Goal, MoveState, PlanApproval, Task
from fristad.server.cases.selectors import movements as selector
from fristad.server.cases.selectors.people import name_of
from fristad.server.cases.services.plans import changed_since, plan_ask, plan_decide
from fristad.server.cases.views.frame import Opened, open_case, page
from fristad.server.common.problems import NotThereError, StaleError, WrongInputError


@require_GET
@door("case.approve")
def plans(request: HttpRequest) -> HttpResponse:
    """List the plans that wait for an approval."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = list(selector.plans_to_approve(actor))
    audit.listed(actor, "cases.case", [asked.case_id for asked in found], "review")
    rows = [
        [
            {"text": asked.case.code, "url": reverse("cases:plan_decide", args=[asked.case.code])},
            name_of(asked.asked_by),
            date_format(asked.changed_on),
        ]
        for asked in found
    ]
    columns = [{"label": label} for label in (_("Case"), _("Asked by"), pgettext("day of a list", "On"))]
    return render(request, "cases/plans.html", {"rows": rows, "columns": columns})


@require_http_methods(["GET", "POST"])
@door("case.edit")
def ask(request: HttpRequest, code: str) -> HttpResponse:
    """Show the plan and how far its approval came; ask for it."""
    opened = open_case(request, code, "case.edit")
    form = PlanAskForm(request.POST or None)

    def save() -> None:
        plan_ask(opened.actor, opened.case, words=form.cleaned_data["words"])

    return _answer(request, opened, form, save)


@require_http_methods(["GET", "POST"])
@door("case.approve")
def decide(request: HttpRequest, code: str) -> HttpResponse:
    """Show the plan to a supervisor, and take the answer."""
    opened = open_case(request, code, "case.approve")
    asked = selector.approval(opened.case)
    if asked is None or asked.state != MoveState.WAITING:
        raise NotThereError
    form = PlanDecideForm(request.POST or None, initial=_read(asked))

    def save() -> None:
        data = form.cleaned_data
        agreed = data["agreed"] == "yes"
        read = {"read_version": data["version"], "read_plan": data["plan"]}
        try:
            plan_decide(opened.actor, asked, agreed=agreed, words=data["words"], **read)
        except StaleError:
            # The page that follows shows the plan as it is now: this is what is answered next.
            now = _read(selector.approval(opened.case) or asked)
            form.data = {**{name: form.data.get(name) for name in form.fields}, **now}
            raise

    return _answer(request, opened, form, save)


def _read(asked: PlanApproval) -> dict[str, Any]:
    return {"version": asked.version, "plan": selector.mark_of(asked.case)}


def _answer(request: HttpRequest, opened: Opened, form: Any, save: Any) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            save()
        except (StaleError, WrongInputError) as refused:
            form.add_error(None, str(refused.detail or refused.title))
        else:
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(reverse("cases:open", args=[opened.code]))
    asked = selector.approval(opened.case)
    return page(
        request,
        opened,
        "plan",
        "cases/plan.html",
        form=form,
        asked=asked,
        by=name_of(asked.asked_by) if asked else "",
        decided_by=name_of(asked.decided_by) if asked else "",
        changed=changed_since(asked) if asked else False,
        may_ask=asked is None or asked.state != MoveState.WAITING or "agreed" in form.fields,
        goals=list(doors.items(opened.case, Goal).order_by("created_on", "id")),
        steps=[(task, name_of(task.assignee)) for task in _steps(opened)],
    )


def _steps(opened: Opened) -> Any:
    return doors.items(opened.case, Task).select_related("assignee__record_key").order_by("due_on", "id")
