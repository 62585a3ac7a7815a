"""Giving many cases to one colleague."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from fristad.server.accounts import selectors as accounts
from fristad.server.accounts.actor import Actor
from fristad.server.accounts.doors import door
from fristad.server.accounts.models import Staff
from fristad.server.audit import services as audit
from fristad.server.cases.forms.supervision import GiveFilterForm, GiveForm
from fristad.server.cases.models import Case
from fristad.server.cases.selectors.giving import owners_in, to_give
from fristad.server.cases.selectors.load import with_numbers
from fristad.server.cases.selectors.people import name_of
from fristad.server.cases.services.movements import cases_assign
from fristad.server.cases.views.load import warn
from fristad.server.common.problems import StaleError, WrongInputError

#: How many cases a page offers.
SHOWN = 100


@require_http_methods(["GET", "POST"])
@door("case.assign")
def give(request: HttpRequest) -> HttpResponse:
    """Choose cases of a team, then the colleague who gets them all."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    teams = {str(team.pk): str(team.name) for team in accounts.teams(actor, "case.assign")}
    filters = GiveFilterForm({"team": _team(request, actor, teams), "which": request.GET.get("which", "")}, teams=teams)
    filters.is_valid()
    team_id = filters.cleaned_data.get("team") or None
    shown = to_give(
        actor, UUID(team_id) if team_id else None, everybody=filters.cleaned_data.get("which") == "all", most=SHOWN
    )
    by_value = {f"{case.code}.{case.version}": case for case in shown}
    people = with_numbers(actor, owners_in(team_id))
    form = GiveForm(request.POST or None, cases={key: _line(case) for key, case in by_value.items()}, people=people)
    if request.method == "POST" and form.is_valid() and _give(request, actor, form, by_value):
        return HttpResponseRedirect(request.get_full_path())
    audit.listed(actor, "cases.case", [case.pk for case in shown], "review")
    context = {"filters": filters, "form": form, "has_cases": bool(shown), "crumbs": _crumbs()}
    return render(request, "cases/give.html", context)


def _crumbs() -> list[dict[str, str]]:
    return [{"label": _("Cases"), "url": reverse("cases:list")}]


def _team(request: HttpRequest, actor: Actor, teams: dict[str, str]) -> str:
    asked = request.GET.get("team", "")
    if asked in teams:
        return asked
    own = str(actor.team_id)
    return own if own in teams else next(iter(teams), "")


def _line(case: Case) -> str:
    owner = name_of(case.owner) if case.owner else _("Nobody yet")
    card = case.card or {}
    return f"{case.code}  {card.get('name') or _('No name')}. {owner}"


def _give(request: HttpRequest, actor: Actor, form: GiveForm, by_value: dict[str, Case]) -> bool:
    data: dict[str, Any] = form.cleaned_data
    chosen = [(by_value[value], by_value[value].version) for value in data["cases"]]
    owner = Staff.objects.select_related("record_key").get(pk=data["owner"])
    try:
        count = cases_assign(actor, chosen, owner)
    except (StaleError, WrongInputError) as refused:
        form.add_error(None, str(refused.detail or refused.title))
        return False
    sentence = ngettext("%(count)s case given to %(name)s.", "%(count)s cases given to %(name)s.", count)
    messages.success(request, sentence % {"count": count, "name": name_of(owner)})
    warn(request, actor, owner)
    return True
