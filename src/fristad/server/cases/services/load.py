"""Setting how much one person should carry."""

from __future__ import annotations

from fristad.server.accounts.actor import Actor
from fristad.server.accounts.models import Staff
from fristad.server.audit.services import act
from fristad.server.cases.models import Ceiling
from fristad.server.cases.selectors.load import ceiling
from fristad.server.common.problems import NotThereError, StaleError


def ceiling_set(actor: Actor, person: Staff, cases: int | None, *, read_version: int) -> Ceiling:
    """Set the most open cases that somebody should have. A row that is not there has version 0. Raises `StaleError`."""
    if not actor.reaches("load.see", person):
        raise NotThereError
    row = ceiling(person)
    if (row is None) != (read_version == 0):
        raise StaleError
    made = row or Ceiling(operation_id=person.operation_id, record_key=person.record_key, staff=person)
    with act(actor, "ceiling.set", made):
        made.cases = cases
        if row is None:
            made.save(force_insert=True)
        else:
            made.save_over(read_version)
    return made
