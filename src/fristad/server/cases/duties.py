"""What is done with each kind of row about a person when the person is erased, told, joined with another, or kept.

Erasing goes by record keys: a row whose key is destroyed is noise. What two people share (a family, a question whether
two cases are one) has one key for both, and goes when either of them is erased.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from fristad.server.accounts.actor import Actor
from fristad.server.audit.models import Entry
from fristad.server.cases import doors, models
from fristad.server.cases.documents import store
from fristad.server.cases.selectors.search import wanted
from fristad.server.cases.tagging import tag_sets
from fristad.server.common.registry import Duty, duties
from fristad.server.vault import tags
from fristad.server.vault.fields import SealedField
from fristad.server.vault.keyring import keyring
from fristad.server.vault.models import SealedModel, SearchTag

PERSON, CASE = "cases.person", "cases.case"
STAYS = "the row stays where it is; the pointer of the joined person leads to it, and undoing takes the pointer away"
#: The right over a case without which nothing of it is told.
HAND_OVER = "case.print"
WITH_CASE = "from closure, by the operation's policy for cases"
WITH_PERSON = "as long as any case of the person"


@dataclass(frozen=True)
class Kind:
    """One model: the ways from its rows to the person and to the case, and the columns the person is told.

    `told` is empty where a row speaks of somebody else too, or of nobody. `readable` says which rows of a case that an
    actor may hand over are theirs to read.
    """

    model: type[SealedModel]
    person: tuple[str, ...] = ()
    case: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    retain: str = WITH_CASE
    readable: Callable[[Actor], Q] | None = None

    @property
    def label(self) -> str:
        """The model's label."""
        return self.model._meta.label_lower

    def rows(self, label: str, ids: Iterable[UUID]) -> Any:
        """Return the rows that belong to the records `ids` of a kind, such as `cases.person`."""
        own = ("pk",) if label == self.label else ()
        ways = {*own, *{PERSON: self.person, CASE: self.case}.get(label, ())}
        belongs = Q(pk__in=())
        for way in ways:
            belongs |= Q(**{f"{way}__in": list(ids)})
        return self.model.unscoped.filter(belongs)


def _of_case(model: type[SealedModel], *told: str) -> Kind:
    return Kind(model, ("case__person",), ("case",), told)


KINDS = (
    Kind(
        models.Person,
        ("pk",),
        told=(
            *("names", "survivor_code", "birth", "ages", "sex", "nationalities", "languages", "group", "status"),
            *("documents", "contacts", "wishes", "words", "place"),
        ),
        retain=WITH_PERSON,
    ),
    Kind(models.Leg, ("person",), told=("told",), retain=WITH_PERSON),
    Kind(models.Case, ("person",), ("pk",), ("code", "state", "risk", "closed_on", "risk_reason", "closing")),
    _of_case(models.Note, "told"),
    _of_case(models.Need, "told", "state"),
    _of_case(models.Goal, "told", "review_on"),
    _of_case(models.Task, "told", "due_on"),
    _of_case(models.Flag, "told", "due_on"),
    _of_case(models.Finding, "told"),
    _of_case(models.Document, "told"),
    _of_case(models.Tie),
    _of_case(models.EmergencyAccess, "told", "until"),
    _of_case(models.Transfer, "told", "state"),
    _of_case(models.Handover, "told", "until"),
    _of_case(models.PlanApproval, "told", "state"),
    _of_case(models.AssessmentApproval, "told", "state"),
    _of_case(models.Hold, "told", "until"),
    _of_case(models.Proposal, "told"),
    Kind(models.Family, ("members__person",), retain=WITH_PERSON),
    Kind(models.FamilyMember, ("person",), told=("relation",), retain=WITH_PERSON),
    Kind(models.Double, ("one__person", "other__person"), ("one", "other")),
    Kind(models.Export, retain="as long as the log"),
    _of_case(models.ImportedCase),
    Kind(models.CaseImport, retain="as long as the log: it is about nobody"),
    Kind(models.RetentionRule, retain="as long as the operation: it is about nobody"),
    Kind(models.Interpreter, retain="from the end of the work, by the agency's own policy for staff"),
)


KIND_OF_CASE = next(kind for kind in KINDS if kind.label == CASE)


def one_human(person_id: UUID) -> set[UUID]:
    """Return the person and all who were joined to them, directly or through another."""
    found, new = {person_id}, {person_id}
    while new:
        new = set(models.Person.unscoped.filter(merged_into__in=new).values_list("pk", flat=True)) - found
        found |= new
    return found


def erase(kind: Kind, label: str, record_id: UUID) -> set[UUID]:
    """Return the keys of the rows that go with a record."""
    ids = one_human(record_id) if label == PERSON else {record_id}
    return set(kind.rows(label, ids).values_list("record_key", flat=True))


def erase_person(kind: Kind, label: str, record_id: UUID) -> set[UUID]:
    """Take everybody who was joined to the person out of the search, too."""
    for each in one_human(record_id) - {record_id} if label == PERSON else ():
        tags.drop(each)
    return erase(kind, label, record_id)


def erase_documents(kind: Kind, label: str, record_id: UUID) -> set[UUID]:
    """Remove the files once the keys are gone for good; what a crash leaves here, the daily sweep takes."""
    ids = one_human(record_id) if label == PERSON else {record_id}
    for document in kind.rows(label, ids).values_list("pk", flat=True):
        transaction.on_commit(partial(store.drop, document))
    return erase(kind, label, record_id)


