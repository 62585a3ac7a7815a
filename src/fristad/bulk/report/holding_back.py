"""Every count on the page is rounded, and small counts are held back with whatever would give them away.

Rounding protects the page as one: counts of different tables may lie inside one another, and exact ones could be
subtracted.
"""

from __future__ import annotations

from collections.abc import Mapping

#: A count from 1 to one below this may point to persons.
SMALLEST_SHOWN = 10
#: Counts are rounded to a multiple of this.
STEP = 10


def is_small(count: int) -> bool:
    return 0 < count < SMALLEST_SHOWN


def rounded(count: int) -> int | None:
    """A count as the page may show it: to the nearest `STEP`, None where it is small."""
    return None if is_small(count) else (count + STEP // 2) // STEP * STEP


def safe(counts: Mapping[str, int]) -> dict[str, int | None]:
    """Counts that add up to a total everybody can see, rounded; None where one is held back.

    Where something is held back, at least two counts are, with at least `SMALLEST_SHOWN` rows between them, so that
    the total minus the rest gives nobody away. Zeros are shown, unless nothing else is left to hide behind.
    """
    held = {name for name, count in counts.items() if is_small(count)}
    others = sorted((n for n in counts if n not in held), key=lambda n: (counts[n] == 0, rounded(counts[n]), n))
    while held and others and (len(held) < 2 or sum(counts[n] for n in held) < SMALLEST_SHOWN):
        held.add(others.pop(0))
    return {name: None if name in held else rounded(count) for name, count in counts.items()}


def safe_part(count: int, whole: int) -> int | None:
    """A count inside a whole that is shown, rounded: held back if it, or what is left of the whole, is small."""
    return None if is_small(whole - count) else rounded(count)
