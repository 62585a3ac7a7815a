"""Jobs as their owner sees them."""

from __future__ import annotations

from uuid import UUID

from fristad.server.accounts.actor import Actor
from fristad.server.common.problems import NotThereError
from fristad.server.jobs.models import Job


def mine(actor: Actor, *, most: int = 50) -> list[Job]:
    """Return the actor's own jobs, the latest first."""
    rows = Job.unscoped.filter(operation_id=actor.operation_id, staff_id=actor.staff_id).select_related("record_key")
    return list(rows.order_by("-run_after")[:most])


def one(actor: Actor, job_id: UUID) -> Job:
    """Return one of the actor's own jobs. Raises `NotThereError`."""
    rows = Job.unscoped.filter(operation_id=actor.operation_id, staff_id=actor.staff_id).select_related("record_key")
    found: Job | None = rows.filter(pk=job_id).first()
    if found is None:
        raise NotThereError
    return found
