"""Changing what is known about a person, and how to reach them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from fristad.server.accounts.doors import door
from fristad.server.audit.services import act
from fristad.server.cases import doors
from fristad.server.cases.forms.person import ContactForm, PersonEditForm, initial_of
from fristad.server.cases.models import Person
from fristad.server.cases.selectors import places
from fristad.server.cases.services.persons import person_edit
from fristad.server.cases.views.frame import open_case, page, purpose_of
from fristad.server.common.forms import conflicts
from fristad.server.common.problems import NotThereError, StaleError


@require_http_methods(["GET", "POST"])
@door("case.edit")
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change what is recorded about the person."""
    opened = open_case(request, code, "case.edit")
    person = opened.case.person
    form = PersonEditForm(request.POST or None, initial=initial_of(person), places=places.offered(opened.actor))
    if request.method == "POST" and form.is_valid():
        try:
            person_edit(opened.actor, person, form.values(person), read_version=form.cleaned_data["version"])
        except StaleError:
            conflicts.explain(form, initial_of(doors.person(opened.actor, person.pk)))
        else:
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(reverse("cases:person", args=[code]))
    return page(request, opened, "person", "cases/form.html", form=form, title=_("About the person"))


@require_http_methods(["GET", "POST"])
@door("case.edit")
def contact(request: HttpRequest, code: str) -> HttpResponse:
    """Write down how to reach the person safely. The newest rule comes first; older ones stay for the record."""
    opened = open_case(request, code, "case.edit")
    person = opened.case.person
    form = ContactForm(request.POST or None, initial=_shown(person))
    if request.method == "POST" and form.is_valid():
        rule = {name: form.cleaned_data[name] for name in ("how", "rules", "number")}
        if not rule["number"] and not form.cleaned_data["no_number"]:
            rule["number"] = _first(person.contacts).get("number", "")
        values = {"contacts": [rule, *(person.contacts or [])][:10]}
        try:
            person_edit(opened.actor, person, values, read_version=form.cleaned_data["version"])
        except StaleError:
            conflicts.explain(form, _shown(doors.person(opened.actor, person.pk)))
        else:
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(reverse("cases:open", args=[code]))
    return page(request, opened, "person", "cases/form.html", form=form, title=_("Safe contact"))


@require_POST
@door("case.open")
def number(request: HttpRequest, code: str) -> HttpResponse:
    """Show the number. Its rules stand above it, and that it was shown is an entry of its own."""
    opened = open_case(request, code)
    first = _first(opened.case.person.contacts)
    if not first:
        raise NotThereError
    with act(opened.actor, "person.number_shown", opened.case.person, purpose=purpose_of(opened.actor, opened.case)):
        pass
    return page(request, opened, "person", "cases/number.html", contact=first)


def _shown(person: Person) -> dict[str, Any]:
    """Return what the form shows of the newest rule: never the number, which takes a click that is logged."""
    first = _first(person.contacts)
    return {"how": first.get("how", ""), "rules": first.get("rules", ""), "version": person.version}


def _first(contacts: Any) -> dict[str, Any]:
    return dict(contacts[0]) if contacts else {}
