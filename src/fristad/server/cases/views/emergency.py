"""Opening a case in an emergency, and judging that others did."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from fristad.server.accounts.doors import door
from fristad.server.audit import services as audit
from fristad.server.cases.forms.supervision import EmergencyForm, JudgeForm
from fristad.server.cases.models import EmergencyAccess
from fristad.server.cases.selectors import emergency as selector
from fristad.server.cases.selectors.people import name_of
from fristad.server.cases.services.emergency import emergency_judge, emergency_open
from fristad.server.cases.words_supervision import VERDICTS
from fristad.server.common.clock import today

#: How many judged accesses a page shows.
SHOWN = 25


@require_http_methods(["GET", "POST"])
@door("emergency.open")
def emergency(request: HttpRequest) -> HttpResponse:
    """Ask for code or number and the reason, and open the case."""
    form = EmergencyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        case = emergency_open(request.actor, form.cleaned_data["typed"], form.cleaned_data["reason"])  # type: ignore[attr-defined]
        if case is not None:
            return HttpResponseRedirect(reverse("cases:open", args=[case.code]))
        form.add_error("typed", _("No case that can be opened here has exactly this code or number."))
    return render(request, "cases/emergency.html", {"form": form})


@require_GET
@door("emergency.judge")
def emergencies(request: HttpRequest) -> HttpResponse:
    """List what waits for a judgement, and what was judged lately."""
    actor = request.actor  # type: ignore[attr-defined]
    waiting = list(selector.waiting(actor))
    judged = list(selector.to_judge(actor).exclude(judged_on=None).order_by("-judged_on")[:SHOWN])
    audit.listed(actor, "cases.case", [access.case_id for access in (*waiting, *judged)], "review")
    context = {
        "columns": [
            {"label": label} for label in (_("Case"), _("Opened by"), pgettext("day of a list", "On"), _("To judge by"))
        ],
        "rows": [_waiting(access) for access in waiting],
        "judged_columns": [
            {"label": label} for label in (_("Case"), _("Opened by"), pgettext("day of a list", "On"), _("Judgement"))
        ],
        "judged": [_judged(access) for access in judged],
    }
    return render(request, "cases/emergencies.html", context)


def _first_cells(access: EmergencyAccess) -> list[Any]:
    url = reverse("cases:emergency_judge", args=[access.pk])
    return [{"text": access.case.code, "url": url}, name_of(access.staff), date_format(access.created_on)]


def _waiting(access: EmergencyAccess) -> list[Any]:
    late = access.judge_by < today()
    tag = {"word": pgettext("judgement", "Overdue"), "tone": "overdue", "shape": "triangle"} if late else None
    day = date_format(access.judge_by)
    return [*_first_cells(access), {"tag": tag, "note": day} if tag else day]


def _judged(access: EmergencyAccess) -> list[Any]:
    return [*_first_cells(access), {"text": VERDICTS[access.told["verdict"]], "note": access.told["answer"]}]


@require_http_methods(["GET", "POST"])
@door("emergency.judge")
def judge(request: HttpRequest, access_id: UUID) -> HttpResponse:
    """Show who opened what, why, and what was done; take the judgement."""
    actor = request.actor  # type: ignore[attr-defined]
    access = selector.one(actor, access_id)
    form = JudgeForm(request.POST or None, initial={"version": access.version})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        emergency_judge(actor, access, verdict=data["verdict"], words=data["words"], read_version=data["version"])
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(reverse("cases:emergencies"))
    audit.read(actor, access, "review")
    context = {
        "form": form,
        "access": access,
        "case": access.case,
        "who": name_of(access.staff),
        "until": localtime(access.until),
        "verdict": VERDICTS.get(access.told.get("verdict", "")),
        "by": name_of(access.judged_by),
        "late": access.judged_on is None and access.judge_by < today(),
        "columns": [{"label": label} for label in (_("When"), _("What"))],
        "done": [
            [date_format(localtime(sight.at), "TIME_FORMAT"), str(sight.words)]
            for sight in selector.done_meanwhile(access)
        ],
        "crumbs": [{"label": _("Emergency access"), "url": reverse("cases:emergencies")}],
    }
    return render(request, "cases/emergency_judge.html", context)
