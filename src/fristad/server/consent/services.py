"""Writing into the ledger. Nothing in it is ever changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError
from django.db.models import Max

from fristad.server.accounts.actor import Actor
from fristad.server.audit.services import act, together
from fristad.server.cases import telling
from fristad.server.cases.models import Case, Person
from fristad.server.cases.services.exports import named
from fristad.server.common.problems import StaleError
from fristad.server.consent import ledger
from fristad.server.consent.events import withdrawals
from fristad.server.consent.models import ConsentEvent
from fristad.server.consent.words import ANSWERS, PURPOSES

#: So often an event looks for a free place, when others are written at the same moment.
TRIES = 5


def event_add(actor: Actor, person: Person, told: Mapping[str, Any]) -> ConsentEvent:
    """Write down what a person said. `told` has the shape that `ConsentEvent` names. Raises KeyError for others.

    Of two events at once the later takes the next place; StaleError where that fails again and again.
    """
    if told["purpose"] not in PURPOSES or told["answer"] not in ANSWERS:
        raise KeyError(f"{told['purpose']} and {told['answer']} are not in the ledger's list")
    event = ConsentEvent(
        operation_id=person.operation_id,
        record_key=person.record_key,
        person=person,
        by_id=actor.staff_id,
        told=dict(told),
    )
    for _again in range(TRIES):
        try:
            _write_down(actor, event)
        except IntegrityError:
            continue
        return event
    raise StaleError


def _write_down(actor: Actor, event: ConsentEvent) -> None:
    """Give it the place after the last one. Raises IntegrityError where another event took the place meanwhile."""
    last = ConsentEvent.unscoped.filter(person=event.person_id).aggregate(last=Max("position"))["last"] or 0
    event.position = last + 1
    with act(actor, f"consent.{event.told['answer']}", event):
        event.save(force_insert=True)


def copy(actor: Actor, case: Case, whom: str, language: str) -> dict[str, Any]:
    """Return what the person agreed to and what not, as it is handed to them; in the language that is spoken now."""
    with act(actor, "consent.copied", case, detail={"named": whom, "language": language}):
        parts = telling.about(case.person, actor, only=("consent.consentevent",))
        return {"code": case.code, "named": named(case.person, whom), "parts": parts, "files": None}


def withdraw(actor: Actor, person: Person, stands: ledger.Standing, words: str) -> ConsentEvent:
    """Write down that a person took something back, and stop at once what must not wait for somebody to look.

    It stops what comes next; it does not unsay what was said.
    """
    kept = {name: stands.told.get(name) for name in ("purpose", "receiver", "way", "language")}
    with together():
        event = event_add(actor, person, {**kept, "answer": "withdrawn", "words": words})
        for stop in withdrawals:
            stop(actor, person, stands.purpose)
    return event
