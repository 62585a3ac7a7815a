"""Writing the register of interpreters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fristad.server.accounts.actor import Actor
from fristad.server.audit.services import act
from fristad.server.cases.models import Interpreter
from fristad.server.common.clock import today
from fristad.server.vault.models import RecordKey


def interpreter_add(actor: Actor, told: Mapping[str, Any]) -> Interpreter:
    """Write somebody who interprets for the actor's agency into its register."""
    with act(actor, "interpreter.added") as doing:
        key = RecordKey.objects.make(actor.operation_id, "interpreter")
        made = Interpreter(operation_id=actor.operation_id, record_key=key, agency_id=actor.agency_id, told=dict(told))
        made.save(force_insert=True)
        doing.touch(made)
    return made


def interpreter_edit(actor: Actor, person: Interpreter, told: Mapping[str, Any], *, read_version: int) -> Interpreter:
    """Change what the register says. Raises `StaleError`."""
    with act(actor, "interpreter.changed", person):
        person.told = {**(person.told or {}), **told}
        person.save_over(read_version)
    return person


def interpreter_end(actor: Actor, person: Interpreter, *, answer: str, read_version: int) -> Interpreter:
    """End the work of an interpreter, saying why. The record stays. Raises `StaleError`."""
    with act(actor, "interpreter.ended", person):
        person.ended_on = today()
        person.told = {**(person.told or {}), "answer": answer}
        person.save_over(read_version)
    return person
