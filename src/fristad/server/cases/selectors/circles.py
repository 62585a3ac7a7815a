"""Who is in the closed circle of a case, and who could be."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from fristad.server.accounts.actor import Actor, actors_for
from fristad.server.accounts.models import Staff
from fristad.server.audit.selectors import readers
from fristad.server.cases import doors
from fristad.server.cases.models import Case
from fristad.server.cases.selectors.people import name_of

#: So many people at least can widen a circle or end it, so that no case is lost with one of them.
FEWEST = 2


def candidates(case: Case) -> list[Staff]:
    """Return the people of the case's agency whose role opens cases at all, by name.

    Of a file about a suspicion they are those who have not read the other file about the same person.
    """
    people = Staff.unscoped.filter(operation=case.operation_id, agency=case.agency_id, is_active=True)
    people = people.exclude(pk__in=doors.barred_people(case))
    found = sorted(those_who_may("case.open", people.select_related("record_key", "team")), key=name_of)
    other = apart_from(case)
    read = {each for record in Case.unscoped.filter(pk__in=[other] if other else []) for each in readers_of(record)}
    return [person for person in found if person.pk not in read]


def apart_from(case: Case) -> str | None:
    """Return the id of the other file about the person, where a case is about a suspicion against them."""
    return (case.circle or {}).get("apart_from")


def readers_of(case: Case) -> set[UUID]:
    """Return who owns a case, works on it, or ever opened it or wrote in it."""
    named = set(case.involved.values_list("staff", flat=True))
    return readers([case.pk, case.person_id]) | named | ({case.owner_id} if case.owner_id else set())


def strangers(case: Case) -> list[Staff]:
    """Return who could read a second file about the person: people who open cases and never read this one, by name."""
    read = readers_of(case)
    return [person for person in candidates(case) if person.pk not in read]


def members(case: Case) -> list[Staff]:
    """Return those who are in the circle of a case, by name."""
    people = Staff.unscoped.filter(pk__in=case.involved.filter(until=None).values("staff"))
    return sorted(people.select_related("record_key"), key=name_of)


def keepers(people: Iterable[Staff]) -> set[UUID]:
    """Return those of them who can widen a circle they are in, or end it."""
    return {person.pk for person in those_who_may("case.circle", people)}


def those_who_may(right: str, people: Iterable[Staff]) -> list[Staff]:
    """Return those of them who work here now and hold a right somewhere."""
    found = list(people)
    actors: dict[UUID, Actor] = actors_for(found)
    return [person for person in found if person.pk in actors and actors[person.pk].may(right)]
