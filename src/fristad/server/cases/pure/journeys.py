"""A journey in legs: put in order, with its gaps and overlaps, and as plain values for drawing.

A leg is a stay or a stretch of the way. The order in which legs were told stands, except where dates surely say
otherwise. A gap is time of which nobody has told or asked; it is drawn as a gap and never filled. Overlaps are said
in a sentence: two legs that surely hold the same days, or a leg that ends before it begins.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from typing import Any

from fristad.engine.truth import AnswerValue
from fristad.server.cases.pure.dates import PartialDate
from fristad.server.cases.pure.wording import Sentence, gettext_noop


class Phase(StrEnum):
    """The part of a journey, as concepts know it (see the glossary)."""

    RECRUITMENT = "recruitment"
    TRAVEL = "travel"
    DESTINATION = "destination"
    NOW = "now"


@dataclass(frozen=True, slots=True)
class Leg:
    """One leg. Texts may be empty and dates missing.

    `silence` is why nothing is known of a leg without a place: not asked, not known, declined, not safe to ask.
    """

    place: str = ""
    phase: Phase | None = None
    since: PartialDate | None = None
    until: PartialDate | None = None
    means: str = ""
    companions: str = ""
    paid_to: str = ""
    debt: str = ""
    silence: AnswerValue = AnswerValue.NOT_ASKED

    @property
    def begins(self) -> PartialDate | None:
        """The date of its beginning, or of its end if only that is known."""
        return self.since or self.until

    def surely_begins_before(self, other: Leg) -> bool:
        """Whether it surely began before the other."""
        return bool(self.begins and other.begins and self.begins.surely_before(other.begins))


@dataclass(frozen=True, slots=True)
class Gap:
    """Days between two legs of which nothing was told: at least, and at most."""

    days_least: int
    days_most: int


def ordered(legs: Sequence[Leg]) -> tuple[Leg, ...]:
    """Return the legs by their beginnings. What dates leave open stays as it was told."""
    waiting = list(legs)
    result: list[Leg] = []
    while waiting:
        earliest = next(
            place for place, leg in enumerate(waiting) if not any(o.surely_begins_before(leg) for o in waiting)
        )
        result.append(waiting.pop(earliest))
    return tuple(result)


def gap_between(earlier: Leg, later: Leg) -> Gap | None:
    """Return the days that surely lie between the end of one leg and the beginning of the next.

    None if they may touch, or if the end of the first or the beginning of the second is not known.
    """
    if earlier.until is None or later.since is None:
        return None
    least = (later.since.earliest - earlier.until.latest).days - 1
    most = (later.since.latest - earlier.until.earliest).days - 1
    return Gap(least, most) if least > 0 else None


def overlaps(legs: Sequence[Leg]) -> tuple[Sentence, ...]:
    """Return a sentence for each leg that ends before it begins, and for each two that surely hold the same days."""
    turned = [_turned(leg) for leg in legs if leg.since and leg.until and leg.until.surely_before(leg.since)]
    return (*turned, *(_both(one, two) for one, two in combinations(ordered(legs), 2) if _surely_overlap(one, two)))


def drawing(legs: Sequence[Leg]) -> list[dict[str, Any]]:
    """Return the stops and gaps of a journey in order, as plain values for a template.

    A stop has `kind` "stop", `number`, `place`, `phase`, `means`, `companions`, `paid_to`, `debt`, `since` and
    `until` (each a pair of ISO days, or None). A gap has `kind` "gap", `phase` (None where it changes), `reason` (why
    nothing is known: a word of `AnswerValue`), `days_least` and `days_most` (None for a leg without a place).
    """
    points: list[dict[str, Any]] = []
    farthest = Leg()  # the leg that reaches farthest so far; of the empty one no end is known
    for number, leg in enumerate(ordered(legs), 1):
        if gap := gap_between(farthest, leg):
            phase = leg.phase if leg.phase is farthest.phase else None
            points.append(_gap(phase, AnswerValue.NOT_ASKED, gap.days_least, gap.days_most))
        points.append(_stop(leg, number) if leg.place else _gap(leg.phase, leg.silence, None, None))
        farthest = _farther(farthest, leg)
    return points


def _farther(one: Leg, two: Leg) -> Leg:
    """Return the leg that may last longer: the second, unless the first is known to end later."""
    return one if one.until and two.until and one.until.latest > two.until.latest else two


def _stop(leg: Leg, number: int) -> dict[str, Any]:
    return {
        "kind": "stop",
        "number": number,
        "place": leg.place,
        "phase": _word(leg.phase),
        "means": leg.means,
        "companions": leg.companions,
        "paid_to": leg.paid_to,
        "debt": leg.debt,
        "since": _days(leg.since),
        "until": _days(leg.until),
    }


def _gap(phase: Phase | None, reason: AnswerValue, least: int | None, most: int | None) -> dict[str, Any]:
    return {"kind": "gap", "phase": _word(phase), "reason": reason.value, "days_least": least, "days_most": most}


def _word(phase: Phase | None) -> str | None:
    return phase.value if phase else None


def _days(known: PartialDate | None) -> tuple[str, str] | None:
    return (known.earliest.isoformat(), known.latest.isoformat()) if known else None


def _surely_overlap(one: Leg, two: Leg) -> bool:
    """Whether both surely hold a common day that is neither the last of one nor the first of the other."""
    if not (one.since and one.until and two.since and two.until):
        return False
    return one.since.latest < two.until.earliest and two.since.latest < one.until.earliest


def _turned(leg: Leg) -> Sentence:
    return Sentence(
        gettext_noop(
            "The stay in %(place)s ends before it begins. Nothing was changed: look whether the two dates, "
            "or their calendars, were exchanged."
        ),
        {"place": _place(leg)},
    )


def _both(one: Leg, two: Leg) -> Sentence:
    return Sentence(
        gettext_noop(
            "The stays in %(one)s and in %(two)s overlap. Nothing was changed: that can be right, "
            "and if not, ask which date is surer."
        ),
        {"one": _place(one), "two": _place(two)},
    )


def _place(leg: Leg) -> str | Sentence:
    return leg.place or Sentence(gettext_noop("a place that was not told"))
