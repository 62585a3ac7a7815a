"""Writing into the ledger. Nothing in it is ever changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Max

from fristad.server.accounts.actor import Actor
from fristad.server.audit.services import act
from fristad.server.cases.models import Person
from fristad.server.consent import ledger
from fristad.server.consent.models import ConsentEvent
from fristad.server.consent.words import ANSWERS, PURPOSES


def event_add(actor: Actor, person: Person, told: Mapping[str, Any]) -> ConsentEvent:
    """Write down what a person said. `told` has the shape that `ConsentEvent` names. Raises KeyError for others."""
    if told["purpose"] not in PURPOSES or told["answer"] not in ANSWERS:
        raise KeyError(f"{told['purpose']} and {told['answer']} are not in the ledger's list")
    last = ConsentEvent.unscoped.filter(person=person).aggregate(last=Max("position"))["last"] or 0
    event = ConsentEvent(
        operation_id=person.operation_id,
        record_key=person.record_key,
        person=person,
        by_id=actor.staff_id,
        position=last + 1,
        told=dict(told),
    )
    with act(actor, f"consent.{told['answer']}", event):
        event.save(force_insert=True)
    return event


def withdraw(actor: Actor, person: Person, stands: ledger.Standing, words: str) -> ConsentEvent:
    """Write down that a person took something back. It stops what comes next; it does not unsay what was said."""
    kept = {name: stands.told.get(name) for name in ("purpose", "receiver", "way", "language")}
    return event_add(actor, person, {**kept, "answer": "withdrawn", "words": words})
