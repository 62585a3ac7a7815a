"""A journey as a line that lies down: stops, gaps nobody has asked about, what others did, phases.

Legs come as plain values, in the order of travel. The page shows the same legs as an upright thread where there is
little room; that thread is what screen readers read. Positions are in units of a picture WIDTH wide.
"""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final

WIDTH: Final = 860.0
MARGIN: Final = 80.0
# More stops than this leave no room for their names; the page then shows the thread alone.
MOST: Final = 7

_LINE = 16  # from one line of text to the next
_LETTER = 8.0  # the width of a letter of 14 px, on average and with some air
_ROOM = 150.0  # what the words of an event need; closer ones stand at two heights
_SWING = 12.0  # how far the line swings between two stops


@dataclass(frozen=True)
class Leg:
    """One stop, or a time nobody has asked about (`told` is false); `events` are what others did after it began."""

    place: str
    when: str = ""
    phase: str = ""
    told: bool = True
    now: bool = False
    events: tuple[str, ...] = ()


@dataclass(frozen=True)
class Text:
    """Lines of text, centred on x; y of each line's foot."""

    x: float
    lines: tuple[tuple[float, str], ...]


@dataclass(frozen=True)
class Stop:
    """A knot with its name and time below."""

    x: float
    leg: Leg
    place: Text
    when: Text


@dataclass(frozen=True)
class Event:
    """A diamond on the line, a stem, and words above."""

    x: float
    y: float
    top: float
    text: Text


@dataclass(frozen=True)
class Phase:
    """A band below the stops that share a phase."""

    x: float
    width: float
    text: Text


@dataclass(frozen=True)
class Map:
    """Everything the picture holds."""

    height: float
    line: float
    paths: tuple[tuple[str, bool], ...]
    stops: tuple[Stop, ...]
    events: tuple[Event, ...]
    phases: tuple[Phase, ...]
    band: float = field(default=0.0)


def journey(legs: Sequence[Leg], *, mirrored: bool = False) -> Map | None:
    """Lay a journey down, from the other side where `mirrored`. None for fewer than two legs or more than MOST."""
    if not 2 <= len(legs) <= MOST:
        return None
    plan = _Plan(legs, mirrored=mirrored)
    return plan.drawn()


class _Plan:
    """The sums of one picture."""

    def __init__(self, legs: Sequence[Leg], *, mirrored: bool) -> None:
        self.legs = legs
        self.mirrored = mirrored
        self.step = (WIDTH - 2 * MARGIN) / (len(legs) - 1)
        self.letters = max(8, int(self.step / _LETTER))
        self.line = 110.0 if any(leg.events for leg in legs) else 36.0

    def x(self, place: float) -> float:
        """Where the place-th stop stands; fractions lie between stops."""
        along = MARGIN + self.step * place
        return round(WIDTH - along if self.mirrored else along, 1)

    def wrapped(self, x: float, y: float, words: str) -> Text:
        lines = textwrap.wrap(words, self.letters) or [""]
        return Text(x, tuple((y + _LINE * number, line) for number, line in enumerate(lines)))

    def swing(self, segment: int) -> float:
        return _SWING if segment % 2 else -_SWING

    def path(self, segment: int) -> tuple[str, bool]:
        a, b = self.x(segment), self.x(segment + 1)
        c1, c2 = round(a + (b - a) / 3, 1), round(b - (b - a) / 3, 1)
        y = self.line + self.swing(segment)
        told = self.legs[segment].told and self.legs[segment + 1].told
        return f"M{a} {self.line}C{c1} {y} {c2} {y} {b} {self.line}", told

    def stop(self, number: int) -> Stop:
        leg, x = self.legs[number], self.x(number)
        place = self.wrapped(x, self.line + 36, leg.place)
        when = self.wrapped(x, self.line + 36 + _LINE * len(place.lines) + 3, leg.when)
        return Stop(x, leg, place, when)

    def events(self) -> tuple[Event, ...]:
        drawn: list[Event] = []
        for number, leg in enumerate(self.legs):
            segment = min(number, len(self.legs) - 2)
            for rank, words in enumerate(leg.events, 1):
                x = self.x(segment + rank / (len(leg.events) + 1))
                low = bool(drawn) and abs(drawn[-1].x - x) < _ROOM and drawn[-1].top < self.line - 40
                drawn.append(self.event(segment, rank / (len(leg.events) + 1), words, low=low))
        return tuple(drawn)

    def event(self, segment: int, part: float, words: str, *, low: bool) -> Event:
        x = self.x(segment + part)
        # Both handles of the curve lie `swing` away, so at `part` it is 3 p (1 - p) of that away.
        y = round(self.line + 3 * part * (1 - part) * self.swing(segment), 1)
        lines = textwrap.wrap(words, 18)[:3]
        foot = self.line - (36 if low else 52)
        first = foot - _LINE * (len(lines) - 1)
        text = Text(x, tuple((first + _LINE * index, line) for index, line in enumerate(lines)))
        return Event(x, y, foot + 6, text)

    def phases(self, top: float) -> tuple[Phase, ...]:
        bands: list[Phase] = []
        first = 0
        for name, group in groupby(self.legs, key=lambda leg: leg.phase):
            last = first + len(list(group)) - 1
            if name:
                bands.append(self.band(name, first, last, top))
            first = last + 1
        return tuple(bands)

    def band(self, name: str, first: int, last: int, top: float) -> Phase:
        edges = sorted((self.x(first - 0.48), self.x(last + 0.48)))
        left, right = max(edges[0], 0.0), min(edges[1], WIDTH)
        width = round(right - left, 1)
        return Phase(left, width, Text(round(left + width / 2, 1), ((top + 18, name),)))

    def drawn(self) -> Map:
        stops = tuple(self.stop(number) for number in range(len(self.legs)))
        foot = max(y for stop in stops for y, _ in stop.when.lines)
        band = foot + 18
        phases = self.phases(band)
        paths = tuple(self.path(segment) for segment in range(len(self.legs) - 1))
        height = band + 28 if phases else foot + 10
        return Map(height, self.line, paths, stops, self.events(), phases, band)
