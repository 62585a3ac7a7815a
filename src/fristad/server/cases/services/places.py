"""Taking in a published table of places: all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import F
from django.utils.translation import gettext as _

from fristad.server.accounts.actor import Actor
from fristad.server.audit.services import act
from fristad.server.cases.models import Place
from fristad.server.cases.pure import places as tables
from fristad.server.cases.pure.wording import RefusedError
from fristad.server.common.problems import WrongInputError

# Written by hand: a whole country through the ORM would hold the database's one writer for many seconds. A table that
# begins at a lower level leaves the places above as they are.
_STORE = (
    "INSERT INTO cases_place (operation_id, code, level, parent_id, latitude, longitude) "
    "VALUES (%s, %s, %s, %s, %s, %s) "
    "ON CONFLICT (operation_id, code) DO UPDATE SET level = excluded.level, "
    "parent_id = COALESCE(excluded.parent_id, cases_place.parent_id), "
    "latitude = COALESCE(excluded.latitude, cases_place.latitude), "
    "longitude = COALESCE(excluded.longitude, cases_place.longitude)"
)
_UNNAME = "DELETE FROM cases_placename WHERE place_id = %s"
_NAME = "INSERT INTO cases_placename (place_id, language, text) VALUES (%s, %s, %s)"


@dataclass(frozen=True)
class Imported:
    """How many places are new, and how many were known and took the names of the table."""

    new: int
    known: int


def places_import(actor: Actor, content: bytes) -> Imported:
    """Take in a CSV with HXL tags. A code that is known keeps its place and gets level, parent and names of the table.

    Places that the table does not name stay. Raises `WrongInputError` with one sentence: then nothing was changed.
    """
    try:
        found = tables.read_places(content)
    except RefusedError as refused:
        raise WrongInputError(refused.sentence.through(_)) from refused
    with act(actor, "places.imported") as doing:
        known = _stored(actor.operation_id)
        new = sum(place.code not in known for place in found)
        for level in range(found[0].level, found[-1].level + 1):
            _store_level(actor.operation_id, [place for place in found if place.level == level])
        _part_the_displaced(actor.operation_id)
        _name(actor.operation_id, found)
        doing.detail.update(new=new, known=len(found) - new)
    return Imported(new, len(found) - new)


def _stored(operation_id: UUID) -> dict[str, int]:
    return dict(Place.objects.filter(operation_id=operation_id).values_list("code", "pk"))


def _store_level(operation_id: UUID, found: Sequence[tables.Place]) -> None:
    """Store the places of one level; those above are stored."""
    ids = _stored(operation_id)
    operation = Place._meta.get_field("operation_id").get_db_prep_value(operation_id, connection)
    rows = [
        (operation, each.code, each.level, ids.get(each.parent or ""), *(each.at or (None, None))) for each in found
    ]
    with connection.cursor() as cursor:
        cursor.executemany(_STORE, rows)


def _name(operation_id: UUID, found: Iterable[tables.Place]) -> None:
    """Give the places the names of the table, in place of those they had."""
    ids = _stored(operation_id)
    names = {ids[each.code]: each.names or {"": each.code} for each in found}
    with connection.cursor() as cursor:
        cursor.executemany(_UNNAME, [(place,) for place in names])
        cursor.executemany(
            _NAME, [(place, language, text) for place, called in names.items() for language, text in called.items()]
        )


def _part_the_displaced(operation_id: UUID) -> None:
    """Take places out of those that now stand at their level or below it, by an earlier table."""
    Place.objects.filter(operation_id=operation_id, parent__level__gte=F("level")).update(parent=None)
