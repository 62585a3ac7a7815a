"""Counts that may be shown: small ones are put together with others until nobody stands out.

Nothing is blanked out that its total gives back. A state with few rows is joined with the next one, over the whole
table; a place with few rows in any state is joined with the next smallest places, until what is joined is large
enough, and the places that were joined are not told apart. What cannot be made large enough is held back for the whole
table. So no count on the page is smaller than `SMALLEST` and not zero, and no sum or difference of counts is one.
What is shown is rounded as well: tables that were made of nearly the same rows differ by less than one step.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fristad.bulk.pieces import COULD, KNOWN, NONE, STATES, THIN

#: A count from 1 to one below this may point to persons.
SMALLEST = 10
#: Counts are shown as multiples of this.
STEP = 5
#: So many places or groups stand by themselves; the rest stand together.
MOST_LINES = 40

Counts = Mapping[str, int]
#: The states that can be shown apart, from the finest to the coarsest: each is a list of states put together.
_LEVELS: tuple[tuple[tuple[str, ...], ...], ...] = (
    ((KNOWN,), (COULD,), (THIN,), (NONE,)),
    ((KNOWN,), (COULD,), (THIN, NONE)),
    ((KNOWN, COULD), (THIN,), (NONE,)),
    ((KNOWN, COULD), (THIN, NONE)),
)


@dataclass(frozen=True)
class Line:
    """One line of a table: `name` is None where `joined` places are put together. Exact counts by group of states."""

    name: str | None
    joined: int
    counts: tuple[int, ...]

    @property
    def rows(self) -> int:
        """All rows of the line."""
        return sum(self.counts)


@dataclass(frozen=True)
class Table:
    """Lines whose counts are by the groups of `states`; both empty where nothing can be shown."""

    states: tuple[tuple[str, ...], ...]
    lines: tuple[Line, ...]


def totals(counts: Counts) -> Table:
    """The whole table in one line, by the finest states that can be shown."""
    for states in _LEVELS:
        line = Line("", 1, _summed(counts, states))
        if _is_safe(line.counts, states):
            return Table(states, (line,))
    return Table((), ())


def by_name(named: Mapping[str, Counts]) -> Table:
    """One line for each name that is safe by itself, the largest first, and one for all others together.

    The states are those of the totals over all names, so that the two tables add up and no difference between them
    tells states apart.
    """
    whole = {state: sum(counts.get(state, 0) for counts in named.values()) for state in STATES}
    states = totals(whole).states
    if not states:
        return Table((), ())
    lines = sorted(
        (Line(name, 1, _summed(counts, states)) for name, counts in named.items()), key=lambda each: -each.rows
    )
    own = [each for each in lines if _is_safe(each.counts, states)][:MOST_LINES]
    rest = [each for each in lines if each not in own]
    while rest and not (len(rest) > 1 and _is_safe(_together(rest), states)):
        if not own:
            return Table((), ())
        rest.append(own.pop())
    last = (Line(None, len(rest), _together(rest)),) if rest else ()
    return Table(states, (*own, *last))


def rounded(count: int) -> int:
    """A count as it is shown."""
    return (count + STEP // 2) // STEP * STEP


def _is_safe(counts: Sequence[int], states: Sequence[tuple[str, ...]]) -> bool:
    """Whether no count is small, and not everybody of a line is in the states that say something of them."""
    if any(0 < count < SMALLEST for count in counts):
        return False
    telling = sum(count for count, state in zip(counts, states, strict=True) if set(state) <= {KNOWN, COULD})
    return not telling or sum(counts) - telling >= SMALLEST


def _summed(counts: Counts, states: Sequence[tuple[str, ...]]) -> tuple[int, ...]:
    return tuple(sum(counts.get(each, 0) for each in group) for group in states)


def _together(lines: Sequence[Line]) -> tuple[int, ...]:
    return tuple(map(sum, zip(*(each.counts for each in lines), strict=True)))
