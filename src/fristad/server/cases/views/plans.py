"""The approval of a case plan, or of an assessment, by a supervisor."""

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
from fristad.server.cases import doors, words
from fristad.server.cases.forms.supervision import PlanAskForm, PlanDecideForm
from fristad.server.cases.models import Finding, Goal, MoveState, Need, Task
from fristad.server.cases.selectors import approvals as selector
from fristad.server.cases.selectors.approvals import ASSESSMENT, PLAN, SUBJECTS, Subject
from fristad.server.cases.selectors.people import name_of
from fristad.server.cases.services.plans import approval_ask, approval_decide
from fristad.server.cases.views.frame import Opened, open_case, page
from fristad.server.common.problems import NotThereError, StaleError, WrongInputError


@require_GET
@door("case.approve")
def plans(request: HttpRequest) -> HttpResponse:
    """List the plans and assessments that wait for an approval."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = [(subject, asked) for subject in SUBJECTS for asked in selector.to_approve(actor, subject)]
    audit.listed(actor, "cases.case", list(dict.fromkeys(asked.case_id for _subject, asked in found)), "review")
    rows = [
        [
            {"text": asked.case.code, "url": reverse(f"cases:{subject.name}_decide", args=[asked.case.code])},
            subject.label,
            name_of(asked.asked_by),
            date_format(asked.changed_on),
        ]
        for subject, asked in found
    ]
    labels = (_("Case"), _("What waits"), _("Asked by"), pgettext("day of a list", "On"))
    return render(request, "cases/plans.html", {"rows": rows, "columns": [{"label": label} for label in labels]})


@require_http_methods(["GET", "POST"])
@door("case.edit")
def ask(request: HttpRequest, code: str) -> HttpResponse:
    """Show the plan and how far its approval came; ask for it."""
    return _ask(request, code, PLAN)


@require_http_methods(["GET", "POST"])
@door("case.edit")
def assessment(request: HttpRequest, code: str) -> HttpResponse:
    """Show how risk and needs were judged and how far the approval came; ask for it."""
    return _ask(request, code, ASSESSMENT)


@require_http_methods(["GET", "POST"])
@door("case.approve")
def decide(request: HttpRequest, code: str) -> HttpResponse:
    """Show the plan to a supervisor, and take the answer."""
    return _decide(request, code, PLAN)


@require_http_methods(["GET", "POST"])
@door("case.approve")
def assessment_decide(request: HttpRequest, code: str) -> HttpResponse:
    """Show the assessment to a supervisor, and take the answer."""
    return _decide(request, code, ASSESSMENT)


def _ask(request: HttpRequest, code: str, subject: Subject) -> HttpResponse:
    opened = open_case(request, code, "case.edit")
    form = PlanAskForm(request.POST or None)

    def save() -> None:
        approval_ask(opened.actor, opened.case, words=form.cleaned_data["words"], subject=subject)

    return _answer(request, opened, subject, form, save)


def _decide(request: HttpRequest, code: str, subject: Subject) -> HttpResponse:
    opened = open_case(request, code, "case.approve")
    asked = selector.approval(opened.case, subject)
    if asked is None or asked.state != MoveState.WAITING:
        raise NotThereError
    form = PlanDecideForm(request.POST or None, initial=_read(opened, asked, subject))
    form.fields["agreed"].label = _("Do you approve this?") if subject is ASSESSMENT else _("Is this plan good to go?")

    def save() -> None:
        data = form.cleaned_data
        agreed = data["agreed"] == "yes"
        asked.case = opened.case
        read = {"read_version": data["version"], "read": data["plan"]}
        try:
            approval_decide(opened.actor, asked, agreed=agreed, words=data["words"], **read)
        except StaleError:
            # The page that follows shows what is there now: this is what is answered next.
            now = _read(opened, selector.approval(opened.case, subject) or asked, subject)
            form.data = {**{name: form.data.get(name) for name in form.fields}, **now}
            raise

    return _answer(request, opened, subject, form, save)


def _read(opened: Opened, asked: Any, subject: Subject) -> dict[str, Any]:
    return {"version": asked.version, "plan": selector.mark_of(opened.case, subject)}


def _answer(request: HttpRequest, opened: Opened, subject: Subject, form: Any, save: Any) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            save()
        except (StaleError, WrongInputError) as refused:
            form.add_error(None, str(refused.detail or refused.title))
        else:
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(reverse("cases:open", args=[opened.code]))
    asked = selector.approval(opened.case, subject)
    answers = "agreed" in form.fields
    may_ask = asked is None or asked.state != MoveState.WAITING or answers
    return page(
        request,
        opened,
        subject.name,
        f"cases/{subject.name}.html",
        form=form,
        asked=asked,
        by=name_of(asked.asked_by) if asked else "",
        decided_by=name_of(asked.decided_by) if asked else "",
        changed=selector.changed_since(asked) if asked else False,
        may_ask=may_ask and bool(subject.parts(opened.case)),
        answers=answers,
        **(_plan(opened) if subject is PLAN else _assessment(opened)),
    )


def _plan(opened: Opened) -> dict[str, Any]:
    steps = doors.items(opened.case, Task).select_related("assignee__record_key").order_by("due_on", "id")
    return {
        "goals": list(doors.items(opened.case, Goal).order_by("created_on", "id")),
        "steps": [(task, name_of(task.assignee)) for task in steps],
    }


def _assessment(opened: Opened) -> dict[str, Any]:
    needs = doors.items(opened.case, Need).order_by("created_on", "id")
    harms = doors.items(opened.case, Finding).order_by("created_on", "id")
    return {
        "needs": [(need, words.NEEDS.get(need.told["kind"])) for need in needs],
        "harms": [
            (words.FINDINGS.get(each.told["kind"], ""), words.FINDING_STATES[each.told.get("state", "open")])
            for each in harms
        ],
    }