def erase_imported(kind: Kind, label: str, record_id: UUID) -> set[UUID]:
    """Take away the tags by which a row of another system's table is known again."""
    ids = one_human(record_id) if label == PERSON else {record_id}
    for imported in kind.rows(label, ids).values_list("pk", flat=True):
        tags.drop(imported)
    return erase(kind, label, record_id)


def erase_exports(_kind: Kind, label: str, record_id: UUID) -> set[UUID]:
    """Return the keys of the notes on files that the cases were written to: their reason may name the person."""
    ids = one_human(record_id) if label == PERSON else {record_id}
    cases = KIND_OF_CASE.rows(label, ids).values_list("pk", flat=True)
    entries = Entry.objects.filter(action="case.exported", label=CASE, record_id__in=list(cases))
    made = {detail["export"] for detail in entries.values_list("detail", flat=True)}
    return set(models.Export.unscoped.filter(pk__in=made).values_list("record_key", flat=True))


def erase_searches(label: str, record_id: UUID) -> set[UUID]:
    """Return the keys of searches for the person: by a name or number of theirs, or saved under one.

    While the operation is locked (a restore) nobody can tell whose they are: all of the operation go.
    """
    person = models.Person.unscoped.filter(pk=record_id).first() if label == PERSON else None
    if person is None:
        return set()
    rows = models.Search.unscoped.select_related("record_key").filter(operation_id=person.operation_id)
    open_ones = rows.exclude(record_key__wrapped=None)
    if person.operation_id not in keyring.operations():
        return set(open_ones.values_list("record_key", flat=True))
    found = SearchTag.objects.filter(record_id__in=one_human(record_id)).values_list("tag", flat=True)
    own = set(map(bytes, found))
    return {search.record_key_id for search in open_ones if own & _tags_of(search)}


def _tags_of(search: models.Search) -> set[bytes]:
    """Return the tags of the names and numbers in what somebody looked for and named; a year alone is nobody's."""
    found: set[bytes] = set()
    for text in (search.typed, search.label or ""):
        asked = wanted(text)
        found |= {tags.tag(search.operation_id, "phone", number) for number in asked.phones}
        found = found.union(*tag_sets(search.operation_id, asked.name))
    return found


def within_reach(kind: Kind, actor: Actor) -> Q:
    """Return the condition that rows hang on a case that the actor may hand over, or on a person of such a case."""
    found = Q(pk__in=())
    for way in kind.case:
        found |= Q(doors.within(actor, HAND_OVER, way))
    for way in () if kind.case else kind.person:
        found |= Q(Exists(doors.cases(actor, HAND_OVER).filter(person=OuterRef(way))))
    return found & kind.readable(actor) if kind.readable else found


def export(kind: Kind, person: models.Person, actor: Actor) -> list[dict[str, Any]]:
    """Return what the rows say of a person who was reached through a door: JSON by field id, without empty fields."""
    if not kind.told:
        return []
    rows = kind.rows(PERSON, one_human(person.pk)).filter(within_reach(kind, actor)).select_related("record_key")
    return [{"written_on": row.created_on.isoformat(), **_told(kind, row)} for row in rows]


def export_links(_kind: Kind, person: models.Person, actor: Actor) -> list[dict[str, Any]]:
    """Return what was told of a family in the person's own file: what others are to them, and nobody's name or id.

    What was told in another's file stands on the person's own membership, and is not theirs to be told.
    """
    reached = doors.cases(actor, HAND_OVER).filter(person__in=one_human(person.pk))
    people = set(reached.values_list("person", flat=True))
    mine = {str(each) for each in people}
    families = models.FamilyMember.unscoped.filter(person__in=people).values("family")
    rows = models.FamilyMember.unscoped.filter(family__in=families, record_key__destroyed_on=None)
    told = [row for row in rows.select_related("record_key") if (row.relation or {}).get("to") in mine]
    return [{"written_on": row.created_on.isoformat(), "family_member.relation": _as(row)} for row in told]


def _as(row: models.FamilyMember) -> dict[str, Any]:
    return {"as": row.relation["as"]}


def _told(kind: Kind, row: SealedModel) -> dict[str, Any]:
    values = {_field_id(kind, name): getattr(row, name) for name in kind.told}
    return {name: _plain(value) for name, value in values.items() if value not in (None, "", [], {})}


def _field_id(kind: Kind, name: str) -> str:
    field = kind.model._meta.get_field(name)
    return field.field_id if isinstance(field, SealedField) else f"{kind.label.partition('.')[2]}.{name}"


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


EXPORTED_BY = {"cases.familymember": export_links}
ERASED_BY = {
    PERSON: erase_person,
    "cases.document": erase_documents,
    "cases.export": erase_exports,
    "cases.importedcase": erase_imported,
}


def register(kinds: Iterable[Kind], *, place: int) -> None:
    """Put one duty for each kind on the road to custody, from `place` on. Upper apps register theirs here too."""
    for at, kind in enumerate(kinds, place):
        how = partial(ERASED_BY.get(kind.label, erase), kind)
        exported = partial(EXPORTED_BY.get(kind.label, export), kind)
        duties.register(kind.label, Duty(kind.label, how, exported, STAYS, kind.retain), place=at)


def register_all() -> None:
    """Put the duties of the case file on the road to custody."""
    register(KINDS, place=0)
    day = "a day, unless its owner saved it"
    searches = Duty("cases.search", erase_searches, lambda _person, _actor: [], "says nothing of who is whom", day)
    duties.register(searches.model, searches, place=len(KINDS))
