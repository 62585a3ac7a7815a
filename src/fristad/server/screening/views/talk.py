"""The page of an interview: always the one step or topic that comes next. Never a result, never a leaning."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from fristad.server.accounts.doors import door
from fristad.server.screening.forms.topics import CloseForm
from fristad.server.screening.models import InterviewState
from fristad.server.screening.pure import steps
from fristad.server.screening.selectors import topics
from fristad.server.screening.selectors.topics import Where
from fristad.server.screening.services import interviews, results
from fristad.server.screening.views import asking
from fristad.server.screening.views.frame import Talk, here, open_talk, own_interview, show


@require_http_methods(["GET", "POST"])
@door("interview.hold")
def interview(request: HttpRequest, interview_id: UUID) -> HttpResponse:
    """Show what comes next, and take in what was noted."""
    found = own_interview(request, interview_id)
    if found.state == InterviewState.PAUSED:
        return render(request, "screening/paused.html", {"interview": found, "kept": request.method == "POST"})
    talk = open_talk(request, interview_id)
    if request.method == "POST" and (answer := _at_any_time(request, talk)) is not None:
        return answer
    where = topics.where(talk.interview, talk.sitting)
    if request.method == "POST" and (answer := _out_of_order(request, talk, where)) is not None:
        return answer
    return _next(request, talk, where)


def _at_any_time(request: HttpRequest, talk: Talk) -> HttpResponse | None:
    """Take in the two things that can be said on every page: danger, and that a child has told of harm."""
    step = request.POST.get("step")
    if step == "danger":
        interviews.danger(talk.actor, talk.sitting)
        return here(talk)
    if step == "disclosed" and topics.is_child(talk.interview):
        interviews.step_note(talk.actor, talk.sitting, "disclosed", {"by": "interviewer"})
        return here(talk)
    return None


def _out_of_order(request: HttpRequest, talk: Talk, where: Where) -> HttpResponse | None:
    """Answer what was sent for another page than the one that is due."""
    step, leaf = request.POST.get("step"), request.POST.get("leaf")
    due = "helped" if where.help else where.step or ("account" if where.account else None)
    if step and step != due:
        return asking.moved_on(request, talk, step)
    if leaf and (where.choice is None or leaf != where.choice.id):
        return asking.late(request, talk, request.POST)
    return None


def _next(request: HttpRequest, talk: Talk, where: Where) -> HttpResponse:
    if where.help:
        return asking.help_first(request, talk)
    if where.ended is not None:
        return show(request, talk, "screening/ended.html", ended=where.ended)
    if where.step is not None:
        return asking.step(request, talk, where.step)
    if where.account:
        return asking.account(request, talk)
    if where.choice is not None:
        return asking.topic(request, talk, where.choice)
    return show(request, talk, "screening/all_asked.html")


@require_http_methods(["POST"])
@door("interview.hold")
def pause(request: HttpRequest, interview_id: UUID) -> HttpResponse:
    """Stop for now."""
    talk = open_talk(request, interview_id)
    interviews.pause(talk.actor, talk.interview, talk.sitting)
    return HttpResponseRedirect(reverse("screening:interviews", args=[talk.interview.case.code]))


@require_http_methods(["GET", "POST"])
@door("interview.hold")
def close(request: HttpRequest, interview_id: UUID) -> HttpResponse:
    """End the interview, at whatever topic, and work out the screening result."""
    talk = open_talk(request, interview_id)
    form = CloseForm(request.POST or None, held=steps.is_held(talk.sitting.steps or {}))
    if request.method == "POST" and form.is_valid():
        interviews.close(talk.actor, talk.interview, talk.sitting, form.told())
        instruments = (talk.interview.told or {})["instruments"]
        results.work_out(talk.actor, talk.interview.case, instruments, talk.interview)
        return HttpResponseRedirect(reverse("screening:result", args=[talk.interview.case.code]))
    return show(request, talk, "screening/close.html", form=form)
