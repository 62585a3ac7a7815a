"""One source of an age that nobody should rely on: a person sets it aside with a reason, and may take that back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fristad.server.accounts.doors import door
from fristad.server.cases import doors, words
from fristad.server.cases.forms.ages import RelyAgainForm, SetAsideForm
from fristad.server.cases.models import Person
from fristad.server.cases.services.persons import person_edit
from fristad.server.cases.views.frame import open_case, page
from fristad.server.cases.words_ages import BIRTH, years_of
from fristad.server.cases.words_dates import words_of
from fristad.server.common.clock import today
from fristad.server.common.forms import VersionedForm, conflicts
from fristad.server.common.problems import NotThereError, StaleError


@require_http_methods(["GET", "POST"])
@door("case.edit")
def rely(request: HttpRequest, code: str, which: str) -> HttpResponse:
    """Set one source of the age aside with a reason, or rely on it again. `which` is its place, or "birth"."""
    opened = open_case(request, code, "case.edit")
    person = opened.case.person
    source = _source(person, which)
    is_aside = bool(source.get("set_aside"))
    kind: type[VersionedForm] = RelyAgainForm if is_aside else SetAsideForm
    form = kind(request.POST or None, initial={"version": person.version})
    if request.method == "POST" and form.is_valid():
        action = "age.relied_on" if is_aside else "age.set_aside"
        values = _changed(person, which, form.cleaned_data.get("reason", ""))
        try:
            person_edit(opened.actor, person, values, read_version=form.cleaned_data["version"], action=action)
        except StaleError:
            conflicts.explain(form, {"version": doors.person(opened.actor, person.pk).version})
        else:
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(reverse("cases:person", args=[code]))
    shown = {"name": _name(source), "value": _value(source), "reason": source.get("set_aside", "")}
    return page(request, opened, "person", "cases/age.html", form=form, source=shown, is_aside=is_aside)


def _source(person: Person, which: str) -> dict[str, Any]:
    """Return one source of the age. Raises `NotThereError`."""
    if which == BIRTH and person.birth:
        return dict(person.birth)
    ages = person.ages or ()
    if not which.isdecimal() or int(which) >= len(ages):
        raise NotThereError
    return dict(ages[int(which)])


def _changed(person: Person, which: str, reason: str) -> dict[str, Any]:
    """Return the field of the person with the source set aside, or relied on again where there is no reason."""
    source = {name: value for name, value in _source(person, which).items() if name not in ("set_aside", "aside_on")}
    if reason:
        source |= {"set_aside": reason, "aside_on": today().isoformat()}
    if which == BIRTH:
        return {"birth": source}
    return {"ages": [source if at == int(which) else age for at, age in enumerate(person.ages)]}


def _name(source: dict[str, Any]) -> str:
    return str(_("Born") if "date" in source else words.AGE_KINDS[source["kind"]])


def _value(source: dict[str, Any]) -> str:
    return words_of(source["date"]) if "date" in source else years_of(source)
