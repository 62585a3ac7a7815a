"""Which search tags a person has. Kinds: skeletons of names, year of birth, end of a telephone number."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from fristad.server.cases.models import Person
from fristad.server.cases.pure import names, phone
from fristad.server.vault import tags


def tags_of(person: Person) -> set[bytes]:
    """Return the tags of all names, years and numbers that the record holds."""
    return {tags.tag(person.operation_id, purpose, text) for purpose, text in words_of(person)}


def words_of(person: Person) -> Iterator[tuple[str, str]]:
    """Give (purpose, normalised text) pairs, still in clear: for `tags_of` only."""
    for name in person.names or ():
        for word in names.keys(name["text"]):
            for key in word:
                yield "name", key
    for year in years_of(person):
        yield "year", str(year)
    for contact in person.contacts or ():
        digits = phone.key(contact.get("number") or "")
        if digits:
            yield "phone", digits


def years_of(person: Person) -> range:
    """Return the years of birth that the record allows, when a birth date is told to within three years."""
    if not person.birth:
        return range(0)
    first, last = int(person.birth["date"]["earliest"][:4]), int(person.birth["date"]["latest"][:4])
    return range(first, last + 1) if last - first < 3 else range(0)


def tag_sets(operation_id: UUID, name: str) -> list[list[bytes]]:
    """Return, for each word of a name, the tags any of which a record must have to be found by it."""
    return [[tags.tag(operation_id, "name", key) for key in sorted(word)] for word in names.keys(name)]
