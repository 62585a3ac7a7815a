"""Searches and lists kept under a name: saved, opened, deleted. Their address is random, what they hold is sealed."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fristad.server.accounts.doors import door
from fristad.server.cases.forms.fields import CleanLine
from fristad.server.cases.models import Search
from fristad.server.cases.selectors import searches
from fristad.server.cases.services.searches import list_save, search_drop, search_save
from fristad.server.cases.views.lists import FilterForm, choices_of
from fristad.server.common.forms import FristadForm
from fristad.server.common.problems import NotThereError, WrongInputError


class SaveForm(FristadForm):
    """The name under which a search is kept."""

    label = CleanLine(
        label=gettext_lazy("A name for it"),
        required=True,
        max_length=60,
        help_text=gettext_lazy("Only you see it. It is kept locked, like what you looked for."),
    )


@require_GET
@door("case.list")
def saved(request: HttpRequest) -> HttpResponse:
    """Show what one kept, by name."""
    rows = [_row(each) for each in searches.saved(request.actor)]  # type: ignore[attr-defined]
    return render(request, "cases/saved.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
@door("person.search")
def save_search(request: HttpRequest, search_id: UUID) -> HttpResponse:
    """Keep a search under a name, or give a kept one another name."""
    actor = request.actor  # type: ignore[attr-defined]
    kept = searches.own(actor, search_id)
    if kept.choices is not None:
        raise NotThereError
    form = SaveForm(request.POST or None, initial={"label": kept.label or ""})
    if form.is_valid() and _try(form, lambda label: search_save(actor, kept, label)):
        return _done(request)
    back = reverse("cases:found", args=[kept.pk])
    return render(request, "cases/save.html", {"form": form, "facts": [_looked_for(kept)], "back": back})


@require_http_methods(["GET", "POST"])
@door("case.list")
def save_list(request: HttpRequest) -> HttpResponse:
    """Keep the choices of a list under a name. None of them is personal, so they come in the address."""
    actor = request.actor  # type: ignore[attr-defined]
    choices = choices_of(request)
    form = SaveForm(request.POST or None)
    if form.is_valid() and _try(form, lambda label: list_save(actor, choices, label)):
        return _done(request)
    back = f"{reverse('cases:list')}?{urlencode(choices)}"
    return render(request, "cases/save.html", {"form": form, "facts": _chosen(choices), "back": back})


@require_POST
@door("case.list")
def drop(request: HttpRequest, search_id: UUID) -> HttpResponse:
    """Delete what one kept."""
    search_drop(searches.own(request.actor, search_id))  # type: ignore[attr-defined]
    messages.success(request, _("Deleted."))
    return redirect("cases:saved")


def _try(form: SaveForm, save: Any) -> bool:
    try:
        save(form.cleaned_data["label"])
    except WrongInputError as refused:
        form.add_error(None, str(refused.detail or refused.title))
        return False
    return True


def _done(request: HttpRequest) -> HttpResponse:
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(reverse("cases:saved"))


def _row(kept: Search) -> dict[str, Any]:
    if kept.choices is None:
        url, facts, rename = reverse("cases:found", args=[kept.pk]), [_looked_for(kept)], True
    else:
        url, facts, rename = f"{reverse('cases:list')}?{urlencode(kept.choices)}", _chosen(kept.choices), False
    return {"id": kept.pk, "label": kept.label, "url": url, "facts": facts, "rename": rename}


def _looked_for(kept: Search) -> dict[str, Any]:
    return {"name": _("Search for"), "value": kept.typed}


def _chosen(choices: dict[str, str]) -> list[dict[str, Any]]:
    """Return the choices of a list in words, those that choose nothing left out."""
    fields: dict[str, forms.Field] = FilterForm.base_fields
    words = {name: dict(field.choices).get(choices.get(name, "")) for name, field in fields.items()}  # type: ignore[attr-defined]
    told = [{"name": fields[name].label, "value": words[name]} for name in fields if choices.get(name) and words[name]]
    return told or [{"name": _("Cases"), "value": _("All that you may see")}]
