"""Finding a person by code, name in any script, telephone number or year of birth, within the searcher's scope.

Tags of the words are intersected in the database; at most `OPENED_AT_MOST` hits are opened and ranked in memory.
Beyond that the page asks for one word more, a year of birth or a number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from fristad.server.accounts.actor import Actor
from fristad.server.cases import doors
from fristad.server.cases.models import Case, Person
from fristad.server.cases.pure import codes, names, phone
from fristad.server.cases.pure.wording import RefusedError
from fristad.server.cases.selectors import apart
from fristad.server.cases.tagging import tag_sets
from fristad.server.vault import tags
from fristad.server.vault.models import SearchTag

OPENED_AT_MOST = 1_000
SHOWN = 20
#: The columns with which a name is opened.
_TO_READ_NAMES = (
    "operation_id",
    "names",
    *(f"record_key__{part}" for part in ("operation_id", "key_version", "wrapped")),
)
_NOBODY = UUID(int=0)
_YEAR = re.compile(r"(19|20)\d\d")
_NUMBER = re.compile(r"\+?[\d\s().-]{6,}")


@dataclass(frozen=True)
class Wanted:
    """What was typed, taken apart."""

    code: str | None
    name: str
    years: tuple[str, ...]
    phones: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to look for."""
        return not (self.code or self.name or self.years or self.phones)


@dataclass(frozen=True)
class Found:
    """Cases, best first; `too_many` when the hits were not opened.

    Of people who are kept apart one is shown: `is_parted` says that others are found by their code alone.
    `is_blank` says that there was no letter and no number to look for.
    """

    cases: list[Case]
    too_many: bool = False
    is_parted: bool = False
    is_blank: bool = False


def wanted(text: str) -> Wanted:
    """Take apart what was typed: a code, a number, years of birth, and the words of a name."""
    code = codes.normalise(text)
    if codes.check(code):
        return Wanted(code, "", (), ())
    numbers = [number for number in _NUMBER.findall(text) if not _YEAR.fullmatch(number.strip())]
    phones = tuple(filter(None, map(_phone_key, numbers)))
    rest = _NUMBER.sub(" ", text) if phones else text
    parts = rest.split()
    years = tuple(part for part in parts if _YEAR.fullmatch(part))
    return Wanted(None, " ".join(part for part in parts if part not in years), years, phones)


def _phone_key(typed: str) -> str:
    try:
        return phone.key(phone.normalise(typed))
    except RefusedError:
        return ""


def find(actor: Actor, text: str, right: str = "person.search") -> Found:
    """Return the best cases in scope. A code finds its case alone."""
    asked = wanted(text)
    if asked.is_empty:
        return Found([])
    found = doors.cases(actor, right)
    if asked.code:
        return Found(list(_with_people(found.filter(code=asked.code))))
    sets = _tag_sets(actor.operation_id, asked)
    if not sets:
        return Found([], is_blank=True)  # signs alone: without a condition everybody would fit
    found = found.filter(person_id__in=_tagged(_rarest_first(sets)))
    hits = list(found.values_list("pk", "person_id")[: OPENED_AT_MOST + 1])
    if len(hits) > OPENED_AT_MOST:
        return Found([], too_many=True)
    best = _best(asked.name, hits)
    shown = apart.sift(actor, best, lambda case: case.person_id)
    return Found(shown, is_parted=len(shown) < len(best))


def _tag_sets(operation_id: UUID, asked: Wanted) -> list[list[bytes]]:
    sets = tag_sets(operation_id, asked.name)
    sets += [[tags.tag(operation_id, "phone", phone)] for phone in asked.phones]
    if asked.years:
        sets.append([tags.tag(operation_id, "year", year) for year in asked.years])
    return [each for each in sets if each]


def _rarest_first(sets: list[list[bytes]]) -> list[list[bytes]]:
    def size(each: list[bytes]) -> int:
        return SearchTag.objects.filter(tag__in=each)[: OPENED_AT_MOST * 5].count()

    return sorted(sets, key=size)


def _tagged(sets: list[list[bytes]]) -> Any:
    """Return the records that have a tag of each set: their ids, or a query where they are very many.

    The rarest set is walked, and for each of its records the others are looked up in the index of tags.
    """
    rarest, *others = sets
    rows = SearchTag.objects.filter(tag__in=rarest)
    for each in others:
        rows = rows.filter(Exists(SearchTag.objects.filter(record_id=OuterRef("record_id"), tag__in=each)))
    ids = rows.values_list("record_id", flat=True).distinct()
    found = list(ids[: OPENED_AT_MOST + 1])
    # With nobody's id among them the cases are asked for whether or not somebody fits who is out of scope.
    return [_NOBODY, *found] if len(found) <= OPENED_AT_MOST else ids


def _with_people(found: QuerySet[Case]) -> QuerySet[Case]:
    return found.select_related("record_key", "person__record_key")


def _best(query: str, hits: list[tuple[UUID, UUID]]) -> list[Case]:
    """Return the best cases in their order. Of the others only the names are opened."""
    ranked = _ranked(query, {person for _case, person in hits}) if query else [person for _case, person in hits]
    order = {person: place for place, person in enumerate(ranked)}
    shown = sorted(hits, key=lambda hit: (order[hit[1]], hit[0]))[:SHOWN]
    cases = _with_people(Case.unscoped.filter(pk__in=[case for case, _person in shown])).in_bulk()
    return [cases[case] for case, _person in shown]


def _ranked(query: str, people: Iterable[UUID]) -> list[UUID]:
    rows = Person.unscoped.filter(pk__in=people).select_related("record_key").only(*_TO_READ_NAMES).order_by("pk")
    known = [(row.pk, [each["text"] for each in (row.names or ())]) for row in rows]
    return [person for person, _nearness in names.rank(query, known)]
