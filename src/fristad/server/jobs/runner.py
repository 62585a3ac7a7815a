"""Runs jobs, one at a time. Several runners may run beside each other, and each may be killed at any moment."""

from __future__ import annotations

import logging
import threading
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import DatabaseError, close_old_connections, connection, transaction
from django.db.models import F, Q, QuerySet

from fristad.server.accounts.actor import system
from fristad.server.common.clock import now, today
from fristad.server.common.problems import LockedError, Problem
from fristad.server.jobs import kinds, work
from fristad.server.jobs.kinds import Kind
from fristad.server.jobs.models import UNFINISHED, Job, State
from fristad.server.jobs.services import enqueue
from fristad.server.jobs.work import HaltError, LeaseLostError, RightEndedError, Work
from fristad.server.vault.keyring import keyring

log = logging.getLogger(__name__)


class GivenUpError(Exception):
    """The job was started again and again without progress."""


#: Seconds between two looks at an empty table.
POLL = 1.0
#: A job that made no progress in so many starts is given up.
MOST_ATTEMPTS = 5
#: After the first failure it waits this long, then twice, four times ... as long.
FIRST_PAUSE = timedelta(seconds=30)
#: A job that was paused is not taken again at once.
SHORT_PAUSE = timedelta(seconds=1)


def run_forever(stop: threading.Event, poll: float = POLL) -> None:
    """Run jobs of every open operation until `stop` is set. Locked, it waits; a database that is away, too."""
    while not stop.is_set():
        if not _one_round(stop):
            stop.wait(poll)


def _one_round(stop: threading.Event) -> bool:
    close_old_connections()
    try:
        return run_one(stop) or put_periodic() > 0
    except LockedError:
        return False
    except DatabaseError as error:
        log.warning("the job runner waits for the database: %s", type(error).__name__)
        connection.close()
        return False


def run_one(stop: threading.Event) -> bool:
    """Run the next job that is due, to its end or until it must stop. Returns whether there was one."""
    job = take()
    if job is None:
        return False
    try:
        _run(job, stop)
    except (LockedError, HaltError) as reason:
        _halt(job, reason)
    except Exception as error:
        _failed(job, error)
    return True


def _run(job: Job, stop: threading.Event) -> None:
    kind = kinds.get(job.kind)
    if job.attempts > MOST_ATTEMPTS:
        raise GivenUpError
    doing = Work(job, kind, stop)
    doing.check()
    doing.finish(kind.function(doing))
    log.info("job %s of kind %s is done", job.pk, job.kind)


def take() -> Job | None:
    """Lease the next job that is due, or return None. Two runners never take the same one."""
    operations = keyring.operations()
    due = _due(now()).filter(operation_id__in=operations)
    if not due.exists():  # without a transaction, which on SQLite would be a writer's
        return None
    with transaction.atomic():
        rows = due.order_by("run_after", "pk")
        if connection.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True)
        chosen = rows.values_list("pk", "lease").first()
        if chosen is None:
            return None
        pk, lease = chosen
        values = {"state": State.RUNNING, "lease": uuid4(), "leased_until": now() + work.LEASE}
        if not Job.unscoped.filter(pk=pk, lease=lease, state__in=UNFINISHED).update(
            **values, attempts=F("attempts") + 1
        ):
            return None
    taken: Job = Job.unscoped.select_related("record_key").get(pk=pk)
    return taken


def _due(moment: datetime) -> QuerySet[Job]:
    waiting = Q(state=State.WAITING, run_after__lte=moment)
    left_behind = Q(state=State.RUNNING, leased_until__lt=moment)
    found: QuerySet[Job] = Job.unscoped.filter(waiting | left_behind)
    return found


def _halt(job: Job, reason: Exception) -> None:
    if isinstance(reason, LeaseLostError):
        return
    if isinstance(reason, RightEndedError):
        _release(job, state=State.STOPPED, failure="right_ended")
    else:  # the start does not count: locked, or this runner ends
        _release(job, state=State.WAITING, attempts=0, run_after=now() + SHORT_PAUSE)


def _failed(job: Job, error: Exception) -> None:
    # The name of the error only: its text may hold a value.
    failure = error.code if isinstance(error, Problem) else type(error).__name__
    log.error("job %s of kind %s: %s", job.pk, job.kind, failure)
    attempts = Job.unscoped.values_list("attempts", flat=True).get(pk=job.pk)
    if attempts >= MOST_ATTEMPTS:
        _release(job, state=State.FAILED, failure=failure)
    else:
        pause = FIRST_PAUSE * 2 ** (attempts - 1)
        _release(job, state=State.WAITING, failure=failure, run_after=now() + pause)


def _release(job: Job, **values: object) -> None:
    rows = Job.unscoped.filter(pk=job.pk, lease=job.lease)
    rows.update(lease=None, leased_until=None, changed_on=today(), **values)


def put_periodic() -> int:
    """Put the next run of each periodic kind into the table, once for each open operation. Returns how many."""
    return sum(_put(kind, operation_id) for operation_id in keyring.operations() for kind in kinds.periodic())


def _put(kind: Kind, operation_id: UUID) -> bool:
    rows = Job.unscoped.filter(operation_id=operation_id, only_one=kind.name)
    if kind.every is None or rows.filter(state__in=UNFINISHED).exists():
        return False
    last = rows.order_by("-run_after").values_list("run_after", flat=True).first()
    next_run = now() if last is None else max(last + kind.every, now())
    enqueue(system(operation_id, kind.name), kind.name, only_one=kind.name, run_after=next_run)
    return True
