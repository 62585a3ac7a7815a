"""What somebody looked for and kept: nobody else's."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from fristad.server.accounts.actor import Actor
from fristad.server.cases.models import Search
from fristad.server.common.problems import NotThereError


def own(actor: Actor, search_id: UUID) -> Search:
    """Return one search of the actor's own. Raises `NotThereError`."""
    found = _of(actor).filter(pk=search_id).first()
    if found is None:
        raise NotThereError
    return found


def saved(actor: Actor) -> list[Search]:
    """Return what the actor saved under a name, by that name. Searches only while they may be run."""
    rows = [row for row in _of(actor).filter(saved=True) if row.choices is not None or actor.may("person.search")]
    return sorted(rows, key=lambda row: str(row.label).casefold())


def count_saved(actor: Actor) -> int:
    """Return how many the actor saved."""
    return _of(actor).filter(saved=True).count()


def _of(actor: Actor) -> QuerySet[Search]:
    found: QuerySet[Search] = Search.unscoped.filter(
        staff_id=actor.staff_id, operation_id=actor.operation_id, record_key__destroyed_on=None
    )
    return found.none() if actor.is_empty else found.select_related("record_key")
