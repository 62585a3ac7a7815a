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
_LETTER = 7.6  # the width of a letter of 14 px, on average and with some air
_BOLD = 9.4  # the same of the bold 16 px of a place
_FLAG = 24  # how many letters a line of an event has at most
_STEM = 30.0  # from the line up to the words of an event
_PAST = 7.0  # from a stem to the words that hang on it
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
    how: str = ""  # for the table beside the small map; the line has no room for it


@dataclass(frozen=True)
class Text:
    """Lines of text, centred on x or, of an event, beginning there; y of each line's foot."""

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
    """A diamond on the line, a stem, and words that hang on it like a flag."""

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
    band_height: float = field(default=0.0)


def journey(legs: Sequence[Leg], *, mirrored: bool = False) -> Map | None:
    """Lay a journey down, from the other side where `mirrored`. None for fewer than two legs or more than MOST."""
    if not 2 <= len(legs) <= MOST:
        return None
    plan = _Plan(legs, mirrored=mirrored)
    return plan.drawn()


@dataclass(frozen=True)
class _Flag:
    """The words of an event before their height is known; `along` is the way from the side where reading begins."""

    segment: int
    part: float
    along: float
    lines: tuple[str, ...]

    @property
    def end(self) -> float:
        return self.along + _PAST + _LETTER * max(len(line) for line in self.lines)

    @property
    def height(self) -> float:
        return _LINE * len(self.lines)


class _Plan:
    """The sums of one picture."""

    def __init__(self, legs: Sequence[Leg], *, mirrored: bool) -> None:
        self.legs = legs
        self.mirrored = mirrored
        self.step = (WIDTH - 2 * MARGIN) / (len(legs) - 1)
        self.flags = self.hung(self.all_flags())
        self.line = max((foot + flag.height for flag, foot in self.flags), default=_SWING + 4) + 20

    def along(self, place: float) -> float:
        """How far from the beginning the place-th stop stands; fractions lie between stops."""
        return MARGIN + self.step * place

    def x(self, place: float) -> float:
        """Where the place-th stop stands in the picture."""
        return self.turned(self.along(place))

    def turned(self, along: float) -> float:
        return round(WIDTH - along if self.mirrored else along, 1)

    def wrapped(self, x: float, y: float, words: str, room: float, letter: float = _LETTER) -> Text:
        lines = textwrap.wrap(words, max(8, int((room - 8) / letter))) or [""]
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
        # The first and the last one have no more room on their outer side than the margin.
        room = min(self.step, 2 * MARGIN) if number in (0, len(self.legs) - 1) else self.step
        place = self.wrapped(x, self.line + 36, leg.place, room, _BOLD)
        when = self.wrapped(x, self.line + 36 + _LINE * len(place.lines) + 3, leg.when, room)
        return Stop(x, leg, place, when)

    def all_flags(self) -> list[_Flag]:
        """What others did, in order, spread over the way that follows; of the last stop, at the stop."""
        *before, last = self.legs
        flags = [
            self.flag(segment, rank / (len(leg.events) + 1), words)
            for segment, leg in enumerate(before)
            for rank, words in enumerate(leg.events, 1)
        ]
        return [*flags, *(self.flag(len(before) - 1, 1, words) for words in last.events)]

    def flag(self, segment: int, part: float, words: str) -> _Flag:
        along = self.along(segment + part)
        letters = min(_FLAG, int((WIDTH - along - _PAST) / _LETTER))
        lines = textwrap.wrap(words, letters, max_lines=4, placeholder="…") or [""]
        return _Flag(segment, part, along, tuple(lines))

    def hung(self, flags: list[_Flag]) -> list[tuple[_Flag, float]]:
        """Give each flag the height of its foot over the line: above every later one that it would cover."""
        placed: list[tuple[_Flag, float]] = []
        for flag in reversed(flags):
            below = [foot + later.height + 8 for later, foot in placed if later.along < flag.end + 8]
            placed.append((flag, max([_STEM, *below])))
        return placed[::-1]

    def event(self, flag: _Flag, foot: float) -> Event:
        # Both handles of the curve lie `swing` away, so at `part` it is 3 p (1 - p) of that away.
        y = round(self.line + 3 * flag.part * (1 - flag.part) * self.swing(flag.segment), 1)
        top = self.line - foot - flag.height
        lines = tuple((top + 12 + _LINE * number, line) for number, line in enumerate(flag.lines))
        return Event(self.turned(flag.along), y, top, Text(self.turned(flag.along + _PAST), lines))

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
        return Phase(left, width, self.wrapped(round(left + width / 2, 1), top + 18, name, width))

    def drawn(self) -> Map:
        stops = tuple(self.stop(number) for number in range(len(self.legs)))
        foot = max(y for stop in stops for y, _ in stop.when.lines)
        band = foot + 18
        phases = self.phases(band)
        paths = tuple(self.path(segment) for segment in range(len(self.legs) - 1))
        events = tuple(self.event(flag, height) for flag, height in self.flags)
        band_height = max((10 + _LINE * len(phase.text.lines) for phase in phases), default=0)
        height = band + band_height + 2 if phases else foot + 10
        return Map(height, self.line, paths, stops, events, phases, band, band_height)
