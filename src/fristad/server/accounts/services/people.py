"""Accounts of staff: made, changed, disabled."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from fristad.server.accounts import names, sessions
from fristad.server.accounts.actor import Actor
from fristad.server.accounts.models import Agency, Grant, Staff, Team
from fristad.server.accounts.services import granting
from fristad.server.accounts.services.shared import add, keep_an_administrator, not_oneself, require, took_rights
from fristad.server.audit.services import act
from fristad.server.common.clock import today
from fristad.server.common.problems import NotThereError, WrongInputError


@dataclass(frozen=True)
class About:
    """What is known of somebody who works here. Only the sign-in name is readable while locked."""

    display_name: str
    contact_mail: str = ""
    #: Empty: as the browser says.
    language: str = ""
    team: Team | None = None


def make_staff(actor: Actor, sign_in_name: str, agency: Agency, about: About) -> Staff:
    """Make an account without password and roles. Raises `NotThereError`, `WrongInputError` for a name in use."""
    name = sign_in_name.strip().lower()
    if Staff.objects.filter(sign_in_name=name).exists():
        raise WrongInputError(_("This sign-in name is in use. Choose another."))
    made = Staff(operation_id=actor.operation_id, agency=agency, sign_in_name=name, factors=[])
    made.set_unusable_password()
    _fill(made, about)
    require(actor, "people.manage", made)
    add(actor, "staff.made", made, "staff")
    return made


def change_staff(actor: Actor, person: Staff, about: About, read_version: int) -> Staff:
    """Change what is known of somebody. A move that could open cases waits for a second person.

    Raises `NotThereError`, `StaleError`, `WrongInputError` for a name like a colleague's.
    """
    require(actor, "people.manage", person)
    names.require_own_name(person.agency_id, about.display_name, but=person.pk)
    waits = granting.needs_second_to_move(actor, person, about.team)
    with act(actor, "staff.changed", person):
        _fill(person, replace(about, team=person.team) if waits else about)
        person.save_over(read_version)
        if waits and about.team is not None:
            granting.ask_move(actor, person, about.team)
    return person


def choose_language(actor: Actor, person: Staff, language: str, read_version: int) -> Staff:
    """Set the language of one's own pages and mails; empty is the browser's. Raises `StaleError`."""
    with act(actor, "staff.changed", person):
        person.language = language or None
        return person.save_over(read_version)


def disable(actor: Actor, person: Staff, read_version: int) -> Staff:
    """End an account: its roles, sessions, tokens, links and jobs; its cases wait for a supervisor.

    Raises `NotThereError`, `ReservedError` for oneself, `StaleError`, `WrongInputError` for the last administrator.
    """
    require(actor, "people.manage", person)
    not_oneself(actor, person)
    with act(actor, "staff.disabled", person) as done:
        grants = list(Grant.unscoped.filter(staff=person, ended_on=None).select_related("record_key"))
        done.touch(*grants)
        for grant in grants:
            grant.ended_on = today()
            grant.save_over(grant.version)
        person.is_active = False
        person.disabled_on = today()
        person.save_over(read_version)
        keep_an_administrator(person, grants)
        took_rights(actor, person)
    return person


def enable(actor: Actor, person: Staff, read_version: int) -> Staff:
    """Let somebody sign in again, without the roles they had. Raises `NotThereError`, `ReservedError`, `StaleError`."""
    require(actor, "people.manage", person)
    not_oneself(actor, person)
    with act(actor, "staff.enabled", person):
        person.is_active = True
        person.disabled_on = None
        return person.save_over(read_version)


def end_sessions(actor: Actor, person: Staff) -> None:
    """End all sessions of somebody, and what hangs on them. Raises `NotThereError`."""
    require(actor, "sessions.end", person)
    with act(actor, "staff.sessions_ended", detail={"staff": person.pk}):
        sessions.end_all(person.pk)


def _fill(person: Staff, about: About) -> None:
    if about.team is not None and (about.team.agency_id, about.team.closed_on) != (person.agency_id, None):
        raise NotThereError
    person.display_name = about.display_name
    person.contact_mail = about.contact_mail or None
    person.language = about.language or None
    person.team = about.team
