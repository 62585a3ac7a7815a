"""The prevention plan of a person, a family or a place: its steps, each with an owner and a day."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fristad.server.accounts.doors import door
from fristad.server.cases.selectors.people import name_of
from fristad.server.common.forms import conflicts
from fristad.server.common.problems import StaleError, WrongInputError
from fristad.server.screening import doors_profiles as doors
from fristad.server.screening.forms.prevention import StepEndForm, StepForm
from fristad.server.screening.models import PreventionStep
from fristad.server.screening.selectors import prevention
from fristad.server.screening.services import prevention as services
from fristad.server.screening.views.profiles_frame import Room, of_case, of_place


@require_http_methods(["GET"])
@door("profile.see")
def plan(request: HttpRequest, code: str, about: str) -> HttpResponse:
    """Show the plan of a person or family."""
    return _plan(of_case(request, code, about))


@require_http_methods(["GET"])
@door("place_profile.see")
def place_plan(request: HttpRequest, place_id: UUID) -> HttpResponse:
    """Show the plan of a place."""
    return _plan(of_place(request, place_id))


def _plan(room: Room) -> HttpResponse:
    rows = [_row(room, each) for each in doors.steps(room.subject)]
    waiting = [each for each in rows if each["step"].ended_on is None]
    ended = [each for each in rows if each["step"].ended_on is not None]
    return room.show("prevention", "screening/prevention.html", waiting=waiting, ended=ended)


def _row(room: Room, step: PreventionStep) -> dict[str, Any]:
    there = {name: room.url(f"prevention_{name}", step.pk) for name in ("change", "end")}
    return {**prevention.shown(step), "urls": there}


@require_http_methods(["GET", "POST"])
@door("profile.write")
def add(request: HttpRequest, code: str, about: str) -> HttpResponse:
    """Plan a step in a case."""
    return _add(of_case(request, code, about, "profile.write"))


@require_http_methods(["GET", "POST"])
@door("place_profile.write")
def place_add(request: HttpRequest, place_id: UUID) -> HttpResponse:
    """Plan a step at a place."""
    return _add(of_place(request, place_id, "place_profile.write"))


def _add(room: Room) -> HttpResponse:
    owners = prevention.owners_for(room.actor, room.subject)
    form = StepForm(room.request.POST or None, people=owners, of_place=room.is_place)
    if room.request.method == "POST" and form.is_valid():
        try:
            services.plan(room.actor, room.subject, form.told(), owner=form.owner())
        except WrongInputError as refused:
            form.add_error(None, str(refused.detail))
        else:
            return _saved(room)
    return room.show("prevention", "screening/prevention_step.html", form=form, title=_("Plan a step"))


@require_http_methods(["GET", "POST"])
@door("profile.write")
def change(request: HttpRequest, code: str, about: str, step_id: UUID) -> HttpResponse:
    """Change a step in a case."""
    return _change(of_case(request, code, about, "profile.write"), step_id)


@require_http_methods(["GET", "POST"])
@door("place_profile.write")
def place_change(request: HttpRequest, place_id: UUID, step_id: UUID) -> HttpResponse:
    """Change a step at a place."""
    return _change(of_place(request, place_id, "place_profile.write"), step_id)


def _change(room: Room, step_id: UUID) -> HttpResponse:
    step = doors.step(room.subject, step_id)
    # Whoever has it already can keep it, also where they can open the plan no more.
    owners = {str(step.assignee_id): name_of(step.assignee), **prevention.owners_for(room.actor, room.subject)}
    form = StepForm(room.request.POST or None, initial=_initial(step), people=owners, of_place=room.is_place)
    if room.request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            services.change(room.actor, room.subject, step, form.told(), owner=form.owner(), read_version=version)
        except StaleError:
            conflicts.explain(form, _initial(doors.step(room.subject, step_id)))
        except WrongInputError as refused:
            form.add_error(None, str(refused.detail))
        else:
            return _saved(room)
    return room.show("prevention", "screening/prevention_step.html", form=form, title=_("Change a step"))


@require_http_methods(["GET", "POST"])
@door("profile.write")
def end(request: HttpRequest, code: str, about: str, step_id: UUID) -> HttpResponse:
    """End a step in a case."""
    return _end(of_case(request, code, about, "profile.write"), step_id)


@require_http_methods(["GET", "POST"])
@door("place_profile.write")
def place_end(request: HttpRequest, place_id: UUID, step_id: UUID) -> HttpResponse:
    """End a step at a place."""
    return _end(of_place(request, place_id, "place_profile.write"), step_id)


def _end(room: Room, step_id: UUID) -> HttpResponse:
    step = doors.step(room.subject, step_id)
    form = StepEndForm(room.request.POST or None, initial={"version": step.version})
    if room.request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            services.end(
                room.actor,
                room.subject,
                step,
                outcome=data["outcome"],
                answer=data["answer"],
                read_version=data["version"],
            )
        except StaleError:
            conflicts.explain(form, {"version": doors.step(room.subject, step_id).version})
        except WrongInputError as refused:
            form.add_error(None, str(refused.detail))
        else:
            return _saved(room)
    shown = prevention.shown(doors.step(room.subject, step_id))
    return room.show("prevention", "screening/prevention_step.html", form=form, title=_("How it ended"), shown=shown)


def _saved(room: Room) -> HttpResponse:
    messages.success(room.request, _("Saved."))
    return room.to("prevention")


def _initial(step: PreventionStep) -> dict[str, Any]:
    columns = {"assignee": str(step.assignee_id), "due_on": step.due_on, "version": step.version}
    return {**step.body, **columns}
