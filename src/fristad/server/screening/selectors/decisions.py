"""The decisions of a case in their order: each revises the one before it."""

from __future__ import annotations

from fristad.server.cases.models import Case
from fristad.server.screening import doors
from fristad.server.screening.models import Decision


def history(case: Case) -> list[Decision]:
    """Return the decisions of a case that was reached through a door, the one that stands first.

    Days alone cannot order two decisions of one day; what revises what can.
    """
    every = {each.pk: each for each in doors.decisions(case)}
    revised = {each.revises_id for each in every.values()}
    found: list[Decision] = []
    for head in (each for each in every.values() if each.pk not in revised):
        at: Decision | None = head
        while at is not None:
            found.append(at)
            at = every.get(at.revises_id) if at.revises_id else None
    return found


def standing(case: Case) -> Decision | None:
    """Return the decision that nothing revises."""
    return next(iter(history(case)), None)
