"""An invented office: one operation in Norland, two agencies, teams, and a member of staff wherever one is needed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from threading import Event
from uuid import UUID

from django.conf import settings
from django.test import Client, RequestFactory

from fristad.server.accounts import conduct, sessions
from fristad.server.accounts.actor import Actor, System, actor_for, system
from fristad.server.accounts.models import Agency, Body, Grant, Operation, Staff, Team
from fristad.server.accounts.rights import ON_TOP_OF, SCOPES, Role, Scope
from fristad.server.accounts.services import granting, operations, people
from fristad.server.accounts.sessionstore import SessionStore
from fristad.server.common.clock import now, today
from fristad.server.jobs.runner import run_one
from tests.server.conftest import OPERATION

_numbers = count(1)


@dataclass(frozen=True)
class Office:
    """What every test finds there."""

    system: System
    operation: Operation
    agency: Agency
    other_agency: Agency
    team: Team
    other_team: Team
    foreign_team: Team

    def member(self, *roles: Role | tuple[Role, Scope], team: Team | None = None, name: str = "") -> Staff:
        """Return somebody new with these roles, in `team` (else the first team) and its agency."""
        place = team or self.team
        sign_in_name = name or f"member{next(_numbers)}"
        about = people.About(display_name=f"Name of {sign_in_name}", team=place)
        made = people.make_staff(self.system, sign_in_name, place.agency, about)
        for role in roles:
            self.give(made, *(role if isinstance(role, tuple) else (role,)))
        return made

    def give(self, person: Staff, role: Role, scope: Scope | None = None) -> Grant:
        """Give a role for a month, with the role it needs underneath."""
        for under in ON_TOP_OF.get(role, ())[:1]:
            self.give(person, under)
        given = scope or SCOPES[role][0]
        team = person.team if given is Scope.TEAM else None
        offer = granting.Offer(role, given, today() + timedelta(days=30), team)
        made = granting.ask(self.system, person, offer)
        assert isinstance(made, Grant)
        return made

    def actor(self, *roles: Role | tuple[Role, Scope], team: Team | None = None) -> Actor:
        """Return the actor of somebody new."""
        return actor_of(self.member(*roles, team=team))


def make_office(operation_id: UUID = OPERATION) -> Office:
    """Build it; the operation's keys are open."""
    who = system(operation_id, "tests")
    operation = operations.make_operation(who, "Norland, north")
    agency = operations.make_agency(who, "Norland Shelter Network", Body.NGO)
    other = operations.make_agency(who, "Norland Legal Aid", Body.NGO)
    return Office(
        system=who,
        operation=operation,
        agency=agency,
        other_agency=other,
        team=operations.make_team(who, agency, "Harbour"),
        other_team=operations.make_team(who, agency, "Hills"),
        foreign_team=operations.make_team(who, other, "Court"),
    )


def actor_of(person: Staff, *, fresh: bool = True) -> Actor:
    """Return the actor that a person is now, with a second factor just used unless told."""
    found = actor_for(Staff.objects.get(pk=person.pk), now() if fresh else None)
    assert found is not None
    return found


def do_errands() -> None:
    """Do what requests have left to the job runner."""
    while run_one(Event()):
        pass


def sign_in(person: Staff, client: Client | None = None) -> Client:
    """Return a browser in which somebody is signed in: factor just used, code of conduct accepted."""
    browser = client or Client()
    request = RequestFactory().get("/")
    request.session = SessionStore()
    row = sessions.note(request, person, duress=False)
    sessions.begin(request, person, row, shared=False, second_factor=True)
    request.session["met"] = conduct.version()
    request.session.save()
    browser.cookies[settings.SESSION_COOKIE_NAME] = str(request.session.session_key)
    return browser
