"""Handing an interview over to a colleague."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fristad.server.accounts.doors import door
from fristad.server.cases.selectors.people import name_of
from fristad.server.cases.views.frame import open_case, page
from fristad.server.common.forms import conflicts
from fristad.server.common.problems import StaleError, WrongInputError
from fristad.server.screening import doors
from fristad.server.screening.forms.handing import HandOverForm
from fristad.server.screening.selectors import handing
from fristad.server.screening.services.handing import hand_over as hand


@require_http_methods(["GET", "POST"])
@door("interview.see")
def hand_over(request: HttpRequest, interview_id: UUID) -> HttpResponse:
    """Choose who goes on with an interview of one's own, or, as a supervisor, with one that lies still."""
    actor = request.actor  # type: ignore[attr-defined]
    interview = doors.to_hand_over(actor, interview_id)
    opened = open_case(request, interview.case.code, "interview.see")
    people = handing.receivers(interview)
    names = {pk: name_of(person) for pk, person in people.items()}
    mine = interview.interviewer_id == actor.staff_id
    form = HandOverForm(request.POST or None, initial={"version": interview.version}, people=names, present=mine)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            hand(actor, interview, people[data["receiver"]], read_version=data["version"])
        except WrongInputError as refused:
            form.add_error("receiver", str(refused.detail))
        except StaleError:
            conflicts.explain(form, {"version": doors.to_hand_over(actor, interview_id).version})
        else:
            messages.success(request, _("Handed over. Your colleague is told that it waits."))
            return HttpResponseRedirect(reverse("screening:interviews", args=[opened.code]))
    values = {"interview": interview, "people": people, "mine": mine, "form": form}
    return page(request, opened, "interviews", "screening/hand_over.html", **values)
