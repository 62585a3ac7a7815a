"""The closed circle of a case: who is in it, letting people in and out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from fristad.server.accounts.doors import door
from fristad.server.accounts.models import Staff
from fristad.server.cases import doors
from fristad.server.cases.forms.supervision import CircleForm, WidenForm
from fristad.server.cases.selectors import circles as selector
from fristad.server.cases.selectors import movements
from fristad.server.cases.selectors.people import name_of
from fristad.server.cases.services import circles as services
from fristad.server.cases.views.frame import Opened, open_case, page
from fristad.server.common.forms import conflicts
from fristad.server.common.problems import NotThereError, StaleError, WrongInputError


@require_http_methods(["GET", "POST"])
@door("case.circle")
def circle(request: HttpRequest, code: str) -> HttpResponse:
    """Show the circle and take in one more person; where there is none, close one."""
    opened = open_case(request, code, "case.circle")
    return _widen(request, opened) if opened.case.closed_circle else _close(request, opened)


def _close(request: HttpRequest, opened: Opened) -> HttpResponse:
    people = {str(each.pk): each for each in selector.candidates(opened.case) if each.pk != opened.actor.staff_id}
    form = CircleForm(request.POST or None, initial={"version": opened.case.version}, people=_named(people))

    def save() -> None:
        data = form.cleaned_data
        named = [people[pk] for pk in data["people"]]
        services.circle_close(opened.actor, opened.case, named, why=data["why"], read_version=data["version"])

    return _answer(request, opened, form, save, standing_in=movements.standing_in(opened.case))


def _widen(request: HttpRequest, opened: Opened) -> HttpResponse:
    inside = selector.members(opened.case)
    known = {each.pk for each in inside}
    people = {str(each.pk): each for each in selector.candidates(opened.case) if each.pk not in known}
    form = WidenForm(request.POST or None, people=_named(people))

    def save() -> None:
        services.circle_widen(opened.actor, opened.case, people[form.cleaned_data["person"]])

    rows = [(each.pk, name_of(each), each.pk == opened.case.owner_id) for each in inside]
    return _answer(request, opened, form, save, members=rows, why=(opened.case.circle or {}).get("why"))


def _named(people: dict[str, Staff]) -> dict[str, str]:
    return {pk: name_of(each) for pk, each in people.items()}


def _answer(request: HttpRequest, opened: Opened, form: Any, save: Callable[[], None], **values: Any) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            save()
        except WrongInputError as refused:
            form.add_error(None, str(refused.detail))
        except StaleError:
            conflicts.explain(form, {"version": doors.case(opened.actor, opened.code, "case.circle").version})
        else:
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(reverse("cases:circle", args=[opened.code]))
    return page(request, opened, "circle", "cases/circle.html", form=form, **values)


@require_POST
@door("case.circle")
def circle_out(request: HttpRequest, code: str, staff_id: Any) -> HttpResponse:
    """Let one person out of the circle."""
    opened = open_case(request, code, "case.circle")
    person = next((each for each in selector.members(opened.case) if each.pk == staff_id), None)
    if person is None:
        raise NotThereError
    services.circle_narrow(opened.actor, opened.case, person)
    messages.success(request, _("Saved."))
    left = person.pk == opened.actor.staff_id
    return HttpResponseRedirect(reverse("cases:list") if left else reverse("cases:circle", args=[code]))


@require_POST
@door("case.circle")
def circle_end(request: HttpRequest, code: str) -> HttpResponse:
    """End the circle."""
    opened = open_case(request, code, "case.circle")
    services.circle_end(opened.actor, opened.case, read_version=opened.case.version)
    messages.success(request, _("The circle is ended. The case is open again to those whose work reaches it."))
    return HttpResponseRedirect(reverse("cases:circle", args=[code]))
