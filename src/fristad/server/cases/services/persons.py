"""Writing what is known about a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from fristad.server.accounts.actor import Actor
from fristad.server.audit.services import act
from fristad.server.cases import cards
from fristad.server.cases.models import Case, Person
from fristad.server.cases.services.shut import SHUT, refuse_shut
from fristad.server.cases.services.work import due_rewrite
from fristad.server.cases.tagging import tags_of
from fristad.server.vault import tags
from fristad.server.vault.models import RecordKey

#: The sealed fields that a form may write.
FIELDS = (
    "names", "survivor_code", "birth", "ages", "sex", "nationalities", "languages", "group", "status", "documents",
    "contacts", "wishes", "words", "place",
)  # fmt: skip


def cases_of(person: Person) -> list[Case]:
    """Return every case of a person, whoever works on it: their cards carry what the person's record says."""
    return list(Case.unscoped.filter(person=person, record_key__destroyed_on=None).select_related("record_key"))


def new_person(actor: Actor, values: Mapping[str, Any]) -> Person:
    """Return a person with a key of their own, not stored yet: `case_create` stores both together."""
    key = RecordKey.objects.make(actor.operation_id, "person")
    person = Person(operation_id=actor.operation_id, record_key=key, agency_id=actor.agency_id)
    _fill(person, values)
    return person


def person_edit(
    actor: Actor, person: Person, values: Mapping[str, Any], *, read_version: int, action: str = "person.changed"
) -> Person:
    """Change what is recorded. Raises `StaleError` if somebody changed it since `read_version`."""
    touched = cases_of(person)
    changed = sorted(name for name in values if getattr(person, name) != values[name])
    refuse_shut(*touched)
    with act(actor, action, person, *touched, detail={"fields": changed}):
        _fill(person, values)
        person.save_over(read_version)
        tags.put(person.operation_id, person.pk, tags_of(person))
        cards.rewrite(person, touched)
        if "documents" in changed:
            _rewrite_next_dates(person, touched)
    return person


def _rewrite_next_dates(person: Person, records: Iterable[Case]) -> None:
    """Let the cases carry the day on which a paper ends, where nothing else comes before."""
    for record in records:
        if record.state not in SHUT:
            record.person = person
            due_rewrite(record)


def _fill(person: Person, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        if name not in FIELDS:
            raise ValueError(f"{name} is not a field of a person")
        setattr(person, name, value or None)
