"""Roles: asked for, narrowed, ended; and what waits for a second person."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_GET, require_http_methods

from fristad.server.accounts import selectors
from fristad.server.accounts.actor import Actor
from fristad.server.accounts.doors import ActorRequest, door
from fristad.server.accounts.models import PendingGrant, Staff
from fristad.server.accounts.people.forms import ConfirmForm, DecisionForm, NarrowForm, NewRoleForm, ReasonForm
from fristad.server.accounts.people.frame import Page, answer
from fristad.server.accounts.people.views_changes import rows_of
from fristad.server.accounts.rights import Role, Scope
from fristad.server.accounts.services import granting
from fristad.server.accounts.words import ROLES, SCOPES


@require_http_methods(["GET", "POST"])
@door("people.manage")
def role_new(request: ActorRequest, staff_id: UUID) -> HttpResponse:
    """Give somebody a role, or ask for it where two must agree."""
    person = selectors.member(request.actor, staff_id, "people.manage")
    teams = selectors.teams(request.actor, "people.manage")
    form = NewRoleForm(request.POST or None, initial={"version": person.version}, teams=teams)
    words = _("A role that opens cases holds when a second person has agreed.")
    page = Page(_("Give a role"), _home_of(person), words, _("Go on"))
    return answer(request, form, page, lambda: granting.ask(request.actor, person, form.offer()))


@require_http_methods(["GET", "POST"])
@door("people.manage")
def role_narrow(request: ActorRequest, grant_id: UUID) -> HttpResponse:
    """Make a role narrower or shorter."""
    grant = selectors.grant(request.actor, grant_id)
    initial = {"scope": grant.scope, "team": str(grant.team_id or ""), "until": grant.until, "version": grant.version}
    teams = selectors.teams(request.actor, "people.manage")
    form = NarrowForm(
        request.POST or None, initial=initial, teams=teams, role=Role(grant.role), widest=Scope(grant.scope)
    )
    words = _("This holds at once and ends the sessions of the person.")
    return answer(
        request,
        form,
        Page(_("Make a role narrower"), _home_of(grant.staff), words, facts=(_role_fact(grant.role),)),
        lambda: granting.narrow(request.actor, grant, form.offer(), form.cleaned_data["version"]),
    )


@require_http_methods(["GET", "POST"])
@door("people.manage")
def role_end(request: ActorRequest, grant_id: UUID) -> HttpResponse:
    """End a role."""
    grant = selectors.grant(request.actor, grant_id)
    form = ConfirmForm(request.POST or None, initial={"version": grant.version})
    words = _("This holds at once and ends the sessions of the person. Cases wait for a supervisor to hand them on.")
    page = Page(
        _("End a role"), _home_of(grant.staff), words, _("End it"), is_warning=True, facts=(_role_fact(grant.role),)
    )
    return answer(request, form, page, lambda: granting.end(request.actor, grant, form.cleaned_data["version"]))


@require_http_methods(["GET", "POST"])
@door("people.manage")
def reset(request: ActorRequest, staff_id: UUID) -> HttpResponse:
    """Ask that a lost second factor be reset."""
    person = selectors.member(request.actor, staff_id, "people.manage")
    form = ReasonForm(request.POST or None, initial={"version": person.version})
    words = _("A second person must agree. The person is told at once, and cannot export anything for 24 hours.")
    page = Page(_("Reset a second factor"), _home_of(person), words, _("Ask for it"))
    return answer(request, form, page, lambda: granting.ask_reset(request.actor, person, form.cleaned_data["reason"]))


@require_GET
@door("grants.agree", dangerous=False)
def waiting(request: ActorRequest) -> HttpResponse:
    """Show what waits for a second person."""
    found = list(selectors.waiting(request.actor))
    names = selectors.colleagues(request.actor, [each.asked_by for each in found])
    columns = [
        {"label": label}
        for label in (_("What"), pgettext("whom a role is for", "For"), _("Asked by"), pgettext("day of a list", "On"))
    ]
    rows = [
        [
            {"text": _what(each), "url": reverse("people:waiting_one", args=[each.pk])},
            _name(each.staff),
            names.get(each.asked_by, ""),
            each.created_on,
        ]
        for each in found
    ]
    rows += rows_of(request.actor)
    return render(request, "people/waiting.html", {"columns": columns, "rows": rows})


@require_http_methods(["GET", "POST"])
@door("grants.agree")
def waiting_one(request: ActorRequest, pending_id: UUID) -> HttpResponse:
    """Agree to a request, or refuse it."""
    pending = selectors.waiting_one(request.actor, pending_id)
    form = DecisionForm(request.POST or None, initial={"version": pending.version})
    title = _TITLES[pending.asked["act"]]
    page = Page(title, reverse("people:waiting"), facts=tuple(_facts(request.actor, pending)))
    return answer(request, form, page, lambda: _decide(request.actor, pending, form.cleaned_data))


def _decide(actor: Actor, pending: PendingGrant, data: dict[str, Any]) -> None:
    if data["decision"] == "agree":
        granting.agree(actor, pending, data["version"])
    else:
        granting.refuse(actor, pending, data["version"])


def _what(pending: PendingGrant) -> str:
    if _is_grant(pending):
        return str(ROLES[Role(pending.asked["role"])])
    return _("Move to another team") if _is_move(pending) else _("Reset of a second factor")


def _is_grant(pending: PendingGrant) -> bool:
    return bool(pending.asked["act"] == "grant")


def _is_move(pending: PendingGrant) -> bool:
    return bool(pending.asked["act"] == "move")


_TITLES = {
    "grant": gettext_lazy("Do you agree to this role?"),
    "move": gettext_lazy("Do you agree to this move?"),
    "reset_factor": gettext_lazy("Do you agree to this reset?"),
}


def _role_fact(role: str) -> dict[str, Any]:
    return {"name": _("Role"), "value": ROLES[Role(role)]}


def _facts(actor: Actor, pending: PendingGrant) -> list[dict[str, Any]]:
    asked_by = selectors.colleagues(actor, [pending.asked_by]).get(pending.asked_by, "")
    facts: list[dict[str, Any]] = [
        {"name": pgettext("whom a role is for", "For"), "value": _name(pending.staff)},
        {"name": _("Asked by"), "value": asked_by, "note": pending.created_on},
    ]
    if _is_move(pending):
        return [*facts, {"name": _("To this team"), "value": pending.team.name if pending.team else ""}]
    if not _is_grant(pending):
        return [*facts, {"name": _("Why"), "value": pending.asked["reason"]}]
    offer = granting.offered(pending)
    reach = offer.team.name if offer.team else SCOPES[offer.scope]
    terms = [{"name": _("How far"), "value": reach}, {"name": _("Last day"), "value": offer.until}]
    return [_role_fact(offer.role), *facts, *terms]


def _name(person: Staff) -> str:
    return str(person.display_name or person.sign_in_name)


def _home_of(person: Staff) -> str:
    return reverse("people:person", args=[person.pk])
