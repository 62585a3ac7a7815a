"""Asking for a job, and ending one."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from fristad.server.accounts.actor import Actor
from fristad.server.audit import actions
from fristad.server.audit.services import act
from fristad.server.audit.who import is_service
from fristad.server.common.clock import now, today
from fristad.server.common.problems import NotThereError
from fristad.server.jobs import kinds
from fristad.server.jobs.models import UNFINISHED, Job, State
from fristad.server.vault.models import RecordKey

ASKED = actions.register("job.asked", _("asked for a job in the background"))
ENDED = actions.register("job.ended", _("ended a job in the background"))


def enqueue(
    actor: Actor, kind: str, arguments: Any = None, *, only_one: str | None = None, run_after: datetime | None = None
) -> Job:
    """Ask for a job, which then has the actor's rights of the moment. `arguments` is JSON and is sealed.

    Where an unfinished job of the operation has the key `only_one`, that one is returned. Raises KeyError for an
    unknown kind, `NotThereError` without its right, `LockedError`.
    """
    right = kinds.get(kind).right
    service = is_service(actor)
    if not (service or (right and actor.may(right))):
        raise NotThereError
    job = Job(
        operation_id=actor.operation_id,
        record_key=RecordKey.fresh(actor.operation_id, "job"),
        kind=kind,
        staff_id=None if service else actor.staff_id,
        only_one=only_one,
        run_after=run_after or now(),
        arguments=arguments,
    )
    try:
        return _store(actor, job, logged=not service)
    except IntegrityError:
        if only_one is None:
            raise
        there: Job = Job.unscoped.get(operation_id=actor.operation_id, only_one=only_one, state__in=UNFINISHED)
        return there


def _store(actor: Actor, job: Job, *, logged: bool) -> Job:
    if not logged:
        return _insert(job)
    with act(actor, ASKED, detail={"kind": job.kind, "job": job.pk}):
        return _insert(job)


def _insert(job: Job) -> Job:
    with transaction.atomic():
        job.record_key.save(force_insert=True)
        job.save(force_insert=True)
    return job


def end(actor: Actor, job: Job) -> None:
    """End one's own job. What its steps did until now stays."""
    if job.staff_id != actor.staff_id or job.operation_id != actor.operation_id:
        raise NotThereError
    with act(actor, ENDED, detail={"kind": job.kind, "job": job.pk}):
        _stop(pk=job.pk)


def end_all_of(staff_id: UUID) -> None:
    """End every job of a person at once: a running one can write nothing more. Works while locked."""
    _stop(staff_id=staff_id)


def _stop(**which: Any) -> None:
    rows = Job.unscoped.filter(state__in=UNFINISHED, **which)
    rows.update(state=State.STOPPED, lease=None, leased_until=None, changed_on=today())
