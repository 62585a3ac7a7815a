"""The demo's house with the hand-written people only: enough of everything for a walk through its pages."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse

from fristad.server.accounts.actor import system
from fristad.server.accounts.checks import addresses
from fristad.server.accounts.models import FocalPoint, Grant, PendingGrant, Staff, Team
from fristad.server.accounts.rights import EVERYBODY
from fristad.server.accounts.services import changes
from fristad.server.cases.models import (
    Case,
    Double,
    EmergencyAccess,
    Finding,
    Interpreter,
    Leg,
    Proposal,
    ProposalState,
    Task,
    Tie,
)
from fristad.server.cases.selectors.approvals import ASSESSMENT
from fristad.server.cases.services import documents, doubles, erasing, movements, plans, retention, searches
from fristad.server.jobs.runner import run_one
from fristad.server.jobs.services import enqueue
from fristad.server.site.demo import making, office, stories
from fristad.server.vault.keyring import OperationKeys, keyring
from tests.permissions.addresses import ADDRESSES, Kind
from tests.permissions.places import PAPER
from tests.server.conftest import OPERATION
from tests.server.office import actor_of, sign_in
from tests.server.site import brought, planning, talks

#: Who is asked first whether a page is theirs.
WALKERS = ("maja", "birgit", "nils", "omar", "hanna", "ake")

#: Addresses that need an argument, one that answers only to a form, and one that is for programs.
_NOT_PLAIN = (
    "api:description",
    "people:focal_point_end",
    "screening:first_contact",
    "screening:unrecorded",
    "signin:recovery",
)


@dataclass(frozen=True)
class Stop:
    """A page, and the member of staff to whom it is shown."""

    name: str
    url: str
    who: str


class House:
    """The people, their cases, and the pages that are theirs."""

    def __init__(self) -> None:
        making.make_demo(OPERATION)
        self.staff = {key: Staff.objects.get(sign_in_name=office.sign_in_name(key)) for key in WALKERS}
        self.actors = {key: actor_of(person) for key, person in self.staff.items()}
        self.case = self.case_of("Selam")

    def case_of(self, name: str) -> Case:
        """Return the first case of the person whose name, or survivor code, begins so."""
        cases = Case.unscoped.select_related("record_key", "person__record_key", "team", "owner").order_by("created_on")
        there = cases.filter(record_key__destroyed_on=None)
        found: Case = next(each for each in there if any(known.startswith(name) for known in _known_as(each)))
        return found

    def stops(self) -> list[Stop]:
        """Return every page that is looked at, each once, and where it differs by what it holds, more than once."""
        pages = [*self._due(), *self._plain(), *self._cases(), *self._people()]
        pages += [*self._moves(), *self._doubles(), *self._rest(), *talks.pages(self.actors, self.case_of)]
        pages += [*planning.pages(self.actors), *brought.pages(self.actors)]
        return [Stop(name, reverse(address, kwargs=values), who) for name, address, who, values in pages]

    def cookie(self, who: str) -> str:
        """Sign somebody in, and return the one cookie."""
        value: str = sign_in(self.staff[who]).cookies[settings.SESSION_COOKIE_NAME].value
        return value

    def _plain(self) -> Any:
        for name, address in ADDRESSES.items():
            if address.kind is Kind.PLAIN and "GET" in address.methods and name not in _NOT_PLAIN:
                yield name, name, self._who(name), {}

    def _who(self, name: str) -> str:
        view: Any = next(pattern.callback for known, pattern in addresses() if known == name)
        right = view.right
        return next(who for who in WALKERS if right in EVERYBODY or self.actors[who].may(right))

    def _cases(self) -> Iterator[Any]:
        case, maja = self.case, "maja"
        told = {"code": case.code}
        for name in ("open", "person", "person_edit", "contact", "journey", "risk", "close", "timeline", "documents"):
            yield name, f"cases:{name}", maja, told
        yield from self._papers(told)
        for name in ("family", "apart", "suspicion", "circle", "transfer", "plan", "told", "told_file", "print"):
            yield name, f"cases:{name}", maja, told
        tie = Tie.unscoped.select_related("case").get()
        tied = {"code": tie.case.code}
        for name in ("apart", "open"):
            yield f"{name}-tied", f"cases:{name}", "birgit", tied
        yield "tie", "cases:tie", "birgit", {**tied, "tie_id": tie.pk}
        for name in ("assign", "seen"):
            yield name, f"cases:{name}", "birgit", told
        for part in ("harms", "needs", "plan", "tasks", "flags", "notes"):
            yield f"part-{part}", "cases:items", maja, {**told, "section": part}
        first = {"harms": Finding, "tasks": Task}
        for part, kind in first.items():
            item = {**told, "section": part, "item_id": _first(kind.unscoped.filter(case=case, ended_on=None)).pk}
            yield f"item-{part}", "cases:item", maja, item
            yield f"item-{part}-close", "cases:item_close", maja, item
        yield "leg", "cases:leg", maja, {**told, "leg_id": _first(Leg.unscoped.filter(person=case.person)).pk}
        actor = self.actors[maja]
        paper = documents.document_add(actor, case, title="A letter", name="letter.pdf", content=PAPER)
        yield "document_withdraw", "cases:document_withdraw", maja, {**told, "document_id": paper.pk}
        yield "decide", "cases:decide", "birgit", {"code": self.case_of("Siv").code}
        closed = {"code": self.case_of("Khaleel").code}
        yield "closed", "cases:open", maja, closed
        yield "reopen", "cases:reopen", maja, closed
        yield "circle-closed", "cases:circle", maja, {"code": self.case_of("Åsa").code}

    def _papers(self, told: dict[str, Any]) -> Iterator[Any]:
        for name in ("papers", "assessment"):
            yield name, f"cases:{name}", "maja", told
        yield "age", "cases:age", "maja", {**told, "which": "0"}
        for name in ("paper", "paper_out"):
            yield name, f"cases:{name}", "maja", {**told, "number": 0}

    def _people(self) -> Iterator[Any]:
        nils, freja = "nils", {"staff_id": Staff.objects.get(sign_in_name="freja.demo").pk}
        for name in ("person", "change", "disable", "role_new", "reset"):
            yield f"people-{name}", f"people:{name}", nils, freja
        grant = {"grant_id": _first(Grant.unscoped.filter(staff=freja["staff_id"])).pk}
        team = {"team_id": _first(Team.unscoped.all()).pk}
        yield "ceiling", "cases:ceiling", "birgit", {"staff_id": Staff.objects.get(sign_in_name="jonas.demo").pk}
        yield "people-role", "people:role", nils, grant
        yield "people-role_end", "people:role_end", nils, grant
        yield "people-team", "people:team", nils, team
        yield "people-team_close", "people:team_close", nils, team
        waiting = _first(PendingGrant.unscoped.all())
        yield "people-waiting_one", "people:waiting_one", "birgit", {"pending_id": waiting.pk}
        asked = changes.ask_outside(self.actors[nils], "complaints@elsewhere.example")
        yield "people-change_one", "people:change_one", nils, {"pending_id": asked.pk}
        point = _first(FocalPoint.unscoped.filter(agency_id=self.staff[nils].agency_id))
        yield "focal_point_end", "people:focal_point_end", nils, {"point_id": point.pk}

    def _due(self) -> Iterator[Any]:
        _run(retention.KIND)
        lead, case = self.actors["birgit"], {"code": self.case_of("Khaleel").code}
        proposal = Proposal.unscoped.get(state=ProposalState.WAITING)
        yield "due_one", "cases:due_one", "birgit", {"proposal_id": proposal.pk}
        yield "kept-policy", "cases:retention", "birgit", case
        yield "hold", "cases:hold", "birgit", case
        held = self.case_of("Olle")
        hold = retention.hold_set(lead, held, why="The court of Norland hears his claim, file 12.", until=None)
        told = {"code": held.code}
        for name in ("retention", "erase", "seal"):
            yield name, f"cases:{name}", "birgit", told
        yield "erase-free", "cases:erase", "birgit", case
        yield "hold_lift", "cases:hold_lift", "birgit", {**told, "hold_id": hold.pk}
        gone = erasing.case_erase(lead, self.case_of("Viggo"), why="asked", read_version=self.case_of("Viggo").version)
        yield "certificate", "cases:certificate", "birgit", {"proposal_id": gone.pk}

    def _moves(self) -> Iterator[Any]:
        maja, case = self.actors["maja"], self.case_of("Olle")
        asked = movements.transfer_ask(maja, case, to_staff=self.staff["omar"], why="He sleeps at the harbour now.")
        yield "transfer_asked", "cases:transfer_asked", "maja", {"transfer_id": asked.pk}
        yield "transfer_answer", "cases:transfer_answer", "omar", {"transfer_id": asked.pk}
        plans.approval_ask(maja, self.case, words="As we spoke of on Monday.")
        plans.approval_ask(maja, self.case, words="She is calmer now.", subject=ASSESSMENT)
        yield "assessment_decide", "cases:assessment_decide", "birgit", {"code": self.case.code}
        yield "plan_decide", "cases:plan_decide", "birgit", {"code": self.case.code}
        access = _first(EmergencyAccess.unscoped.all())
        yield "emergency_judge", "cases:emergency_judge", "maja", {"access_id": access.pk}

    def _doubles(self) -> Iterator[Any]:
        _run(doubles.KIND)
        found = _first(Double.unscoped.filter(Q(one=self.case) | Q(other=self.case)).select_related("record_key"))
        doubles.double_ask(
            self.actors["birgit"], found, self.case, "Is she known there too?", read_version=found.version
        )
        yield "double", "cases:double", "birgit", {"double_id": found.pk}
        yield "double_answer", "cases:double_answer", "maja", {"double_id": found.pk, "code": self.case.code}

    def _rest(self) -> Iterator[Any]:
        found = searches.search_begin(self.actors["omar"], "جواد")
        yield "found", "cases:found", "omar", {"search_id": found.pk}
        yield "save_search", "cases:save_search", "omar", {"search_id": found.pk}
        searches.search_save(self.actors["omar"], found, "Jawad, for Monday")
        searches.list_save(self.actors["omar"], {"state": "open", "due": "week"}, "What comes this week")
        yield "saved-some", "cases:saved", "omar", {}
        reader = {"interpreter_id": _first(Interpreter.unscoped.filter(agency_id=self.staff["birgit"].agency_id)).pk}
        for name in ("interpreter", "interpreter_change", "interpreter_end"):
            yield name, f"cases:{name}", "birgit", reader
        yield "enter", "signin:enter", "", {}
        yield "help", "help", "", {}
        yield "neutral", "neutral", "", {}
        yield "not-there", "cases:open", "maja", {"code": "NOTHERE"}


def _run(kind: str) -> None:
    """Run a job, and the errands that came before it."""
    enqueue(system(OPERATION, kind), kind)
    while run_one(threading.Event()):
        pass


def _first(rows: QuerySet[Any]) -> Any:
    return rows[0]


def _known_as(case: Case) -> list[str]:
    return [*(name["text"] for name in case.person.names or ()), case.person.survivor_code or ""]


@pytest.fixture
def house(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """Give the house with open keys."""
    monkeypatch.setattr(making, "people", lambda: list(stories.written()))
    keyring.put([OperationKeys.new(OPERATION)])
    yield House()
    keyring.clear()
