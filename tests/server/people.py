"""Invented actors and records for tests of the lower apps."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from fristad.server.audit import actions
from fristad.server.audit.services import act
from fristad.server.vault.models import RecordKey
from tests.server.conftest import OPERATION
from tests.server.sample.models import Thing

MADE = actions.register("thing.made", "made a thing")
CHANGED = actions.register("thing.changed", "changed a thing")
REMOVED = actions.register("thing.removed", "removed a thing")


@dataclass(frozen=True)
class Somebody:
    """As much of an actor as the log needs."""

    staff_id: UUID | None = field(default_factory=uuid4)
    operation_id: UUID = OPERATION


def thing(operation_id: UUID = OPERATION, **values: Any) -> Thing:
    """Return a thing that is not stored yet, with a stored key."""
    return Thing(operation_id=operation_id, record_key=RecordKey.objects.make(operation_id, "thing"), **values)


def stored_thing(who: Somebody | None = None, **values: Any) -> Thing:
    """Return a thing that was stored with its entry."""
    who = who or Somebody()
    with act(who, MADE) as doing:
        made = thing(who.operation_id, **values)
        made.save(force_insert=True)
        doing.touch(made)
    return made
