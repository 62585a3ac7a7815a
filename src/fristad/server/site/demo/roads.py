"""A journey of the demo, stop by stop, with what is not told left out."""

from __future__ import annotations

import random
from itertools import pairwise
from typing import Any

from fristad.server.site.demo.stories import data

#: How many in a hundred tell nothing of the way; and of the stops that may be untold, how many are.
SILENT, UNTOLD = 12, 40


def journey_of(chance: random.Random, road: Any, theme: Any, age: int) -> list[dict[str, Any]]:
    """Return the legs of one person; none for somebody who told nothing of the way."""
    if chance.randrange(100) < SILENT:
        return []
    legs, before = [], 12 * age
    for stop in road["stops"]:
        first, last = stop["months"]
        begun = min(chance.randint(last, first), before)
        if begun < 1:
            continue  # before the person was born
        legs.append(_leg(chance, stop, theme, begun))
        before = begun - 1
    here = chance.randint(0, max(0, min(before, 9)))
    legs.append({"place": "Norby", "country": "XNO", "phase": "now", "months": [here, 0]})
    return _with_ends(chance, legs)


def _leg(chance: random.Random, stop: Any, theme: Any, begun: int) -> dict[str, Any]:
    if stop.get("may_be_untold") and chance.randrange(100) < UNTOLD:
        return {"phase": stop["phase"]}
    place, country = chance.choice(stop["places"])
    leg: dict[str, Any] = {"place": place, "phase": stop["phase"], "months": [begun], "as": chance.choice(_WHEN)}
    if country:
        leg["country"] = country
    if "means" in stop:
        leg |= {"means": chance.choice(stop["means"]), "with_whom": chance.choice(data("people")["companions"])}
    return leg | _told(chance, stop["phase"], theme)


def _told(chance: random.Random, phase: str, theme: Any) -> dict[str, Any]:
    if phase == "recruitment":
        return {}
    told: dict[str, Any] = {}
    if phase == "destination" or chance.randrange(3) == 0:
        told["events"] = [chance.choice(theme["events"])]
    debt = chance.choice(theme["debts"])
    if debt and chance.randrange(2):
        told |= {"debt": debt, "paid_to": chance.choice(data("people")["payees"])}
    return told


def _with_ends(chance: random.Random, legs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Let most legs end where the next begins; of the others the end was not told."""
    for leg, following in pairwise(legs):
        if "months" in leg and "months" in following and chance.randrange(4):
            leg["months"] = [leg["months"][0], min(leg["months"][0], following["months"][0])]
    return legs


_WHEN = ("month", "month", "about", "year")
