"""Who is in the closed circle of a case, and who could be."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from fristad.server.accounts.actor import Actor, actors_for
from fristad.server.accounts.models import Staff
from fristad.server.cases.models import Case
from fristad.server.cases.selectors.people import name_of

#: So many people at least can widen a circle or end it, so that no case is lost with one of them.
FEWEST = 2


def candidates(case: Case) -> list[Staff]:
    """Return the people of the case's agency whose role opens cases at all, by name."""
    people = Staff.unscoped.filter(operation=case.operation_id, agency=case.agency_id, is_active=True)
    return sorted(those_who_may("case.open", people.select_related("record_key")), key=name_of)


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
