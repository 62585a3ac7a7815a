"""Taking in a published table of places: all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from fristad.server.accounts.actor import Actor
from fristad.server.audit.services import act
from fristad.server.cases.models import Place, PlaceName
from fristad.server.cases.pure import places as tables
from fristad.server.cases.pure.wording import RefusedError
from fristad.server.common.problems import WrongInputError

_BATCH = 1_000


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
        _name(actor.operation_id, found)
        doing.detail.update(new=new, known=len(found) - new)
    return Imported(new, len(found) - new)


def _stored(operation_id: UUID) -> dict[str, int]:
    return dict(Place.objects.filter(operation_id=operation_id).values_list("code", "pk"))


def _store_level(operation_id: UUID, found: Sequence[tables.Place]) -> None:
    """Store the places of one level; those above are stored."""
    ids = _stored(operation_id)
    rows = [
        Place(operation_id=operation_id, code=each.code, level=each.level, parent_id=ids.get(each.parent or ""))
        for each in found
    ]
    Place.objects.bulk_create(
        rows,
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=["operation_id", "code"],
        update_fields=["level", "parent"],
    )


def _name(operation_id: UUID, found: Iterable[tables.Place]) -> None:
    """Give the places the names of the table, in place of those they had."""
    ids = _stored(operation_id)
    names = [
        PlaceName(place_id=ids[each.code], language=language, text=text)
        for each in found
        for language, text in (each.names or {"": each.code}).items()
    ]
    named = sorted({name.place_id for name in names})
    for start in range(0, len(named), _BATCH):
        PlaceName.objects.filter(place_id__in=named[start : start + _BATCH]).delete()
    PlaceName.objects.bulk_create(names, batch_size=_BATCH)
