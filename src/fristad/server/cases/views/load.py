"""How much each person carries, and a page for after a hard talk that keeps nothing."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from fristad.server.accounts import selectors as accounts
from fristad.server.accounts.actor import Actor
from fristad.server.accounts.doors import door
from fristad.server.accounts.models import Staff
from fristad.server.cases.forms.supervision import CeilingForm
from fristad.server.cases.selectors import load as selector
from fristad.server.cases.selectors.people import name_of
from fristad.server.cases.services.load import ceiling_set
from fristad.server.common.forms import conflicts
from fristad.server.common.problems import StaleError
from fristad.server.common.registry import load_columns


@require_GET
@door("load.see")
def load(request: HttpRequest) -> HttpResponse:
    """Show what each person carries."""
    labels = (_("Who"), _("Open cases"), _("Tasks due in a week"), *(each.label for each in load_columns))
    context = {
        "columns": [{"label": label} for label in (*labels, _("Ceiling"))],
        "rows": [_row(each) for each in selector.loads(request.actor)],  # type: ignore[attr-defined]
        "notes": [each.about for each in load_columns if each.about],
    }
    return render(request, "cases/load.html", context)


def _row(load: selector.Load) -> list[Any]:
    beyond = {"word": str(load.cases), "tone": "overdue", "shape": "triangle"}
    cases = {"tag": beyond, "note": _("More than the ceiling")} if load.is_beyond else str(load.cases)
    url = reverse("cases:ceiling", args=[load.staff.pk])
    most = pgettext("ceiling", "None set") if load.ceiling is None else str(load.ceiling)
    return [name_of(load.staff), cases, str(load.tasks), *map(str, load.more), {"text": most, "url": url}]


@require_http_methods(["GET", "POST"])
@door("load.see")
def ceiling(request: HttpRequest, staff_id: UUID) -> HttpResponse:
    """Set the most open cases that one person should have."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    person = accounts.member(actor, staff_id, "load.see")
    form = CeilingForm(request.POST or None, initial=_initial(person))
    if request.method == "POST" and form.is_valid():
        try:
            ceiling_set(actor, person, form.cleaned_data["cases"], read_version=form.cleaned_data["version"])
        except StaleError:
            conflicts.explain(form, _initial(person))
        else:
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(reverse("cases:load"))
    return render(request, "cases/ceiling.html", {"form": form, "name": name_of(person)})


def _initial(person: Staff) -> dict[str, Any]:
    row = selector.ceiling(person)
    return {"cases": row.cases if row else None, "version": row.version if row else 0}


def warn(request: HttpRequest, actor: Actor, owner: Staff) -> None:
    """Say on the next page that a colleague carries more than the ceiling now, if so."""
    sentence = selector.warning(actor, owner)
    if sentence:
        messages.warning(request, sentence)


@require_GET
@door("home.see")
def checkout(request: HttpRequest) -> HttpResponse:
    """Show a page for after a hard talk. Nothing on it can be sent, so nothing of it can be kept."""
    points = [(point.name, point.contact) for point in accounts.focal_points(request.actor)]  # type: ignore[attr-defined]
    return render(request, "cases/checkout.html", {"points": points})
