"""The journey as it is drawn: stops in order, times that nobody told or asked about, and where the person is now."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count, pairwise
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fristad.server.cases import doors, words
from fristad.server.cases.models import Leg, Person
from fristad.server.cases.pure import journeys
from fristad.server.cases.pure.dates import from_json
from fristad.server.cases.selectors.places import positions
from fristad.server.cases.words_dates import said, words_of

_DAYS_OF_A_MONTH = 30


def drawn(*people: Person) -> list[dict[str, Any]]:
    """Return the legs as the journey drawing takes them, with a dotted leg for each time that was not told.

    `people` are the joined records of one person. Their legs stand in the order of time where each has one.
    """
    legs = [leg for person in people for leg in doors.legs(person)]
    if len(people) > 1 and all((leg.told or {}).get("began") for leg in legs):
        legs.sort(key=lambda leg: str(leg.told["began"]["earliest"]))
    return list(_with_gaps(legs)) if legs else []


def mapped(*people: Person) -> list[dict[str, Any]]:
    """Return the stops as the small map takes them: numbered, with the position that the list of places gives."""
    legs = drawn(*people)
    where = positions(people[0].operation_id, {leg["place"] for leg in legs}) if people else {}
    numbers = count(1)
    stops, reached = [], True
    for leg in legs:
        told = leg["told"]
        place = leg["place"] or _("Not told, not asked")
        stops.append(
            {
                "number": next(numbers) if told else 0,
                "place": place,
                "when": leg["when"],
                "how": leg.get("how", ""),
                "at": where.get(leg["place"]),
                "reached": reached,
                "now": leg.get("now", False),
            }
        )
        reached = told
    return stops


def _with_gaps(legs: list[Leg]) -> Iterator[dict[str, Any]]:
    for leg, following in pairwise(legs):
        yield _drawn(leg)
        gap = journeys.gap_between(_told(leg), _told(following))
        if gap:
            yield {"place": "", "when": _length(gap), "phase": "", "told": False}
    yield {**_drawn(legs[-1]), "now": True}


def _length(gap: journeys.Gap) -> str:
    months = round(gap.days_least / _DAYS_OF_A_MONTH)
    if not months:
        return _("some days")
    return ngettext("about %(months)s month", "about %(months)s months", months) % {"months": months}


def unclear(person: Person) -> list[str]:
    """Return a sentence for each stay whose dates cannot be right, and for each two that overlap."""
    return [said(sentence) for sentence in journeys.overlaps([_told(leg) for leg in doors.legs(person)])]


def when_of(leg: Leg) -> str:
    """Return the time of a leg in words, as it was told."""
    told = leg.told or {}
    return " - ".join(filter(None, (words_of(told.get("began")), words_of(told.get("ended")))))


def how_of(leg: Leg) -> str:
    """Return the part of the journey and the means of a leg in words, as far as they were told."""
    told = leg.told or {}
    means = told.get("means") or ""
    known = words.MEANS_OF_TRAVEL.get(means, "") if means != "unknown" else ""
    return ". ".join(str(each) for each in (words.PHASES.get(told.get("phase") or "", ""), known) if each)


def _told(leg: Leg) -> journeys.Leg:
    told = leg.told or {}
    began, ended = told.get("began"), told.get("ended")
    return journeys.Leg(
        place=told.get("place") or "",
        since=from_json(began) if began else None,
        until=from_json(ended) if ended else None,
    )


def _drawn(leg: Leg) -> dict[str, Any]:
    told = leg.told or {}
    return {
        "place": told.get("place") or "",
        "when": when_of(leg),
        "phase": str(words.PHASES.get(told.get("phase") or "", "")),
        "told": bool(told.get("place")),
        "events": told.get("events") or [],
        "how": str(words.MEANS_OF_TRAVEL.get(told.get("means") or "unknown", "")),
    }
