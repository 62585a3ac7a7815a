"""What is shown of a table, and what somebody could work out from it."""

from __future__ import annotations

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from fristad.bulk.pieces import COULD, KNOWN, NONE, STATES, THIN
from fristad.bulk.safe_counts import SMALLEST, Table, by_name, rounded, totals

_COUNTS = st.one_of(st.integers(0, 30), st.integers(0, 400))
_TABLES = st.dictionaries(
    st.sampled_from("ABCDEFGH"), st.fixed_dictionaries(dict.fromkeys(STATES, _COUNTS)), min_size=1
)


def _sums(values: list[int]) -> set[int]:
    """Every sum and difference that somebody can make of the figures of one column."""
    found = {0}
    for value in values:
        found = {each + sign * value for each in found for sign in (-1, 0, 1)}
    return found


def _whole(named: dict[str, dict[str, int]]) -> dict[str, int]:
    return {state: sum(counts[state] for counts in named.values()) for state in STATES}


@settings(max_examples=300, deadline=None)
@given(_TABLES)
def test_no_subtraction_gives_back_a_small_cell(named: dict[str, dict[str, int]]) -> None:
    """The attacker knows exact figures, before rounding, the totals, and which names are shown by themselves."""
    table, whole = by_name(named), totals(_whole(named))
    shown = {line.name for line in table.lines if line.name is not None}
    for at, _states in enumerate(table.states):
        column = [line.counts[at] for line in table.lines]
        # The totals are the sum of the column: they say nothing that the lines do not.
        assert sum(column) == whole.lines[0].counts[at]
        assert all(count == 0 or count >= SMALLEST for count in column)
    for name, state in product(named, STATES):
        if 0 < named[name][state] < SMALLEST and name in shown:
            # A shown name's small cell stands only in a sum with another state, never by itself.
            group = next(group for group in table.states if state in group)
            assert len(group) > 1
    joined = [name for name in named if name not in shown]
    assert not table.lines or len(joined) != 1


@settings(max_examples=300, deadline=None)
@given(_TABLES)
def test_every_hidden_small_cell_could_be_another_number(named: dict[str, dict[str, int]]) -> None:
    """For each small cell there is another table with the very same page, in which it is different."""
    page = by_name(named)
    if not page.lines:
        return
    shown = {line.name for line in page.lines}
    for name, state in product(named, STATES):
        if not 0 < named[name][state] < SMALLEST:
            continue
        group = next(group for group in page.states if state in group)
        if name in shown:
            other = {**named, name: _moved(named[name], group)}
        else:
            other = _swapped(named, [each for each in named if each not in shown], name, state)
        assert other is not None
        assert other[name][state] != named[name][state]
        assert [line.counts for line in by_name_with(other, page, shown)] == [line.counts for line in page.lines]


def by_name_with(named: dict[str, dict[str, int]], page: Table, shown: set[str | None]) -> list[object]:
    """The lines of a page as it would be, had the same names been joined."""
    lines = []
    for line in page.lines:
        names = [line.name] if line.name is not None else [name for name in named if name not in shown]
        counts = tuple(sum(named[n][s] for n in names for s in group) for group in page.states)
        lines.append(type(line)(line.name, line.joined, counts))
    return lines


def _moved(counts: dict[str, int], group: tuple[str, ...]) -> dict[str, int]:
    """Take one row from one state of a group to another."""
    source = next(state for state in group if counts[state])
    target = next(state for state in group if state != source)
    return {**counts, source: counts[source] - 1, target: counts[target] + 1}


def _swapped(
    named: dict[str, dict[str, int]], joined: list[str], name: str, state: str
) -> dict[str, dict[str, int]] | None:
    other = next((each for each in joined if each != name), None)
    if other is None:
        return None
    less = {**named[name], state: named[name][state] - 1}
    more = {**named[other], state: named[other][state] + 1}
    return {**named, name: less, other: more}


def test_a_place_in_which_everybody_is_meant_is_not_shown_by_itself() -> None:
    named = {
        "A": {KNOWN: 40, COULD: 0, THIN: 0, NONE: 0},
        "B": {KNOWN: 10, COULD: 20, THIN: 300, NONE: 50},
        "C": {KNOWN: 10, COULD: 20, THIN: 400, NONE: 50},
    }
    assert [line.name for line in by_name(named).lines] == ["C", None]


def test_few_rows_are_held_back_altogether() -> None:
    few = {KNOWN: 1, COULD: 3, THIN: 4, NONE: 0}
    assert totals(few) == Table((), ())
    assert by_name({"A": few}) == Table((), ())
    assert [rounded(count) for count in (10, 12, 13)] == [10, 10, 15]
