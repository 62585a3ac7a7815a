"""Doubles of the whole register, to the duplicate desk. Nobody is joined here: the desk compares, and a person says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fristad.server.accounts.actor import system
from fristad.server.cases import cards
from fristad.server.cases.importing.linking.records import Known, known
from fristad.server.cases.importing.linking.weighing import Pair, pairs
from fristad.server.cases.models import Person
from fristad.server.cases.selectors import apart, merged
from fristad.server.cases.selectors.doubles import likeness
from fristad.server.cases.services.doubles import KIND, note
from fristad.server.cases.tagging import years_of
from fristad.server.common.clock import today

#: People whose records are opened before the next look at the clock of who waits.
_AT_ONCE = 500


@dataclass
class Searched:
    """How many people were compared, how many pairs were likely, how many of them the desk did not know yet."""

    people: int = 0
    likely: int = 0
    new: int = 0


def search(operation_id: UUID, threshold: float, watch: Callable[[], None] = lambda: None) -> Searched:
    """Look through the register of each agency; agencies learn nothing of each other. Raises `LockedError`."""
    done = Searched()
    rows = Person.unscoped.filter(operation_id=operation_id, record_key__destroyed_on=None, merged_into=None)
    for agency in rows.order_by("agency_id").values_list("agency_id", flat=True).distinct():
        ids = list(rows.filter(agency_id=agency).order_by("pk").values_list("pk", flat=True))
        people = _opened(ids, watch)
        done.people += len(people)
        for pair in pairs(people, threshold):
            done.likely += 1
            done.new += _bring(operation_id, ids, pair)
    return done


def _opened(ids: Sequence[UUID], watch: Callable[[], None]) -> list[Known]:
    found: list[Known] = []
    for start in range(0, len(ids), _AT_ONCE):
        rows = Person.unscoped.select_related("record_key").in_bulk(ids[start : start + _AT_ONCE])
        for number, pk in enumerate(ids[start : start + _AT_ONCE], start):
            if pk in rows:
                found.append(_known(number, rows[pk]))
            watch()
    return found


def _known(number: int, person: Person) -> Known:
    texts = [each["text"] for each in person.names or ()]
    numbers = [contact["number"] for contact in person.contacts or () if contact.get("number")]
    return known(number, texts, _born(person), numbers)


def _born(person: Person) -> tuple[int, int] | None:
    """Return the years of birth that the record leaves open: by the date that was told, else by the ages."""
    years = years_of(person)
    if years:
        return years[0], years[-1]
    ages = cards.age_facts_of(person).range_on(today())
    return (today().year - ages[1] - 1, today().year - ages[0]) if ages else None


def _bring(operation_id: UUID, ids: Sequence[UUID], pair: Pair) -> int:
    """Bring a pair to the desk, unless these two are one already or are kept apart."""
    rows = Person.unscoped.select_related("record_key").in_bulk([ids[pair.one], ids[pair.other]])
    if len(rows) < 2:  # erased meanwhile
        return 0
    one, other = rows[ids[pair.one]], rows[ids[pair.other]]
    if other.pk in {each.pk for each in merged.group(one)} | apart.from_whom(one):
        return 0
    return note(system(operation_id, KIND), one, other, _alike(one, other, pair.likelihood))


def _alike(one: Person, other: Person, likelihood: float) -> dict[str, Any]:
    """Return what the desk is told: what is alike, and how near the two are in hundredths."""
    nearness = round(likelihood * 100)
    found = likeness(one, other)
    return {**(found or {"why": _why(one, other)}), "nearness": nearness}


def _why(one: Person, other: Person) -> list[str]:
    return ["name", *(["year"] if _meet(years_of(one), years_of(other)) else [])]


def _meet(mine: Iterable[int], theirs: Iterable[int]) -> bool:
    return bool(set(mine) & set(theirs))
