"""Joined records as one: a pointer from one person to another, which every view follows. No row is ever moved."""

from __future__ import annotations

from django.db.models import QuerySet

from fristad.server.accounts.actor import Actor
from fristad.server.cases import doors
from fristad.server.cases.models import Case, Person


def root(person: Person) -> Person:
    """Return the record to which the pointers lead."""
    while person.merged_into_id:
        person = Person.unscoped.select_related("record_key").get(pk=person.merged_into_id)
    return person


def group(person: Person) -> list[Person]:
    """Return all records that are one with this one, the main record first."""
    found = [root(person)]
    for each in found:  # grows while it is walked: what points to each of them belongs to it too
        found += Person.unscoped.select_related("record_key").filter(merged_into=each).order_by("created_on", "id")
    return found


def other_cases(actor: Actor, case: Case) -> QuerySet[Case]:
    """Return the other cases of this person, of joined records too, that are open to the actor."""
    people = [each.pk for each in group(case.person)]
    found = doors.cases(actor, "case.open").filter(person__in=people).exclude(pk=case.pk)
    return found.select_related("record_key", "person__record_key", "owner").order_by("created_on", "code")
