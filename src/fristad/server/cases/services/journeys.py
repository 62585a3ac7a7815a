"""Writing the journey, leg by leg."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Max

from fristad.server.accounts.actor import Actor
from fristad.server.audit.services import act
from fristad.server.cases import cards
from fristad.server.cases.models import Leg, Person
from fristad.server.cases.services.persons import cases_of
from fristad.server.cases.services.shut import refuse_shut


def leg_add(actor: Actor, person: Person, told: Mapping[str, Any]) -> Leg:
    """Add a stretch at the end of the journey."""
    last = Leg.unscoped.filter(person=person).aggregate(last=Max("position"))["last"]
    leg = Leg(
        operation_id=person.operation_id,
        record_key=person.record_key,
        person=person,
        position=0 if last is None else last + 1,
        told=dict(told),
    )
    touched = cases_of(person)
    refuse_shut(*touched)
    with act(actor, "leg.added", leg, *touched):
        leg.save(force_insert=True)
        cards.rewrite(person, touched)
    return leg


def leg_edit(actor: Actor, leg: Leg, told: Mapping[str, Any], *, read_version: int) -> Leg:
    """Change what was told about one stretch. Raises `StaleError`."""
    touched = cases_of(leg.person)
    refuse_shut(*touched)
    with act(actor, "leg.changed", leg, *touched):
        leg.told = dict(told)
        leg.save_over(read_version)
        cards.rewrite(leg.person, touched)
    return leg


def leg_move(actor: Actor, leg: Leg, other: Leg) -> None:
    """Exchange the places of two stretches of one journey."""
    refuse_shut(*cases_of(leg.person))
    with act(actor, "leg.moved", leg, other):
        leg.position, other.position = other.position, leg.position
        leg.save_over(leg.version)
        other.save_over(other.version)


def leg_remove(actor: Actor, leg: Leg) -> None:
    """Take a stretch out: it was entered by mistake."""
    refuse_shut(*cases_of(leg.person))
    with act(actor, "leg.removed", leg, *cases_of(leg.person)):
        leg.delete()
