"""Letting something out of the office, each time with its entry in the log."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from fristad.server.accounts import notices
from fristad.server.accounts.actor import Actor
from fristad.server.accounts.models import Staff
from fristad.server.accounts.selectors import holders
from fristad.server.audit.models import Entry
from fristad.server.audit.services import act, read_all
from fristad.server.cases import doors, exports, telling, words
from fristad.server.cases.duties import HAND_OVER, one_human
from fristad.server.cases.models import Case, Export, Goal, Need, Person, Task
from fristad.server.cases.selectors import apart, circles
from fristad.server.common.clock import today
from fristad.server.common.problems import WrongInputError
from fristad.server.vault import envelopes
from fristad.server.vault.models import RecordKey

#: What stands on a paper, and whom it names.
FULL, NEUTRAL = "full", "neutral"
NOBODY, CODE, NAME = "nobody", "code", "name"


@dataclass(frozen=True)
class Paper:
    """What is to be printed: which version, whom it names, the person's language, and whether it says how to reach
    them: those rules are for colleagues, and on paper they tell others."""

    kind: str
    whom: str
    language: str
    contact: bool = False


def case_print(actor: Actor, case: Case, paper: Paper, purpose: str) -> dict[str, Any]:
    """Return what stands on the paper. That it was printed, and how, is an entry of its own."""
    detail = {"version": paper.kind, "named": paper.whom, "language": paper.language}
    if paper.contact:
        detail["contact"] = "printed"
    with act(actor, "case.printed", case, purpose=purpose, detail=detail):
        read_all(actor, [case], purpose)
        shown = _full(case, contact=paper.contact) if paper.kind == FULL else {"meetings": _meetings(case)}
        return {"code": case.code, "named": named(case.person, paper.whom), **shown}


def _meetings(case: Case) -> list[tuple[date, str, str]]:
    """Return day, hour and place of the meetings to come, each once: nothing says what they are for."""
    steps = doors.items(case, Task).filter(due_on__gte=today())
    told = [(each.due_on, each.told.get("at") or "", each.told.get("where") or "") for each in steps]
    return sorted({(day, at, where) for day, at, where in told if day and (at or where)})


def _full(case: Case, *, contact: bool) -> dict[str, Any]:
    person = case.person
    return {
        "is_full": True,
        "wants": person.words,
        "contact": (person.contacts or [{}])[0] if contact else {},
        "goals": [goal.told["words"] for goal in doors.items(case, Goal).order_by("created_on", "id")],
        "steps": list(doors.items(case, Task).order_by("due_on", "id")),
        "needs": [
            {**need.told, "name": words.NEEDS.get(need.told["kind"])}
            for need in doors.items(case, Need).order_by("created_on", "id")
        ],
    }


def named(person: Person, whom: str) -> str:
    """Return whom the paper names: nobody, unless it was chosen for this print."""
    if whom == CODE:
        return str(person.survivor_code or "")
    names = [name["text"] for name in person.names or () if name["kind"] == "known_as"] or [""]
    return str(names[0]) if whom == NAME else ""


#: More at once is no casework; it is asked for in parts.
MOST_CASES = 500


@dataclass(frozen=True)
class Wanted:
    """What is to be exported, why, and to whom the file is sealed: an age recipient or a password."""

    fields: tuple[str, ...]
    reason: str
    recipient: str = ""
    password: str = ""


@dataclass(frozen=True)
class Seal:
    """To whom a file is sealed: an age recipient or a password."""

    recipient: str = ""
    password: str = ""

    @property
    def kind(self) -> str:
        """Return which of the two."""
        return "recipient" if self.recipient else "password"

    def turn(self) -> AbstractContextManager[None]:
        """Return what to wait in for one's turn: a password takes memory and time. Raises `TooManyError`."""
        return nullcontext() if self.recipient else envelopes.turn()

    def over(self, content: bytes) -> bytes:
        """Return the sealed file. Called when its entry is written: others wait for no transaction meanwhile."""
        if self.recipient:
            return envelopes.seal_to(content, [self.recipient])
        return envelopes.seal_with_passphrase(content, self.password)


