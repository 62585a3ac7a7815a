"""Finding places by name, and offering them where one is written down."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils.translation import get_language

from fristad.server.accounts.actor import Actor
from fristad.server.cases.models import Place, PlaceName

#: A form carries at most so many places with it; beyond that the lower levels are looked up on a page.
OFFERED = 300
FOUND = 50
_DEEPEST = 5


@dataclass(frozen=True)
class Level:
    """How many places a level holds."""

    level: int
    count: int


@dataclass(frozen=True)
class Offered:
    """The names that a form offers, and whether they are all that are known."""

    names: tuple[str, ...] = ()
    is_all: bool = True


@dataclass(frozen=True)
class Found:
    """A place by its name in the reader's language, and those it lies in, the nearest first."""

    name: str
    inside: tuple[str, ...]


def levels(actor: Actor) -> list[Level]:
    """Return how many places each level holds."""
    rows = _of(actor).values("level").annotate(count=Count("pk")).order_by("level")
    return [Level(row["level"], row["count"]) for row in rows]


def offered(actor: Actor) -> Offered:
    """Return what a form offers: of the levels from the top those that together have at most `OFFERED` places."""
    there = levels(actor)
    fit = [each.level for number, each in enumerate(there, 1) if sum(up.count for up in there[:number]) <= OFFERED]
    places = _of(actor).filter(level__in=fit).prefetch_related("names")
    return Offered(tuple(sorted({name_of(place) for place in places})), is_all=len(fit) == len(there))


def find(actor: Actor, words: str) -> list[Found]:
    """Return the places one of whose names has these words in it, those that begin with them first."""
    named = PlaceName.objects.filter(place__operation_id=actor.operation_id, text__icontains=words)
    starts = named.filter(text__istartswith=words).order_by("place__level", "text")
    ids = list(dict.fromkeys([*_ids(starts), *_ids(named.order_by("place__level", "text"))]))[:FOUND]
    rows = {place.pk: place for place in Place.objects.filter(pk__in=ids).prefetch_related("names")}
    return [Found(name_of(rows[pk]), tuple(_inside(rows[pk]))) for pk in ids]


def positions(operation_id: UUID, told: Iterable[str]) -> dict[str, tuple[float, float]]:
    """Return where places lie that were told by name, or by name and country. Two places of one name have none."""
    names = {each: (each, each.partition(",")[0].strip()) for each in told if each}
    rows = PlaceName.objects.filter(
        place__operation_id=operation_id,
        place__latitude__isnull=False,
        text__in={name for pair in names.values() for name in pair},
    )
    known: dict[str, set[tuple[float, float]]] = {}
    for text, north, east in rows.values_list("text", "place__latitude", "place__longitude"):
        if north is not None and east is not None:
            known.setdefault(text, set()).add((north, east))
    found = {each: known.get(whole) or known.get(first) or set() for each, (whole, first) in names.items()}
    return {each: next(iter(places)) for each, places in found.items() if len(places) == 1}


def name_of(place: Place) -> str:
    """Return a place's name in the reader's language, else the one without a language, else any."""
    names = {name.language: name.text for name in place.names.all()}
    return names.get(get_language() or "") or names.get("") or next(iter(names.values()), place.code)


def _of(actor: Actor) -> QuerySet[Place]:
    return Place.objects.filter(operation_id=actor.operation_id)


def _ids(rows: QuerySet[PlaceName]) -> Iterable[int]:
    return rows.values_list("place_id", flat=True)[:FOUND]


def _inside(place: Place) -> Iterable[str]:
    for _level in range(_DEEPEST):
        if place.parent is None:
            return
        place = place.parent
        yield name_of(place)
