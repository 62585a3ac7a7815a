"""The card of a case: the few words that a row of a list shows, sealed together so that a row opens one value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from fristad.server.cases.models import Case, Leg, Person
from fristad.server.cases.pure.ages import AgeFacts, AgeKind, AgeSource, age_facts, age_source, birth_source
from fristad.server.cases.pure.dates import from_json
from fristad.server.common.clock import today

#: How many signs of a name or place a row has room for.
SHORT = 60
#: From this age on somebody is an adult (Convention on the Rights of the Child, art. 1; Palermo Protocol, art. 3 d).
ADULT = 18


def card_of(person: Person, place: str | None = None) -> dict[str, Any]:
    """Return what a list row shows about a person. Codes, not words: words are in the reader's language."""
    return {
        "name": display_name(person)[:SHORT],
        "age": age_words(person),
        "languages": [each["code"] for each in (person.languages or ())][:3],
        "group": person.group,
        "place": str(person.place or place or "")[:SHORT],
    }


def display_name(person: Person) -> str:
    """Return the survivor code where one is set, else the name the person uses, else nothing."""
    if person.survivor_code:
        return str(person.survivor_code)
    names = person.names or ()
    return str(names[0]["text"]) if names else ""


def age_words(person: Person) -> tuple[int, int] | None:
    """Return the ages that the record leaves open today, least and most, or None if nothing is known."""
    return age_facts_of(person).range_on(today())


def age_facts_of(person: Person) -> AgeFacts:
    """Return all that is recorded about somebody's age, side by side."""
    sources = [
        _unless_aside(age_source(AgeKind(age["kind"]), age["least"], age["most"], date.fromisoformat(age["on"])), age)
        for age in person.ages or ()
    ]
    if person.birth:
        told, born = person.birth, from_json(person.birth["date"])
        source = birth_source(AgeKind(told["kind"]), born, date.fromisoformat(told["on"]))
        sources.append(_unless_aside(source, told))
    return age_facts(sources)


def _unless_aside(source: AgeSource, told: Mapping[str, Any]) -> AgeSource:
    return replace(source, set_aside=told.get("set_aside") or "")


def rewrite(person: Person, records: Iterable[Case]) -> None:
    """Write the cards of a person's cases anew, inside the act that changed the person and names these cases."""
    last = Leg.unscoped.filter(person=person).select_related("record_key").order_by("-position").first()
    place = (last.told or {}).get("place") if last else None
    card = card_of(person, place)
    for record in records:
        record.card = card
        record.save(update_fields=["card"])
