"""From exact counts to what is kept of them: counts that are safe to be shown, and what happened on the way."""

from __future__ import annotations

from collections import Counter
from typing import Any

from fristad.bulk import safe_counts
from fristad.bulk.pieces import STATES, Found
from fristad.bulk.safe_counts import SMALLEST, Table

#: So many topics are shown under "how much was asked".
_MOST_TOPICS = 12


def safe(found: Found) -> dict[str, Any]:
    """Return the tables that may be shown, as JSON. The exact counts go no further."""
    whole: Counter[str] = Counter()
    places: dict[str, Counter[str]] = {}
    groups: dict[str, Counter[str]] = {}
    for (place, group, state), count in found.counts.items():
        whole[state] += count
        places.setdefault(place, Counter())[state] += count
        groups.setdefault(group, Counter())[state] += count
    return {
        "people": sum(whole.values()),
        "totals": _table(safe_counts.totals(whole)),
        "places": _table(_named(places)),
        "groups": _table(_named(groups)),
        "offered": _not_small(len(found.offered)),
        "answered": _answered(found),
    }


def _named(named: dict[str, Counter[str]]) -> Table:
    """One line for each name; nothing where the table names no place at all."""
    if set(named) <= {""}:
        return Table((), ())
    return safe_counts.by_name({name: {state: counts[state] for state in STATES} for name, counts in named.items()})


def _table(table: Table) -> dict[str, Any]:
    return {
        "states": [list(group) for group in table.states],
        "lines": [{"name": line.name, "joined": line.joined, "counts": list(line.counts)} for line in table.lines],
    }


def _answered(found: Found) -> list[list[Any]]:
    """Return the topics asked most, each with shares in percent: answered, a reason for none, never asked."""
    rows: list[tuple[str, int, int]] = []
    for key, counts in found.answered.items():
        whole = sum(counts)
        if whole >= SMALLEST * 5:
            kept = [0 if count < SMALLEST else count for count in counts]
            answered, reason = (round(100 * count / whole) for count in kept[:2])
            rows.append((key, answered, reason))
    rows.sort(key=lambda row: (-row[1], row[0]))
    return [[key, answered, reason, max(100 - answered - reason, 0)] for key, answered, reason in rows[:_MOST_TOPICS]]


def _not_small(count: int) -> int:
    """Return a count, or 0 for one that is small."""
    return count if count >= SMALLEST else 0
