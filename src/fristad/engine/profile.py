"""A vulnerability profile: levels that a named person chose, with reasons. Nothing here computes a level or a score."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from fristad.engine.errors import InstrumentError
from fristad.engine.instrument import Instrument


@dataclass(frozen=True, slots=True)
class ChosenLevel:
    """One person's judgement of one dimension. `factors` are ids of items that it rests on."""

    dimension: str
    level: str
    reason: str
    chosen_by: str
    factors: tuple[str, ...] = ()


@dataclass(frozen=True)
class Profile:
    """The judgements made so far, at most one per dimension; a dimension without one has no level, not a low one."""

    instrument: Instrument
    chosen: tuple[ChosenLevel, ...]

    @property
    def without_level(self) -> tuple[str, ...]:
        """Dimensions that nobody has judged."""
        judged = {choice.dimension for choice in self.chosen}
        return tuple(d.id for d in self.instrument.own_dimensions if d.id not in judged)


def make_profile(instrument: Instrument, chosen: Iterable[ChosenLevel]) -> Profile:
    """Check what a person chose. Raises InstrumentError with one sentence for the first thing that is missing."""
    choices = tuple(chosen)
    if instrument.kind != "judgement":
        raise InstrumentError(f"{instrument.id} is computed from its rules; nobody chooses levels for it.")
    for choice in choices:
        _check(instrument, choice)
    dimensions = [choice.dimension for choice in choices]
    if len(set(dimensions)) != len(dimensions):
        raise InstrumentError("A dimension has two levels. Keep the one that the person means.")
    return Profile(instrument, choices)


def _check(instrument: Instrument, choice: ChosenLevel) -> None:
    known = {d.id for d in instrument.own_dimensions}
    if choice.dimension not in known:
        raise InstrumentError(f"{instrument.id} has no dimension '{choice.dimension}'. Use one of {', '.join(known)}.")
    if choice.level not in instrument.levels:
        raise InstrumentError(f"'{choice.level}' is not a level of {instrument.id}: {', '.join(instrument.levels)}.")
    if not choice.reason.strip() or not choice.chosen_by.strip():
        raise InstrumentError(f"The level of '{choice.dimension}' needs a reason and the name of who chose it.")
    for factor in choice.factors:
        item = instrument.item.get(factor)
        if item is None or item.withheld:
            raise InstrumentError(f"'{factor}' is not a factor that {instrument.id} may rest on. Name another one.")
