"""The world in which permissions are judged: one case and one member of staff in every place that matters.

The oracle below says in its own few lines which places each scope reaches. It shares nothing with `accounts.scoping`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from django.test import Client

from fristad.server.accounts.actor import System, system
from fristad.server.accounts.models import FocalPoint, Grant, PendingGrant, Staff, Team
from fristad.server.accounts.rights import EVERYBODY, RIGHTS, SCOPES, Role, Scope, widest
from fristad.server.accounts.services import granting, operations, people
from fristad.server.cases.models import Case, Interpreter, Leg
from fristad.server.cases.models.document import Document
from fristad.server.cases.models.work import Task
from fristad.server.cases.services.cases import case_create, involve
from fristad.server.cases.services.documents import document_add
from fristad.server.cases.services.interpreters import interpreter_add
from fristad.server.cases.services.journeys import leg_add
from fristad.server.cases.services.work import item_add
from fristad.server.common.clock import today
from tests.permissions.talks import Talks, talks
from tests.server.conftest import ELSEWHERE
from tests.server.office import Office, actor_of, make_office, sign_in

PAPER = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"

_INTERPRETER = {
    "name": "Invented",
    "languages": ["ar"],
    "dialects": "",
    "sex": "unknown",
    "employer": "",
    "contact": "",
    "conduct_signed_on": None,
    "ties": "",
    "words": "",
}


class Place(StrEnum):
    """Where a record stands, seen from who asks."""

    OWN = "own"
    NAMED = "named"  # flagged to who asks
    TEAM = "team"
    OPERATION = "operation"
    OTHER_AGENCY = "other agency"
    OTHER_AGENCY_NAMED = "other agency, named"
    ELSEWHERE = "another operation"
    CIRCLE = "closed circle"
    CIRCLE_NAMED = "closed circle, named"


_SOLO = {Place.OWN, Place.CIRCLE_NAMED}
REACHED: dict[Scope, set[Place]] = {
    Scope.OWN: _SOLO,
    Scope.FLAGGED: {*_SOLO, Place.NAMED},
    Scope.TEAM: {*_SOLO, Place.TEAM},
    Scope.OPERATION: {*_SOLO, Place.TEAM, Place.OPERATION, Place.NAMED},
    Scope.AGENCY: {*_SOLO, Place.TEAM, Place.OPERATION, Place.NAMED, Place.ELSEWHERE},
}
#: Staff are reached by team, operation or agency only: nobody owns a colleague.
STAFF_REACHED: dict[Scope, set[Place]] = {
    Scope.OWN: set(),
    Scope.FLAGGED: set(),
    **{
        scope: REACHED[scope] - {Place.NAMED, Place.CIRCLE_NAMED}
        for scope in (Scope.TEAM, Scope.OPERATION, Scope.AGENCY)
    },
}

#: Each role in each scope in which it is given.
ROLES: list[tuple[Role, Scope]] = [(role, scope) for role in Role for scope in SCOPES[role]]


@dataclass(frozen=True)
class Spot:
    """The records of one place."""

    case: Case
    leg: Leg
    task: Task
    document: Document
    interpreter: Interpreter
    staff: Staff
    grant: Grant
    pending: PendingGrant
    team: Team
    talks: Talks


@dataclass(frozen=True)
class Somebody:
    """A person with one role, signed in once."""

    browser: Client
    held: tuple[tuple[Role, Scope], ...]
    spots: dict[Place, Spot]

    def may(self, right: str) -> bool:
        """Return whether the table gives this person the right anywhere."""
        return right in EVERYBODY or bool(self._scopes(right))

    def reaches_agency(self, right: str, place: Place) -> bool:
        """Return whether the table gives this person the right over what the own agency keeps in this operation."""
        return self.may(right) and place in REACHED[Scope.OPERATION]

    def reaches_own(self, right: str, place: Place) -> bool:
        """Return whether the table gives this person the right, over what is their own alone."""
        return self.may(right) and place is Place.OWN

    def reaches_met(self, right: str, place: Place) -> bool:
        """Return whether the table gives this person the right over whom colleagues met: in the operation, or their own
        only."""
        wide = any(scope in (Scope.OPERATION, Scope.AGENCY) for scope in self._scopes(right))
        return self.reaches_agency(right, place) if wide else self.reaches_own(right, place)

    def reaches(self, right: str, place: Place, *, staff: bool) -> bool:
        """Return whether the table gives this person the right over the records of a place."""
        reached = STAFF_REACHED if staff else REACHED
        return any(place in reached[scope] for scope in self._scopes(right))

    def _scopes(self, right: str) -> list[Scope]:
        assert right in RIGHTS
        both = [(scope, widest(right, role)) for role, scope in self.held]
        return [min(given, most, key=list(Scope).index) for given, most in both if most is not None]


class World:
    """The places, and whoever asks."""

    def __init__(self) -> None:
        self.office: Office = make_office()
        self.point: FocalPoint = operations.name_focal_point(
            self.office.system, self.office.agency, operations.NewFocalPoint("Ada", "ada@norland.example", "Board")
        )
        self.lead = actor_of(self.office.member(Role.SUPERVISOR))
        there = system(ELSEWHERE, "tests")
        operations.make_operation(there, "Norland, south")
        far_team = operations.make_team(there, self.office.agency, "Lake")
        self.shared = {
            Place.TEAM: self._spot(self.office.team),
            Place.OPERATION: self._spot(self.office.other_team),
            Place.OTHER_AGENCY: self._spot(self.office.foreign_team),
            Place.ELSEWHERE: self._spot(far_team, there),
            Place.CIRCLE: self._closed(self._spot(self.office.team)),
            Place.NAMED: self._spot(self.office.other_team),
            Place.OTHER_AGENCY_NAMED: self._spot(self.office.foreign_team),
            Place.CIRCLE_NAMED: self._closed(self._spot(self.office.other_team)),
        }

    def somebody(self, role: Role, scope: Scope) -> Somebody:
        """Return a new person with this role (and the one underneath) in the first team."""
        person = self.office.member((role, scope))
        held = tuple(
            (Role(g.role), Scope(g.scope)) for g in Grant.unscoped.filter(staff=person).select_related("record_key")
        )
        for place in (Place.NAMED, Place.OTHER_AGENCY_NAMED, Place.CIRCLE_NAMED):
            involve(self.office.system, self.shared[place].case, person.pk)
        own = self._spot(self.office.team, owner=person)
        return Somebody(sign_in(person), held, {Place.OWN: own, **self.shared})

    def _spot(self, team: Team, who: System | None = None, owner: Staff | None = None) -> Spot:
        actor = who or self.office.system
        member = owner or self._member(actor, team)
        worker = actor_of(member)
        told = {"names": [{"text": "Invented", "kind": "known_as"}], "contacts": [{"number": "0000"}]}
        case = case_create(actor, told, team=team, owner=member)
        until = today() + timedelta(days=30)
        offer = granting.Offer(Role.LEARNING, Scope.OPERATION, until)
        grant = granting.ask(actor, member, offer)
        assert isinstance(grant, Grant)
        return Spot(
            case=case,
            leg=leg_add(worker, case.person, {"place": "Invented"}),
            task=item_add(worker, case, Task, {"kind": "step", "words": "Invented"}, due_on=today()),
            document=document_add(worker, case, title="", name="letter.pdf", content=PAPER),
            interpreter=interpreter_add(replace(actor, agency_id=team.agency_id), _INTERPRETER),
            staff=member,
            grant=grant,
            pending=self._pending(actor, member),
            team=team,
            talks=talks(replace(self.lead, operation_id=actor.operation_id), worker, member, case),
        )

    def _member(self, actor: System, team: Team) -> Staff:
        name = f"at-{UUID(int=team.pk.int).hex[:8]}-{Staff.objects.count()}"
        return people.make_staff(actor, name, team.agency, people.About(name, team=team))

    def _pending(self, actor: System, member: Staff) -> PendingGrant:
        return granting.ask_reset(actor, member, "Invented reason")

    def _closed(self, spot: Spot) -> Spot:
        spot.case.closed_circle = True
        spot.case.save()
        return spot
