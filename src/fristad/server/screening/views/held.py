"""People who are still held, and alarms: reported by whoever heard of them, worked and ended by the leads."""

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
from fristad.server.common.problems import WrongInputError
from fristad.server.screening.forms.arrivals import AlarmForm, HeldForm, ReportEndForm
from fristad.server.screening.selectors import arrivals as selectors
from fristad.server.screening.services import arrivals


@require_http_methods(["GET", "POST"])
@door("arrival.receive")
def held(request: HttpRequest) -> HttpResponse:
    """Report people who are still held. Nothing leads back to the one who told."""
    form = HeldForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = dict(form.cleaned_data)
        live = told.pop("live") == "yes"
        arrivals.report(request.actor, told, live=live)  # type: ignore[attr-defined]
        messages.success(
            request,
            _("The security and protection leads are told. Advise the family neither to pay nor to refuse.")
            if live
            else _("Reported. Nothing in it leads to the one who told."),
        )
        return HttpResponseRedirect(reverse("screening:doors_in"))
    return render(request, "screening/held.html", {"form": form})


@require_http_methods(["GET"])
@door("held.answer")
def alarms(request: HttpRequest) -> HttpResponse:
    """Show the alarms that nobody answered yet, and every report: those that stand, and what was done of the others."""
    actor = request.actor  # type: ignore[attr-defined]
    waiting, reports = selectors.alarms(actor), selectors.reports(actor)
    for each in [*(row["alarm"].report for row in waiting), *reports]:
        audit.read(actor, each, "casework")
    standing = [each for each in reports if each.ended_on is None]
    ended = [each for each in reports if each.ended_on is not None]
    return render(request, "screening/alarms.html", {"rows": waiting, "standing": standing, "ended": ended})


@require_http_methods(["GET", "POST"])
@door("held.answer")
def alarm(request: HttpRequest, alarm_id: UUID) -> HttpResponse:
    """Answer an alarm."""
    actor = request.actor  # type: ignore[attr-defined]
    found = selectors.alarm(actor, alarm_id)
    form = AlarmForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        arrivals.alarm_answer(actor, found, form.cleaned_data)
        messages.success(request, _("Written down. The report stays open until it is ended."))
        return HttpResponseRedirect(reverse("screening:report", args=[found.report_id]))
    audit.read(actor, found.report, "casework")
    values = {"form": form, "report": found.report.told, "title": _("Answer an alarm"), "kidnapping": True}
    return render(request, "screening/report.html", values)


@require_http_methods(["GET", "POST"])
@door("held.answer")
def report(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Read a report, see what was done so far, and end it with what was done."""
    actor = request.actor  # type: ignore[attr-defined]
    found = selectors.report(actor, report_id)
    answers = selectors.alarms_of(found)
    form = ReportEndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if any(each.ended_on is None for each in answers):
            raise WrongInputError(_("An alarm of this report waits for its answer. Answer it first."))
        arrivals.report_end(actor, found, form.cleaned_data["done"])
        messages.success(request, _("Ended. Its words are gone; what was done stands for 30 days."))
        return HttpResponseRedirect(reverse("screening:alarms"))
    audit.read(actor, found, "casework")
    values = {"form": form, "report": found.told, "answers": answers, "title": _("People who are held")}
    return render(request, "screening/report.html", {**values, "kidnapping": bool(answers)})
