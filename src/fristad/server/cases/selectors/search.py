"""Finding a person by code, name in any script, telephone number or year of birth, within the searcher's scope.

Tags of the words are intersected in the database; at most `OPENED_AT_MOST` hits are opened and ranked in memory.
Beyond that the page asks for one word more, a year of birth or a number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from fristad.server.accounts.actor import Actor
from fristad.server.cases import doors
from fristad.server.cases.models import Case
from fristad.server.cases.pure import codes, names, phone
from fristad.server.cases.pure.wording import RefusedError
from fristad.server.cases.selectors import apart
from fristad.server.cases.tagging import tag_sets
from fristad.server.vault import tags
from fristad.server.vault.models import SearchTag

OPENED_AT_MOST = 2_000
SHOWN = 20
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
    """

    cases: list[Case]
    too_many: bool = False
    is_parted: bool = False


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
    for each in _rarest_first(_tag_sets(actor.operation_id, asked)):
        found = found.filter(person_id__in=SearchTag.objects.filter(tag__in=each).values("record_id"))
    hits = list(_with_people(found)[: OPENED_AT_MOST + 1])
    if len(hits) > OPENED_AT_MOST:
        return Found([], too_many=True)
    best = _ranked(asked.name, hits)[:SHOWN]
    shown = apart.sift(best, lambda case: case.person_id)
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


def _with_people(found: QuerySet[Case]) -> QuerySet[Case]:
    return found.select_related("record_key", "person__record_key")


def _ranked(query: str, hits: list[Case]) -> list[Case]:
    if not query:
        return hits
    known = [(hit, [each["text"] for each in (hit.person.names or ())]) for hit in hits]
    return [hit for hit, _nearness in names.rank(query, known)]
