"""The list of cases."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_GET

from fristad.server.accounts.doors import door
from fristad.server.audit import services as audit
from fristad.server.cases import words, words_languages
from fristad.server.cases.models import Case, CaseState, Risk
from fristad.server.cases.selectors import lists, searches
from fristad.server.cases.selectors.people import name_of
from fristad.server.cases.views.frame import RISK_SHAPES, age_line
from fristad.server.common.clock import today
from fristad.server.common.forms import FristadForm


class FilterForm(FristadForm):
    """What the list shows. None of it is personal, so it may stand in the address."""

    state = forms.ChoiceField(
        label=gettext_lazy("State"), choices=[("", gettext_lazy("Any state")), *CaseState.choices], required=False
    )
    owner = forms.ChoiceField(label=gettext_lazy("Whose"), choices=list(lists.OWNERS.items()), required=False)
    risk = forms.ChoiceField(
        label=gettext_lazy("Risk"), choices=[("", gettext_lazy("Any risk")), *Risk.choices[1:]], required=False
    )
    due = forms.ChoiceField(label=pgettext_lazy("filter", "Due"), choices=list(lists.DUES.items()), required=False)
    group = forms.ChoiceField(
        label=gettext_lazy("Group"), choices=[("", gettext_lazy("Any group")), *words.GROUPS.items()], required=False
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=lambda: words_languages.with_any(gettext_lazy("Any language")),
        required=False,
    )
    order = forms.ChoiceField(
        label=pgettext_lazy("sorting", "Order"), choices=list(lists.ORDERS.items()), required=False
    )


@require_GET
@door("case.list")
def case_list(request: HttpRequest) -> HttpResponse:
    """Show one page of the cases in scope, by code; with their names where somebody asks for them, which is logged."""
    actor = request.actor  # type: ignore[attr-defined]
    filters = _filters(request)
    found = lists.page(actor, filters, request.GET.get("after"))
    shown, named = [case.pk for case in found.rows], "names" in request.GET
    with audit.together():
        audit.listed(actor, "cases.case", shown, "casework")
        if named:
            audit.listed(actor, "cases.case", shown, "casework", action="case.name_listed")
    chosen = asdict(filters) | ({"names": "yes"} if named else {})
    context = {
        "form": FilterForm(initial=asdict(filters)),
        "found": found,
        "columns": [{"label": label} for label in (_("Case"), _("Person"), _("Risk"), _("Next date"), _("Owner"))],
        "rows": [row(case, named=named) for case in found.rows],
        "next": f"{reverse('cases:list')}?{urlencode({**chosen, 'after': found.more})}" if found.more else "",
        "names_url": f"{reverse('cases:list')}?{urlencode(asdict(filters) | ({} if named else {'names': 'yes'}))}",
        "named": named,
        "save_url": f"{reverse('cases:save_list')}?{urlencode(asdict(filters))}",
        "saved_count": searches.count_saved(actor),
        "may_create": actor.may("case.create"),
        "may_assign": actor.may("case.assign"),
        "may_transfer": actor.may("case.transfer"),
    }
    return render(request, "cases/list.html", context)


def choices_of(request: HttpRequest) -> dict[str, str]:
    """Return the choices in an address, field by field."""
    return {name: str(value) for name, value in asdict(_filters(request)).items()}


def _filters(request: HttpRequest) -> lists.Filters:
    if not request.GET:
        return lists.Filters()
    form = FilterForm(request.GET)
    form.is_valid()
    return lists.Filters(**{name: form.cleaned_data.get(name, "") for name in form.fields})


def row(case: Case, *, named: bool = True) -> list[Any]:
    """Return the cells of one case; without its name, a screen tells those who stand behind one nothing but codes."""
    card = case.card or {}
    spoken = words_languages.names_of(card.get("languages") or ())
    group = words.GROUPS.get(card.get("group") or "unknown")
    about = f"{age_line(card.get('age'))} {group}. {spoken}".strip()
    return [
        {"text": case.code, "url": reverse("cases:open", args=[case.code]), "note": case.get_state_display()},
        {"text": card.get("name") or _("No name"), "note": about} if named else about,
        {"tag": {"word": case.get_risk_display(), "shape": RISK_SHAPES[Risk(case.risk)], "tone": ""}},
        _next_day(case),
        name_of(case.owner) if case.owner else _("Nobody yet"),
    ]


def _next_day(case: Case) -> dict[str, Any] | str:
    days = [day for day in (case.due_on, case.review_on) if day]
    if not days:
        return pgettext("day", "None set")
    day = min(days)
    late = (today() - day).days
    if late > 0:
        word = _("Overdue since %(day)s") % {"day": date_format(day)}
        return {"tag": {"word": word, "tone": "overdue", "shape": "triangle"}}
    if late == 0:
        return {"tag": {"word": _("Today"), "tone": "due", "shape": "clock"}}
    return {"tag": {"word": date_format(day), "tone": "", "shape": ""}}
