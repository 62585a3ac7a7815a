"""A journey of the demo, stop by stop, with what is not told left out."""

from __future__ import annotations

import random
from itertools import pairwise
from typing import Any

from fristad.server.site.demo.stories import data

#: How many in a hundred tell nothing of the way; and of the stops that may be untold, how many are.
SILENT, UNTOLD = 12, 40
_DAYS_OF_MONTH = 30
_WHEN = ("month", "month", "about", "year")


def longest(road: Any, age: int) -> int:
    """Return since how many days somebody of this age can have been in Norby by this road."""
    months: int = min(road.get("since", 60) - 1, max(1, 12 * age))
    return _DAYS_OF_MONTH * months


def journey_of(chance: random.Random, road: Any, theme: Any, age: int, opened: int) -> list[dict[str, Any]]:
    """Return the legs of one person, who came before their case was opened; none if they told nothing of the way."""
    if chance.randrange(100) < SILENT:
        return []
    came = -(-opened // _DAYS_OF_MONTH)
    legs, before = [], min(12 * age, road.get("since", 12 * age))
    for stop in road["stops"]:
        first, last = stop["months"]
        shifted = came if "since" not in road else 0
        begun = min(max(came, shifted + chance.randint(last, first)), before)
        if begun <= came:
            continue  # before the person was born, or no time was left for it
        legs.append(_leg(chance, stop, begun))
        before = begun - 1
    legs.append({"place": "Norby", "country": "XNO", "phase": "now", "months": [came, 0]})
    return _with_ends(chance, _with_events(chance, theme, legs))


def _leg(chance: random.Random, stop: Any, begun: int) -> dict[str, Any]:
    if stop.get("may_be_untold") and chance.randrange(100) < UNTOLD:
        return {"phase": stop["phase"]}
    place, country = chance.choice(stop["places"])
    leg: dict[str, Any] = {"place": place, "phase": stop["phase"], "months": [begun], "as": chance.choice(_WHEN)}
    if country:
        leg["country"] = country
    if "means" in stop:
        leg |= {"means": chance.choice(stop["means"]), "with_whom": chance.choice(data("people")["companions"])}
    return leg


def _with_events(chance: random.Random, theme: Any, legs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Let what the theme tells happen where the person was kept or worked, else on the way; and one debt at most."""
    places = [leg for leg in legs if "place" in leg and leg["phase"] in ("travel", "destination")]
    for leg in places:
        if leg["phase"] == "destination" or len(places) == 1:
            leg["events"] = [chance.choice(theme["events"])]
    debt = chance.choice(theme["debts"])
    if places and debt and chance.randrange(3):
        places[-1] |= {"debt": debt, "paid_to": chance.choice(data("people")["payees"])}
    return legs


def _with_ends(chance: random.Random, legs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Let most legs end where the next begins; of the others the end was not told."""
    for leg, following in pairwise(legs):
        if "months" in leg and "months" in following and chance.randrange(4):
            leg["months"] = [leg["months"][0], min(leg["months"][0], following["months"][0])]
    return legs
