"""Who is kept apart from the person of a file, and a second file about one person."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fristad.server.accounts.doors import door
from fristad.server.accounts.models import Staff
from fristad.server.cases import doors
from fristad.server.cases.forms.apart import SuspicionForm, TieForm, TieLookForm
from fristad.server.cases.models import Case, Person, Task, Tie
from fristad.server.cases.selectors import apart as selector
from fristad.server.cases.selectors import circles
from fristad.server.cases.selectors.people import name_of
from fristad.server.cases.services.suspicions import suspicion_join, suspicion_open
from fristad.server.cases.services.ties import tie_add, tie_end, tie_review
from fristad.server.cases.views.frame import Opened, open_case, page
from fristad.server.cases.words_apart import GROUNDS, SUSPECTED_BY
from fristad.server.common.clock import today
from fristad.server.common.forms import conflicts
from fristad.server.common.problems import NotThereError, StaleError, WrongInputError


@require_http_methods(["GET", "POST"])
@door("case.edit")
def apart(request: HttpRequest, code: str) -> HttpResponse:
    """Show the suspected ties of this file, and take in one more. Those of other files do not show."""
    opened = open_case(request, code, "case.edit")
    form = TieForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _add(opened, form):
        return _back(request, code)
    return page(
        request,
        opened,
        "apart",
        "cases/apart.html",
        form=form,
        live=[_shown(opened, tie) for tie in doors.items(opened.case, Tie).order_by("review_on", "id")],
        ended=[_shown(opened, tie) for tie in doors.items(opened.case, Tie, ended=True).order_by("-ended_on", "id")],
        crossing=[_meeting(task) for task in selector.crossing(opened.case)],
        one_colleague=selector.is_with_one_colleague(opened.case),
        may_begin=opened.may("case.circle"),
    )


def _add(opened: Opened, form: TieForm) -> bool:
    others, suspected = _people(opened, form, "others"), _people(opened, form, "suspected")
    if len(suspected) > 1:
        form.add_error("suspected", _("One code, please. The others belong into the next field."))
    if not form.is_valid():
        return False
    try:
        tie_add(
            opened.actor,
            opened.case,
            form.told(),
            others=others,
            suspected=next(iter(suspected), None),
            review_on=form.cleaned_data["review_on"],
        )
    except WrongInputError as refused:
        form.add_error("others", str(refused.detail))
    return form.is_valid()


def _meeting(task: Task) -> str:
    """Return which meeting of this file is to be moved; nothing of the other one."""
    day = date_format(task.due_on or today(), "SHORT_DATE_FORMAT")
    return _("Please move the meeting of %(day)s, %(at)s: somebody kept apart is expected at that time.") % {
        "day": day,
        "at": task.told["at"],
    }


def _people(opened: Opened, form: TieForm, field: str) -> list[Person]:
    found = []
    for code in form.codes_of(field):
        try:
            found.append(doors.case(opened.actor, code, "case.edit").person)
        except NotThereError:
            form.add_error(field, _("No case with this code is open to you."))
            break
    return found


def _shown(opened: Opened, tie: Tie) -> dict[str, Any]:
    told = tie.told or {}
    cases = selector.named_in(opened.actor, tie)
    return {
        "tie": tie,
        "grounds": [GROUNDS[each] for each in told.get("grounds", ())],
        "said_by": SUSPECTED_BY.get(told.get("said_by", ""), ""),
        "by": name_of(tie.by),
        "who": told.get("who", ""),
        "why": told.get("why", ""),
        "answer": told.get("answer", ""),
        "cases": [(case.code, str(case.person_id) == told.get("suspected")) for case in cases],
        "together": list(_together(opened.case, cases)) if tie.ended_on is None else [],
    }


def _together(case: Case, others: list[Case]) -> Any:
    """Yield what a person should change: where both are said to be."""
    place = str(case.person.place or "").strip().casefold()
    if place and any(str(other.person.place or "").strip().casefold() == place for other in others):
        yield _("They are written down at one place. Please look for another for one of them.")


@require_http_methods(["GET", "POST"])
@door("case.edit")
def look(request: HttpRequest, code: str, tie_id: UUID) -> HttpResponse:
    """Look at a tie again: it goes on until another day, or ends."""
    opened = open_case(request, code, "case.edit")
    tie = doors.items(opened.case, Tie).filter(pk=tie_id).first()
    if tie is None:
        raise NotThereError
    form = TieLookForm(request.POST or None, initial={"version": tie.version})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            if data["stands"] == "yes":
                tie_review(
                    opened.actor, tie, words=data["words"], review_on=data["review_on"], read_version=data["version"]
                )
            else:
                tie_end(opened.actor, tie, words=data["words"], read_version=data["version"])
        except StaleError:
            conflicts.explain(form, {"version": doors.item(opened.actor, Tie, tie_id).version})
        else:
            return _back(request, code)
    return page(request, opened, "apart", "cases/form.html", form=form, title=_("Look at it again"))


@require_http_methods(["GET", "POST"])
@door("case.circle")
def suspicion(request: HttpRequest, code: str) -> HttpResponse:
    """Begin a file of its own about a suspicion against the person. This one stays as it is."""
    opened = open_case(request, code, "case.circle")
    people = {str(each.pk): each for each in circles.strangers(opened.case)}
    form = SuspicionForm(request.POST or None, people={pk: name_of(each) for pk, each in people.items()})
    if request.method == "POST" and form.is_valid() and _begin(opened, form, people):
        messages.success(request, _("Its readers were told. To you their file is not there."))
        return HttpResponseRedirect(reverse("cases:open", args=[code]))
    return page(request, opened, "apart", "cases/suspicion.html", form=form, enough=len(people) >= circles.FEWEST)


def _begin(opened: Opened, form: SuspicionForm, people: dict[str, Staff]) -> bool:
    data = form.cleaned_data
    readers = [people[pk] for pk in data["people"]]
    try:
        if data["code"]:
            second = doors.case(opened.actor, data["code"], "case.circle")
            suspicion_join(opened.actor, opened.case, second, readers, why=data["why"])
        else:
            values = {"names": [{"text": data["called"], "kind": "known_as"}]}
            suspicion_open(opened.actor, opened.case, values, readers, why=data["why"])
    except NotThereError:
        form.add_error("code", _("No case with this code is open to you."))
    except WrongInputError as refused:
        form.add_error("people", str(refused.detail))
    return form.is_valid()


def _back(request: HttpRequest, code: str) -> HttpResponse:
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(reverse("cases:apart", args=[code]))
