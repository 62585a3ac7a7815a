"""A line for the days of a time limit: used, today, left."""

from dataclasses import dataclass
from typing import Final

LENGTH: Final = 126.0
START: Final = 2.0


@dataclass(frozen=True)
class Track:
    """Where the used part of a track of 130 by 12 ends, on a scale from START to START + LENGTH."""

    start: float
    now: float
    end: float


def track(used: float, total: float) -> Track:
    """Place `used` of `total` days. More than all is drawn as all, a total of nothing as used up."""
    share = min(max(used / total, 0.0), 1.0) if total > 0 else 1.0
    return Track(start=START, now=round(START + LENGTH * share, 1), end=START + LENGTH)
