"""Who saw what, for the people concerned and for the auditor."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db.models import QuerySet

from fristad.server.audit import actions
from fristad.server.audit.models import Entry, Seen


@dataclass(frozen=True)
class Sight:
    """That somebody saw or changed a record."""

    at: datetime
    actor_id: UUID | None
    #: `opened` the record, `listed` it among others, or `wrote` it.
    how: Literal["opened", "listed", "wrote"]
    action: str
    purpose: str
    sequence: int

    @property
    def words(self) -> actions.Text:
        """Return what was done, for people."""
        return actions.rendering(self.action)


def who_has_seen(record_id: UUID, *, most: int = 1000) -> list[Sight]:
    """Return who opened, changed or listed a record, the latest first, `most` at most.

    The caller has come through the door of the record, or of the reading log.
    """
    own = Entry.objects.filter(record_id=record_id).order_by("-sequence")[:most]
    lists = Seen.objects.filter(record_id=record_id).select_related("entry").order_by("-entry__sequence")[:most]
    sights = [_sight(entry, "opened" if entry.digest is None else "wrote") for entry in own]
    sights += [_sight(row.entry, "listed") for row in lists]
    return sorted(sights, key=lambda sight: sight.sequence, reverse=True)[:most]


def readers(record_ids: Iterable[UUID]) -> set[UUID]:
    """Return everybody who ever opened or changed one of these records, however long ago."""
    found = Entry.objects.filter(record_id__in=list(record_ids), actor_id__isnull=False).order_by()
    return {each for each in found.values_list("actor_id", flat=True).distinct() if each is not None}


def _sight(entry: Entry, how: Literal["opened", "listed", "wrote"]) -> Sight:
    return Sight(entry.at, entry.actor_id, how, entry.action, entry.purpose, entry.sequence)


def entries(operation_id: UUID, *, before: int | None = None, most: int = 50) -> list[Entry]:
    """Return a page of the log for the auditor, the latest first: ids only, nothing that is sealed.

    `before` is the sequence of the last entry of the page before.
    """
    found = Entry.objects.filter(operation_id=operation_id)
    return list((found if before is None else found.filter(sequence__lt=before)).order_by("-sequence")[:most])


def of_actor(operation_id: UUID, staff_id: UUID, since: datetime) -> QuerySet[Entry]:
    """Return what one person did and read since a time."""
    return Entry.objects.filter(operation_id=operation_id, actor_id=staff_id, at__gte=since).order_by("sequence")