def case_export(actor: Actor, cases: Sequence[Case], wanted: Wanted) -> bytes:
    """Return an age file with the chosen fields. Who, why and what is kept, and each case has an entry.

    `cases` were reached through their door under `case.export`. Raises `WrongInputError` for none, for too many, and
    for people who are kept apart; `TooManyError` where it is not its turn.
    """
    if not 1 <= len(cases) <= MOST_CASES:
        raise WrongInputError(
            _("None or too many cases are chosen (at least: 1, at most: %(most)s).") % {"most": MOST_CASES}
        )
    if apart.meet(actor, cases):
        raise WrongInputError(_("Some of these people are kept apart. Write each of them to a file of their own."))
    seal = Seal(wanted.recipient, wanted.password)
    told = {"reason": wanted.reason, "fields": list(wanted.fields), "cases": [str(case.pk) for case in cases]}
    made = Export(operation_id=actor.operation_id, staff_id=actor.staff_id, told={**told, "sealed_to": seal.kind})
    detail = {"export": made.pk, "fields": list(wanted.fields), "cases": len(cases), "sealed_to": seal.kind}
    content = exports.packed(exports.rows_of(cases, wanted.fields), wanted.fields)
    with seal.turn():
        with act(actor, "case.exported", made, *cases, detail=detail):
            read_all(actor, cases, "export")
            made.record_key = RecordKey.objects.make(actor.operation_id, "export")
            made.save(force_insert=True)
        return seal.over(content)


def all_told(actor: Actor, case: Case, paper: Paper, purpose: str, *, sealed_to: str = "") -> dict[str, Any]:
    """Return all that is recorded about the person of a case, and what of it was written to files for whom.

    Other cases of the person are among it where the actor may hand them over; each has its entry. Who holds the rest
    is asked to hand it over, and the page says nothing of it. In the person's language only if that is the language
    now (`telling.about`).
    """
    people = one_human(case.person_id)
    cases = list(doors.cases(actor, HAND_OVER).filter(person__in=people).select_related("record_key"))
    detail = {"named": paper.whom, "language": paper.language, **({"sealed_to": sealed_to} if sealed_to else {})}
    with act(actor, "case.told", *cases, purpose=purpose, detail=detail):
        read_all(actor, cases, purpose)
        _ask_the_others(people, cases)
        return {
            "code": case.code,
            "named": named(case.person, paper.whom),
            "parts": telling.about(case.person, actor),
            "files": _files(cases),
        }


def _files(cases: Sequence[Case]) -> list[tuple[date, str]]:
    """Return the day and the reason of each file; where others were in it, too, the reason may speak of them."""
    ids = {str(case.pk) for case in cases}
    entries = Entry.objects.filter(action="case.exported", label="cases.case", record_id__in=list(ids))
    made = {each["export"] for each in entries.values_list("detail", flat=True)}
    files = Export.unscoped.filter(pk__in=made).select_related("record_key").order_by("created_on", "pk")
    return [(each.created_on, each.told["reason"] if ids >= set(each.told["cases"]) else "") for each in files]


def _ask_the_others(people: set[UUID], told: Sequence[Case]) -> None:
    """Leave a notice with those who hold other cases of the person: theirs are handed over by themselves."""
    others = Case.unscoped.filter(person__in=people, record_key__destroyed_on=None)
    for case in others.exclude(pk__in=[each.pk for each in told]).select_related("record_key", "owner__record_key"):
        for person in _holders(case):
            if not any(each.content.get("told") == case.code for each in notices.waiting(person.pk)):
                notices.tell(person, "told.asked", told=case.code)


def _holders(case: Case) -> list[Staff]:
    if case.closed_circle:
        return circles.members(case)
    if case.owner and case.owner.is_active:
        return [case.owner]
    return holders(case.operation_id, HAND_OVER, agency_id=case.agency_id, team_id=case.team_id)


def told_file(
    actor: Actor, case: Case, paper: Paper, purpose: str, seal: Seal, page: Callable[[dict[str, Any]], str]
) -> bytes:
    """Return all that is recorded about the person as a sealed archive: a page that any browser shows, and JSON.

    `page` writes the page from what `all_told` returns. Raises `TooManyError` where it is not its turn.
    """
    with seal.turn():
        told = all_told(actor, case, paper, purpose, sealed_to=seal.kind)
        return seal.over(exports.packed_for_person(page(told), telling.plain(told["parts"])))
