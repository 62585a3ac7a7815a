"""Papers of the person: what there is, from when until when, and where the original is."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods

from fristad.server.accounts.doors import door
from fristad.server.cases import doors
from fristad.server.cases.forms.papers import PaperForm, initial_of
from fristad.server.cases.models import Person
from fristad.server.cases.services.persons import person_edit
from fristad.server.cases.views.frame import Opened, open_case, page
from fristad.server.cases.words_dates import words_of
from fristad.server.cases.words_papers import KNOWN, ends_on, name_of
from fristad.server.common.clock import today
from fristad.server.common.forms import VersionedForm, conflicts
from fristad.server.common.problems import NotThereError, StaleError


@require_http_methods(["GET", "POST"])
@door("case.edit")
def papers(request: HttpRequest, code: str) -> HttpResponse:
    """Show the papers, and take in one more."""
    opened = open_case(request, code, "case.edit")
    person = opened.case.person
    form = PaperForm(request.POST or None, initial={"version": person.version, "watch": True})
    if request.method == "POST" and form.is_valid():
        try:
            _save(opened, [*(person.documents or ()), form.paper()], form)
        except StaleError:
            conflicts.explain(form, {"version": doors.person(opened.actor, person.pk).version})
        else:
            return _saved(request, code)
    return page(request, opened, "papers", "cases/papers.html", form=form, rows=rows_of(person))


@require_http_methods(["GET", "POST"])
@door("case.edit")
def paper_change(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Change what is recorded about one paper."""
    opened = open_case(request, code, "case.edit")
    person = opened.case.person
    before = _paper(person, number)
    form = PaperForm(request.POST or None, initial={**initial_of(before), "version": person.version})
    if request.method == "POST" and form.is_valid():
        changed = list(person.documents)
        changed[number] = form.paper(before)
        try:
            _save(opened, changed, form)
        except StaleError:
            now = doors.person(opened.actor, person.pk)
            conflicts.explain(form, {**initial_of(_paper(now, number)), "version": now.version})
        else:
            return _saved(request, code)
    return page(request, opened, "papers", "cases/form.html", form=form, title=name_of(before))


@require_http_methods(["GET", "POST"])
@door("case.edit")
def paper_out(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Ask, and take a paper out that was written down by mistake."""
    opened = open_case(request, code, "case.edit")
    person = opened.case.person
    row = rows_of(person)[number] if _paper(person, number) else None
    form = VersionedForm(request.POST or None, initial={"version": person.version})
    if request.method == "POST" and form.is_valid():
        rest = [paper for at, paper in enumerate(person.documents) if at != number]
        try:
            _save(opened, rest, form)
        except StaleError:
            conflicts.explain(form, {"version": doors.person(opened.actor, person.pk).version})
        else:
            return _saved(request, code)
    return page(request, opened, "papers", "cases/paper_out.html", form=form, row=row)


def rows_of(person: Person) -> list[dict[str, Any]]:
    """Return the papers as they are shown, those that ended marked."""
    return [
        {
            "number": number,
            "name": name_of(paper),
            "words": "" if name_of(paper) == paper.get("words") else paper.get("words", ""),
            "facts": [(label, value) for label, value in _facts(paper) if value],
            **_end(paper),
        }
        for number, paper in enumerate(person.documents or ())
    ]


def _facts(paper: dict[str, Any]) -> list[tuple[str, Any]]:
    return [
        (_("Number of the paper"), paper.get("number")),
        (_("Issued by"), paper.get("country")),
        (_("Valid from"), words_of(paper.get("from"))),
        (_("Valid until"), words_of(paper.get("until"))),
        (_("How we know of it"), KNOWN.get(paper.get("known") or "")),
        (_("Where the original is"), paper.get("held_by")),
    ]


def _end(paper: dict[str, Any]) -> dict[str, str]:
    """Return the shape and words of a paper that ended or may have, or that we are reminded of."""
    day = ends_on(paper)
    if day is None:
        return {}
    if day < today():
        return {"shape": "triangle", "state": pgettext("paper", "It ended, or may have")}
    return {"shape": "clock", "state": pgettext("paper", "A date of this case")}


def _paper(person: Person, number: int) -> dict[str, Any]:
    """Return the paper with a number. Raises `NotThereError`."""
    there = person.documents or ()
    if number >= len(there):
        raise NotThereError
    return dict(there[number])


def _save(opened: Opened, changed: list[dict[str, Any]], form: VersionedForm) -> None:
    version = form.cleaned_data["version"]
    person_edit(opened.actor, opened.case.person, {"documents": changed}, read_version=version, action="papers.changed")


def _saved(request: HttpRequest, code: str) -> HttpResponse:
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(reverse("cases:papers", args=[code]))
