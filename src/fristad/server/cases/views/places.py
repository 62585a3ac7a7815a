"""Places: what is known, a table to take in, and a search that stands in no address."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from fristad.server.accounts.doors import door
from fristad.server.cases.forms.places import FindForm, ImportForm
from fristad.server.cases.selectors import places
from fristad.server.cases.services.places import Imported, places_import
from fristad.server.common.problems import WrongInputError


@require_GET
@door("place.import")
def overview(request: HttpRequest) -> HttpResponse:
    """Show how many places are known."""
    rows = [[_level(each.level), str(each.count)] for each in places.levels(request.actor)]  # type: ignore[attr-defined]
    columns: list[dict[str, Any]] = [{"label": _("Level")}, {"label": _("Places"), "number": True}]
    return render(request, "cases/places.html", {"columns": columns, "rows": rows})


def _level(level: int) -> str:
    return _("Countries") if level == 0 else _("Level %(level)s") % {"level": level}


@require_http_methods(["GET", "POST"])
@door("place.import")
def take_in(request: HttpRequest) -> HttpResponse:
    """Take in a table: all of it or nothing."""
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = places_import(request.actor, form.cleaned_data["file"].file.getvalue())  # type: ignore[attr-defined]
        except WrongInputError as refused:
            form.add_error("file", str(refused))
        else:
            messages.success(request, _said(made))
            return HttpResponseRedirect(reverse("cases:places"))
    return render(request, "cases/places_import.html", {"form": form})


def _said(made: Imported) -> str:
    new = ngettext("%(count)s new place.", "%(count)s new places.", made.new) % {"count": made.new}
    known = ngettext("%(count)s known place.", "%(count)s known places.", made.known) % {"count": made.known}
    return f"{_('Saved.')} {new} {known}"


@require_http_methods(["GET", "POST"])
@door("case.edit")
def find(request: HttpRequest) -> HttpResponse:
    """Look a place up, to write its name as the list has it."""
    form = FindForm(request.POST or None)
    found = []
    if request.method == "POST" and form.is_valid():
        found = places.find(request.actor, form.cleaned_data["words"])  # type: ignore[attr-defined]
    rows = [[each.name, ", ".join(each.inside)] for each in found]
    columns = [{"label": _("Place")}, {"label": _("Lies in")}]
    asked = request.method == "POST" and form.is_valid()
    return render(request, "cases/places_find.html", {"form": form, "columns": columns, "rows": rows, "asked": asked})
