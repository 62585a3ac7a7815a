"""Teams and focal points."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from fristad.server.accounts import selectors
from fristad.server.accounts.doors import ActorRequest, door
from fristad.server.accounts.people.forms import (
    ConfirmForm,
    CountryForm,
    FocalPointForm,
    LooksForm,
    NameForm,
    OutsideForm,
)
from fristad.server.accounts.people.frame import Page, answer
from fristad.server.accounts.services import changes, operations
from fristad.server.accounts.services.changes import Change
from fristad.server.audit.services import together

#: Said on each page whose change waits.
_SECOND = gettext_lazy("This holds when a second person has agreed. Those whom it concerns are told.")


def _waits() -> str:
    return _("Asked for. It waits for a second person.")


@require_GET
@door("people.see")
def teams(request: ActorRequest) -> HttpResponse:
    """Show the teams within the reader's reach, with how many work in each."""
    found = {"teams": selectors.teams_with_people(request.actor), "may_manage": request.actor.may("people.manage")}
    return render(request, "people/teams.html", found)


@require_http_methods(["GET", "POST"])
@door("people.manage")
def team_new(request: ActorRequest) -> HttpResponse:
    """Make a team of one's own agency."""
    form = NameForm(request.POST or None, initial={"version": 0})
    agency = selectors.own_agency(request.actor)
    page = Page(_("Make a team"), reverse("people:teams"))
    return answer(request, form, page, lambda: operations.make_team(request.actor, agency, form.cleaned_data["name"]))


@require_http_methods(["GET", "POST"])
@door("people.manage")
def team_rename(request: ActorRequest, team_id: UUID) -> HttpResponse:
    """Give a team another name."""
    team = selectors.team(request.actor, team_id, "people.manage")
    form = NameForm(request.POST or None, initial={"name": team.name, "version": team.version})

    def now() -> dict[str, object]:
        stored = selectors.team(request.actor, team_id, "people.manage")
        return {"name": stored.name, "version": stored.version}

    def save() -> None:
        operations.rename_team(request.actor, team, form.cleaned_data["name"], form.cleaned_data["version"])

    return answer(request, form, Page(_("Rename a team"), reverse("people:teams")), save, now)


@require_http_methods(["GET", "POST"])
@door("people.manage")
def team_close(request: ActorRequest, team_id: UUID) -> HttpResponse:
    """Close a team in which nobody works any more."""
    team = selectors.team(request.actor, team_id, "people.manage")
    form = ConfirmForm(request.POST or None, initial={"version": team.version})
    page = Page(_("Close this team"), reverse("people:teams"), team.name, _("Close it"), is_warning=True)
    return answer(request, form, page, lambda: operations.close_team(request.actor, team, form.cleaned_data["version"]))


@require_GET
@door("home.see")
def focal_points(request: ActorRequest) -> HttpResponse:
    """Show whom to turn to with a complaint. Everybody who works here may know."""
    context = {
        "points": selectors.focal_points(request.actor),
        "outside": selectors.operation(request.actor).outside_address,
        "may_manage": request.actor.may("focal_points.manage"),
        "own_agency": request.actor.agency_id,
    }
    return render(request, "people/focal_points.html", context)


@require_http_methods(["GET", "POST"])
@door("focal_points.manage")
def focal_point_new(request: ActorRequest) -> HttpResponse:
    """Name a focal point."""
    agency = selectors.own_agency(request.actor)
    form = FocalPointForm(request.POST or None, people=selectors.staff(request.actor, "people.manage"))
    page = Page(_("Name a focal point"), reverse("people:focal_points"), _SECOND, _("Ask for it"), done=_waits())
    return answer(request, form, page, lambda: changes.ask_to_name(request.actor, agency, form.focal_point()))


@require_http_methods(["GET", "POST"])
@door("focal_points.manage")
def focal_point_end(request: ActorRequest, point_id: UUID) -> HttpResponse:
    """End a focal point, as long as enough remain."""
    point = selectors.focal_point(request.actor, point_id)
    changes.require_asker(request.actor, Change.END, point.agency_id)
    form = ConfirmForm(request.POST or None, initial={"version": point.version})
    facts = ({"name": _("Name"), "value": point.name},)
    back = reverse("people:focal_points")
    page = Page(_("End this focal point"), back, _SECOND, _("Ask for it"), is_warning=True, facts=facts, done=_waits())
    return answer(request, form, page, lambda: changes.ask_to_end(request.actor, point))


@require_http_methods(["GET", "POST"])
@door("focal_points.manage")
def outside(request: ActorRequest) -> HttpResponse:
    """Set the address outside the operation."""
    here = selectors.operation(request.actor)
    form = OutsideForm(request.POST or None, initial={"address": here.outside_address, "version": here.version})
    page = Page(_("Address outside"), reverse("people:focal_points"), _SECOND, _("Ask for it"), done=_waits())
    return answer(request, form, page, lambda: changes.ask_outside(request.actor, form.cleaned_data["address"]))


@require_http_methods(["GET", "POST"])
@door("operation.change")
def looks(request: ActorRequest) -> HttpResponse:
    """Choose what the browser says of every page, and where *Exit this page* leads."""

    def now() -> dict[str, object]:
        stored = selectors.operation(request.actor)
        shown = {"page_title": stored.page_title or "", "neutral_page": stored.neutral_page or ""}
        return {**shown, "version": stored.version}

    here = selectors.operation(request.actor)
    form = LooksForm(request.POST or None, initial=now())

    def save() -> None:
        data = form.cleaned_data
        with together():
            if data["page_title"] != (here.page_title or ""):
                operations.set_title(request.actor, here, data["page_title"], data["version"])
            if data["neutral_page"] != (here.neutral_page or ""):
                changes.ask_exit(request.actor, data["neutral_page"])

    words = _("Somebody may look at the screen or its history. Where Exit leads changes when a second person agrees.")
    page = Page(_("What others see"), reverse("people:list"), words)
    return answer(request, form, page, save, now)


@require_http_methods(["GET", "POST"])
@door("operation.change")
def country(request: ActorRequest) -> HttpResponse:
    """Choose the country where the operation works."""

    def now() -> dict[str, object]:
        stored = selectors.operation(request.actor)
        return {"country": stored.country or "", "version": stored.version}

    here = selectors.operation(request.actor)
    form = CountryForm(request.POST or None, initial=now())

    def save() -> None:
        data = form.cleaned_data
        operations.set_country(request.actor, here, data["country"], data["version"])

    return answer(request, form, Page(_("Where you work"), reverse("people:list")), save, now)
