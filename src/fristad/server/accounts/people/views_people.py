"""Staff: the list, one person, and what is done to an account as a whole."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fristad.server.accounts import selectors
from fristad.server.accounts.doors import ActorRequest, door
from fristad.server.accounts.models import Staff
from fristad.server.accounts.people.forms import ConfirmForm, StaffForm
from fristad.server.accounts.people.frame import Page, answer
from fristad.server.accounts.services import people
from fristad.server.accounts.words import ROLES, SCOPES


@require_GET
@door("people.see")
def people_list(request: ActorRequest) -> HttpResponse:
    """Show the staff within the reader's reach, and what waits for a second person."""
    staff = list(selectors.staff(request.actor))
    roles = selectors.roles_of_all(staff)
    columns = [{"label": label} for label in (_("Name"), _("Signs in as"), _("Team"), _("Roles"), _("Account"))]
    rows = [
        [*_cells(person), ", ".join(_words(given) for given in roles[person.pk]), _state(person)] for person in staff
    ]
    waiting = selectors.waiting(request.actor).count() if request.actor.may("grants.agree") else 0
    values = {"columns": columns, "rows": rows, "waiting": waiting, "may_invite": request.actor.may("people.manage")}
    values["may_change_looks"] = request.actor.may("operation.change")
    return render(request, "people/list.html", values)


@require_GET
@door("people.see")
def person(request: ActorRequest, staff_id: UUID) -> HttpResponse:
    """Show one member of staff."""
    found = selectors.member(request.actor, staff_id)
    roles = [
        {"given": given, "words": ROLES[given.role], "scope": SCOPES[given.scope]}
        for given in selectors.roles_of(found)
    ]
    return render(
        request, "people/person.html", {"person": found, "facts": _facts(found), "roles": roles, **_may(request, found)}
    )


@require_http_methods(["GET", "POST"])
@door("people.manage")
def change(request: ActorRequest, staff_id: UUID) -> HttpResponse:
    """Change name, mail, language and team."""
    found = selectors.member(request.actor, staff_id, "people.manage")
    teams = selectors.teams(request.actor, "people.manage")
    form = StaffForm(request.POST or None, initial=StaffForm.initial_of(found), teams=teams)
    return answer(
        request,
        form,
        Page(_("Change an account"), _home_of(found)),
        lambda: _change(request, found, form),
        lambda: StaffForm.initial_of(selectors.member(request.actor, staff_id, "people.manage")),
    )


def _change(request: ActorRequest, found: Staff, form: StaffForm) -> None:
    about = form.about()
    people.change_staff(request.actor, found, about, form.cleaned_data["version"])
    if about.team is not None and found.team_id != about.team.pk:
        messages.info(request, _("The move to another team waits for a second person."))


@require_http_methods(["GET", "POST"])
@door("people.manage")
def disable(request: ActorRequest, staff_id: UUID) -> HttpResponse:
    """End an account."""
    found = selectors.member(request.actor, staff_id, "people.manage")
    form = ConfirmForm(request.POST or None, initial={"version": found.version})
    words = _("All roles and sessions of this person end at once. Their cases wait for a supervisor to hand them on.")
    page = Page(_("Disable this account"), _home_of(found), words, _("Disable"), is_warning=True)
    return answer(request, form, page, lambda: people.disable(request.actor, found, form.cleaned_data["version"]))


@require_http_methods(["GET", "POST"])
@door("people.manage")
def enable(request: ActorRequest, staff_id: UUID) -> HttpResponse:
    """Let somebody sign in again."""
    found = selectors.member(request.actor, staff_id, "people.manage")
    form = ConfirmForm(request.POST or None, initial={"version": found.version})
    page = Page(_("Enable this account"), _home_of(found), _("The roles of before do not come back."), _("Enable"))
    return answer(request, form, page, lambda: people.enable(request.actor, found, form.cleaned_data["version"]))


@require_POST
@door("sessions.end")
def sessions_end(request: ActorRequest, staff_id: UUID) -> HttpResponse:
    """End all sessions of somebody."""
    people.end_sessions(request.actor, selectors.member(request.actor, staff_id, "sessions.end"))
    messages.success(request, _("All sessions of this person have ended."))
    return redirect("people:person", staff_id)


def _cells(person: Staff) -> list[Any]:
    name = {"text": person.display_name or person.sign_in_name, "url": _home_of(person)}
    return [name, person.sign_in_name, person.team.name if person.team else ""]


def _words(given: selectors.Given) -> str:
    return f"{ROLES[given.role]} ({given.team.name if given.team else SCOPES[given.scope]})"


def _state(person: Staff) -> dict[str, Any]:
    if not person.is_active:
        return {"tag": {"word": pgettext("account", "Disabled"), "shape": "cross"}}
    if not person.has_usable_password():
        return {"tag": {"word": pgettext("account", "Invited"), "shape": "ring"}}
    return {"tag": {"word": pgettext("account", "Active"), "tone": "done", "shape": "tick"}}


def _facts(person: Staff) -> list[dict[str, Any]]:
    return [
        {"name": _("Signs in as"), "value": person.sign_in_name},
        {"name": _("Agency"), "value": person.agency.name},
        {"name": _("Team"), "value": person.team.name if person.team else ""},
        {"name": _("Mail"), "value": person.contact_mail},
        {"name": _("Account"), "value": _state(person)["tag"]["word"]},
    ]


def _may(request: ActorRequest, person: Staff) -> dict[str, bool]:
    is_other = person.pk != request.actor.staff_id
    return {
        "may_manage": is_other and request.actor.reaches("people.manage", person),
        "may_change": request.actor.reaches("people.manage", person),
        "may_end": is_other and request.actor.reaches("sessions.end", person),
    }


def _home_of(person: Staff) -> str:
    return reverse("people:person", args=[person.pk])
