"""Reading the ledger of a person who was reached through a door of `cases`."""

from __future__ import annotations

from django.db.models import QuerySet

from fristad.server.cases.models import Person
from fristad.server.common.clock import today
from fristad.server.consent import ledger
from fristad.server.consent.models import ConsentEvent


def events(person: Person) -> QuerySet[ConsentEvent]:
    """Return what the person said, in the order in which they said it."""
    found: QuerySet[ConsentEvent] = ConsentEvent.unscoped.filter(person=person).select_related("record_key", "by")
    return found.order_by("position")


def standing(person: Person) -> list[ledger.Standing]:
    """Return the person's last word about each thing, as it stands today."""
    return ledger.standing(((each.position, each.created_on, each.told) for each in events(person)), today())
