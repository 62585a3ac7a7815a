"""The published adult table as a careful analyst would write it down, for the hand-written queries.

Four dimensions, each with its leaves by strength, and three-valued words in closed form: `lower` reads every unknown as
no, `upper` as yes. Written apart from Fristad's own lowering, so that equal counts mean something.
"""

from __future__ import annotations

from dataclasses import dataclass

from fristad.engine.instrument import Instrument
from fristad.targets.layout import Layout

#: Deceptive recruitment, coercive recruitment, exploitation, coercion at destination.
DIMENSIONS = {
    "dr": "deceptive_recruitment",
    "cr": "coercive_recruitment",
    "ex": "exploitation",
    "cd": "coercion_destination",
}
WEIGHTS = {"strong": 20, "medium": 10, "weak": 1}
LEVEL = 21
NOT_SETTLED = "not_settled"

#: The word, and when it is certain, with `l` and `u` before each dimension's lower and upper bound.
WORDS = (
    ("indications_present", "l_ex AND l_cd AND (l_dr OR l_cr)"),
    ("other_exploitation", "l_ex AND NOT u_cd AND (l_dr OR NOT u_cr)"),
    ("no_indication_in_what_was_asked", "NOT u_dr AND NOT u_cr AND NOT u_ex AND NOT u_cd"),
    (
        "unclassified",
        "(NOT u_ex AND (l_dr OR l_cr OR l_cd)) OR (l_cd AND NOT u_dr AND NOT u_cr) OR (NOT u_cd AND NOT u_dr AND l_cr)",
    ),
)


@dataclass(frozen=True)
class Part:
    """The leaves of one strength in one dimension."""

    weight: int
    leaves: tuple[str, ...]


def parts(instrument: Instrument) -> dict[str, list[Part]]:
    """For each dimension its leaves by weight."""
    found: dict[str, list[Part]] = {}
    for short, dimension in DIMENSIONS.items():
        for strength, weight in WEIGHTS.items():
            leaves = tuple(
                item.leaf
                for item in instrument.items
                if item.leaf and item.dimension == dimension and item.strength == strength
            )
            if leaves:
                found.setdefault(short, []).append(Part(weight, leaves))
    return found


def bits(layout: Layout) -> dict[str, dict[int, int]]:
    """For each dimension the bits of its words by weight."""
    return {short: dict(layout.word[dimension].groups(0)) for short, dimension in DIMENSIONS.items()}
