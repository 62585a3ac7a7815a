"""A small map of a journey: numbered stops where they lie, or in their order where nobody told positions.

North is up and east is right in every language; only stops in their order begin at the side where reading begins.
The page says the same as a numbered table. Positions are in units of a picture WIDTH wide.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

WIDTH: Final = 480.0
MARGIN: Final = 36.0
_FLATTEST, _HIGHEST = 120.0, 360.0
_NEAR = 24.0  # knots nearer than this would cover each other: they become one
_ROW = 6  # so many stops stand in one row where they stand in order
_STEP_DOWN = 72.0
_TALLEST_LATITUDE = 80.0


@dataclass(frozen=True)
class Stop:
    """A stop with its number; `at` is latitude and longitude in degrees; `reached` whether the way to it was told."""

    number: int
    at: tuple[float, float] | None = None
    reached: bool = True
    now: bool = False


@dataclass(frozen=True)
class Knot:
    """A place on the map with the numbers of the stops there."""

    x: float
    y: float
    numbers: tuple[int, ...]
    now: bool

    @property
    def label(self) -> str:
        """The numbers as they stand in the knot or beside it."""
        return ", ".join(map(str, self.numbers))


@dataclass(frozen=True)
class Chart:
    """The whole picture. `is_placed` says whether stops stand where they lie; `left_out` are those without a place."""

    height: float
    knots: tuple[Knot, ...]
    ways: tuple[tuple[float, float, float, float, bool], ...]
    is_placed: bool
    left_out: tuple[int, ...] = ()


def chart(stops: Sequence[Stop], *, mirrored: bool = False) -> Chart | None:
    """Draw stops in the order of travel; None for fewer than two. They stand where they lie if half of them
    or more have a position. `mirrored` turns stops in order, never a map."""
    if len(stops) < 2:
        return None
    placed = [stop for stop in stops if stop.at]
    if len({stop.at for stop in placed}) < 2 or len(placed) * 2 < len(stops):
        points = _in_order(len(stops), mirrored=mirrored)
        return _drawn(stops, points, stops, is_placed=False)
    return _drawn(placed, _projected([stop.at for stop in placed if stop.at]), stops, is_placed=True)


def _in_order(count: int, *, mirrored: bool) -> list[tuple[float, float]]:
    """Lay stops in rows, each row back the way of the one before, so that the way never jumps."""
    step = (WIDTH - 2 * MARGIN) / (min(count, _ROW) - 1)
    points = []
    for place in range(count):
        row, column = divmod(place, _ROW)
        turned = (row % 2 == 1) != mirrored
        x = MARGIN + step * column
        points.append((WIDTH - x if turned else x, MARGIN + _STEP_DOWN * row))
    return points


def _projected(places: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Put degrees on the picture: equal lengths north and east at the middle latitude; over the date line if nearer."""
    first = places[0][1]
    degrees = [(lat, first + (lon - first + 180) % 360 - 180) for lat, lon in places]
    middle = sum(lat for lat, _ in degrees) / len(degrees)
    shrink = math.cos(math.radians(max(-_TALLEST_LATITUDE, min(_TALLEST_LATITUDE, middle))))
    flat = [(lon * shrink, -lat) for lat, lon in degrees]
    left, right = min(x for x, _ in flat), max(x for x, _ in flat)
    top, bottom = min(y for _, y in flat), max(y for _, y in flat)
    room = WIDTH - 2 * MARGIN, _HIGHEST - 2 * MARGIN
    scale = min(room[0] / (right - left or 1e-9), room[1] / (bottom - top or 1e-9))
    high = max((bottom - top) * scale, _FLATTEST - 2 * MARGIN)
    aside, down = (WIDTH - (right - left) * scale) / 2, MARGIN + (high - (bottom - top) * scale) / 2
    return [(aside + (x - left) * scale, down + (y - top) * scale) for x, y in flat]


def _drawn(
    stops: Sequence[Stop], points: Sequence[tuple[float, float]], every: Sequence[Stop], *, is_placed: bool
) -> Chart:
    knots = _knots(stops, points)
    where = {number: (knot.x, knot.y) for knot in knots for number in knot.numbers}
    ways = []
    for one, other in pairwise(stops):
        between = [stop for stop in every if one.number < stop.number <= other.number]
        told = len(between) == 1 and other.reached
        if where[one.number] != where[other.number]:
            ways.append((*where[one.number], *where[other.number], told))
    height = max(max(y for _, y in points) + MARGIN, _FLATTEST if is_placed else 2 * MARGIN)
    gone = tuple(stop.number for stop in every if stop.number not in where)
    return Chart(round(height, 1), tuple(knots), tuple(ways), is_placed, gone)


def _knots(stops: Sequence[Stop], points: Sequence[tuple[float, float]]) -> list[Knot]:
    """Tie stops to knots, those that lie nearly together to one."""
    knots: list[Knot] = []
    for stop, (x, y) in zip(stops, points, strict=True):
        near = next((at for at, knot in enumerate(knots) if math.dist((knot.x, knot.y), (x, y)) < _NEAR), None)
        if near is None:
            knots.append(Knot(round(x, 1), round(y, 1), (stop.number,), stop.now))
        else:
            there = knots[near]
            knots[near] = Knot(there.x, there.y, (*there.numbers, stop.number), there.now or stop.now)
    return knots
