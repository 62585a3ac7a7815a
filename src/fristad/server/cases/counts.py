"""The small numbers beside the parts of a case: how much is open in each."""

from __future__ import annotations

from collections.abc import Callable

from fristad.server.accounts.actor import Actor
from fristad.server.cases.models import Case
from fristad.server.cases.models.work import CaseItem


def of(kind: type[CaseItem]) -> Callable[[Actor, Case], int | None]:
    """Return what counts the live entries of one kind in a case that was reached; None where there are none."""
    return lambda _actor, case: (
        kind.unscoped.filter(case=case, ended_on=None, record_key__destroyed_on=None).count() or None
    )
