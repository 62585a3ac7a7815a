"""The list of a person's interviews, and beginning one."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fristad.server.accounts.doors import door
from fristad.server.accounts.rights import Role
from fristad.server.audit import services as audit
from fristad.server.cases.selectors import families, people
from fristad.server.cases.views.frame import open_case, page
from fristad.server.common.problems import NotThereError
from fristad.server.common.registry import fitting_services
from fristad.server.screening import doors
from fristad.server.screening.forms.topics import BeginForm
from fristad.server.screening.models import InterviewState
from fristad.server.screening.selectors import certificates
from fristad.server.screening.services import interviews
from fristad.server.screening.views.frame import own_interview


@require_http_methods(["GET"])
@door("interview.see")
def listed(request: HttpRequest, code: str) -> HttpResponse:
    """List the interviews of a case: that they were held, not what was said."""
    opened = open_case(request, code, "interview.see")
    to_hand_over = {each.pk for each in doors.all_to_hand_over(opened.actor, opened.case)}
    rows = [
        {
            "interview": each,
            "by": people.name_of(each.interviewer),
            "mine": each.interviewer_id == opened.actor.staff_id,
            "open": each.state != InterviewState.CLOSED,
            "to_hand_over": each.pk in to_hand_over,
        }
        for each in doors.interviews(opened.case)
    ]
    may_begin = opened.may("interview.hold") and not any(row["mine"] and row["open"] for row in rows)
    return page(
        request,
        opened,
        "interviews",
        "screening/interviews.html",
        rows=rows,
        may_begin=may_begin,
        certified=certificates.holds(opened.actor),
    )


@require_http_methods(["GET", "POST"])
@door("interview.hold")
def begin(request: HttpRequest, code: str) -> HttpResponse:
    """Begin an interview: which language and lists, and why talking helps."""
    opened = open_case(request, code, "interview.hold")
    if not certificates.holds(opened.actor):
        raise NotThereError
    services = [each for fitting in fitting_services for each in fitting(opened.actor, opened.case)]
    form = BeginForm(
        request.POST or None,
        fits=bool(services),
        child=families.may_be_a_child(opened.case.person),
        child_protection=opened.actor.has(Role.CHILD_PROTECTION),
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        told = {"language": data["language"], "why": data["why"], "age": data["age"]}
        told["services"] = [each.name for each in services]
        made = interviews.begin(opened.actor, opened.case, instruments=form.instruments(), told=told)
        return HttpResponseRedirect(reverse("screening:interview", args=[made.pk]))
    return page(request, opened, "interviews", "screening/begin.html", form=form, services=services)


@require_http_methods(["POST"])
@door("interview.hold")
def resume(request: HttpRequest, interview_id: UUID) -> HttpResponse:
    """Go on with a paused interview, on whatever machine."""
    actor = request.actor  # type: ignore[attr-defined]
    interview = own_interview(request, interview_id)
    if interview.state == InterviewState.PAUSED:
        audit.read(actor, interview, "casework")
        interviews.resume(actor, interview)
        messages.success(request, _("Welcome back. The safety questions come first again."))
    return HttpResponseRedirect(reverse("screening:interview", args=[interview.pk]))
