"""The doors to screenings for planning, one's own, and to the lists that were made for oneself."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from fristad.server.accounts import selectors as accounts
from fristad.server.accounts.actor import Actor
from fristad.server.accounts.models import Staff
from fristad.server.common.clock import today
from fristad.server.common.problems import NotThereError
from fristad.server.jobs.models import Job
from fristad.server.screening.models import BulkRun, TalkList


def runs(actor: Actor) -> list[BulkRun]:
    """Return the actor's own screenings, the latest first."""
    rows = BulkRun.unscoped.filter(operation_id=actor.operation_id, by=actor.staff_id, until__gte=today())
    return [] if actor.is_empty else list(rows.select_related("record_key").order_by("-created_on", "-until", "id"))


def run(actor: Actor, run_id: UUID) -> BulkRun:
    """Return one of the actor's own screenings. Raises `NotThereError`."""
    found: BulkRun = _one(runs(actor), run_id)
    return found


def lists(actor: Actor) -> list[TalkList]:
    """Return the lists that were made for the actor and still stand."""
    rows = TalkList.unscoped.filter(operation_id=actor.operation_id, officer=actor.staff_id, until__gte=today())
    return [] if actor.is_empty else list(rows.select_related("record_key").order_by("until", "id"))


def talk_list(actor: Actor, list_id: UUID) -> TalkList:
    """Return a list that was made for the actor. Raises `NotThereError`."""
    found: TalkList = _one(lists(actor), list_id)
    return found


def _one(rows: list[Any], wanted: UUID) -> Any:
    found = next((each for each in rows if each.pk == wanted), None)
    if found is None:
        raise NotThereError
    return found


def job(run: BulkRun) -> Job | None:
    """Return the job of a screening that was reached through its door."""
    found: Job | None = Job.unscoped.filter(pk=run.told.get("job")).select_related("record_key").first()
    return found


def officers(actor: Actor) -> list[Staff]:
    """Return the colleagues for whom a list can be made."""
    found = accounts.whoever_holds(actor.operation_id, "talk_list.hold", actor.agency_id)
    return sorted(found, key=lambda each: str(each.display_name))
