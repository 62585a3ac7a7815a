"""Which records may be one person, for the job that looks for them and for the duplicate desk."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.db.models import Q, QuerySet

from fristad.server.accounts.actor import Actor
from fristad.server.cases import doors
from fristad.server.cases.models import Case, Double, DoubleState, Person
from fristad.server.cases.pure import names, phone
from fristad.server.cases.selectors import apart, merged
from fristad.server.cases.tagging import tag_sets, years_of
from fristad.server.common.problems import NotThereError
from fristad.server.vault import tags
from fristad.server.vault.models import SearchTag

#: So many records of one name are opened; where there are more, the name alone says nothing.
OPENED_AT_MOST = 50
#: How near names are that alone make two records worth a look, and those that do with the same number beside them.
NEAR, NEAR_WITH_NUMBER = 0.92, 0.7
#: One word of a name is shared by many.
FEWEST_WORDS = 2


def likely(person: Person) -> Iterator[tuple[Person, dict[str, object]]]:
    """Give the records of the same agency that may be this person, with what is alike. None who is kept apart."""
    known = {each.pk for each in merged.group(person)} | apart.from_whom(person)
    candidates = Person.unscoped.filter(operation_id=person.operation_id, agency_id=person.agency_id)
    candidates = (
        candidates.filter(pk__in=_hits(person), record_key__destroyed_on=None)
        .exclude(pk__in=known)
        .select_related("record_key")
    )
    for other in candidates.order_by("id"):
        alike = likeness(person, other)
        if alike is not None:
            yield other, alike


def _hits(person: Person) -> set[UUID]:
    found: set[UUID] = set()
    for name in person.names or ():
        sets = tag_sets(person.operation_id, name["text"])
        if len(sets) >= FEWEST_WORDS:
            found |= _tagged(sets)
    for number in _numbers(person):
        found |= _tagged([[tags.tag(person.operation_id, "phone", phone.key(number))]])
    return found


def _tagged(sets: list[list[bytes]]) -> set[UUID]:
    """Return the records that have a tag of each set; none where there are too many to say anything."""
    found = Person.unscoped.all()
    for each in sets:
        found = found.filter(pk__in=SearchTag.objects.filter(tag__in=each).values("record_id"))
    ids = list(found.values_list("pk", flat=True)[: OPENED_AT_MOST + 1])
    return set(ids) if len(ids) <= OPENED_AT_MOST else set()


def likeness(person: Person, other: Person) -> dict[str, object] | None:
    """Return what is alike in two records, or None if it is not enough to look at."""
    nearness = _nearness(person, other)
    same_number = bool(_numbers(person) & _numbers(other))
    mine, theirs = set(years_of(person)), set(years_of(other))
    if mine and theirs and not mine & theirs:
        return None
    if nearness < (NEAR_WITH_NUMBER if same_number else NEAR):
        return None
    why = ["name", *(["phone"] if same_number else []), *(["year"] if mine & theirs else [])]
    return {"why": why, "nearness": round(nearness * 100)}


def _nearness(person: Person, other: Person) -> float:
    theirs = [each["text"] for each in other.names or ()]
    mine = [each["text"] for each in person.names or ()]
    return max((names.rank(name, [(other, theirs)])[0][1] for name in mine), default=0.0)


def _numbers(person: Person) -> set[str]:
    return {contact["number"] for contact in person.contacts or () if contact.get("number")}


def is_known(person: Person, other: Person) -> bool:
    """Return whether the desk has these two already, by whichever of their cases."""
    return Double.unscoped.filter(
        Q(one__person=person, other__person=other) | Q(one__person=other, other__person=person)
    ).exists()


def newest_case(person: Person) -> Case | None:
    """Return the case that stands for a person at the desk; none in a closed circle."""
    rows = Case.unscoped.filter(person=person, closed_circle=False, record_key__destroyed_on=None)
    found: Case | None = rows.order_by("-created_on", "id").first()
    return found


def desk(actor: Actor, state: str = DoubleState.OPEN) -> QuerySet[Double]:
    """Return the doubles in the actor's reach: those of which both cases are."""
    both = (doors.within(actor, "duplicate.work", way) for way in ("one", "other"))
    found: QuerySet[Double] = Double.unscoped.filter(*both, operation_id=actor.operation_id, state=state)
    found = found.exclude(pk__in=_parted(found))
    return _with_cases(found).order_by("created_on", "id")


def _parted(found: QuerySet[Double]) -> list[UUID]:
    """Return those of two people who are kept apart: they are compared nowhere, since they would stand side by side."""
    rows = list(found.values_list("pk", "one__person", "other__person"))
    known = apart.around(person for _pk, *both in rows for person in both)
    return [pk for pk, one, other in rows if known.parted(one, other)]


def _with_cases(found: QuerySet[Double]) -> QuerySet[Double]:
    parts = ("person__record_key", "record_key", "team__record_key", "owner__record_key")
    return found.select_related("record_key", *(f"{side}__{part}" for side in ("one", "other") for part in parts))


def one(actor: Actor, double_id: UUID) -> Double:
    """Return one of them in whatever state. Raises `NotThereError`."""
    for state in DoubleState.values:
        found = desk(actor, state).filter(pk=double_id).first()
        if found is not None:
            return found
    raise NotThereError


def asked(actor: Actor, double_id: UUID, code: str) -> tuple[Double, Case]:
    """Return a double about which the actor's team was asked, with the team's own case. Raises `NotThereError`."""
    case = doors.case(actor, code, "case.edit")
    rows: QuerySet[Double] = Double.unscoped.filter(Q(one=case) | Q(other=case), pk=double_id)
    found = rows.select_related("record_key").first()
    if found is None or str(case.pk) not in found.told.get("questions", {}):
        raise NotThereError
    return found, case
