"""Letting something out of the office, each time with its entry in the log."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fristad.server.accounts.actor import Actor
from fristad.server.audit.services import act
from fristad.server.cases import doors, words
from fristad.server.cases.models import Case, Goal, Need, Person, Task

#: What stands on a paper, and whom it names.
FULL, NEUTRAL = "full", "neutral"
NOBODY, CODE, NAME = "nobody", "code", "name"


@dataclass(frozen=True)
class Paper:
    """What is to be printed: which version, whom it names, and the person's language."""

    kind: str
    whom: str
    language: str


def case_print(actor: Actor, case: Case, paper: Paper, purpose: str) -> dict[str, Any]:
    """Return what stands on the paper. That it was printed, and how, is an entry of its own."""
    detail = {"version": paper.kind, "named": paper.whom, "language": paper.language}
    with act(actor, "case.printed", case, purpose=purpose, detail=detail):
        shown = _full(case) if paper.kind == FULL else {}
        steps = doors.items(case, Task).exclude(due_on=None).order_by("due_on", "id")
        return {
            "code": case.code,
            "named": _named(case.person, paper.whom),
            "days": [each.due_on for each in steps],
            **shown,
        }


def _full(case: Case) -> dict[str, Any]:
    person = case.person
    return {
        "is_full": True,
        "wants": person.words,
        "contact": (person.contacts or [{}])[0],
        "goals": [goal.told["words"] for goal in doors.items(case, Goal).order_by("created_on", "id")],
        "steps": list(doors.items(case, Task).order_by("due_on", "id")),
        "needs": [
            {**need.told, "name": words.NEEDS.get(need.told["kind"])}
            for need in doors.items(case, Need).order_by("created_on", "id")
        ],
    }


def _named(person: Person, whom: str) -> str:
    """Return whom the paper names: nobody, unless it was chosen for this print."""
    if whom == CODE:
        return str(person.survivor_code or "")
    names = [name["text"] for name in person.names or () if name["kind"] == "known_as"] or [""]
    return str(names[0]) if whom == NAME else ""
