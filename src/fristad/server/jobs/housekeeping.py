"""The service's own jobs: heads of the log go out every hour, finished jobs are forgotten."""

from __future__ import annotations

from datetime import timedelta

from fristad.server.audit import heads
from fristad.server.common.clock import today
from fristad.server.jobs import kinds
from fristad.server.jobs.models import UNFINISHED, Job
from fristad.server.jobs.work import Work
from fristad.server.vault.models import RecordKey

#: So long the owner can fetch a result.
KEPT = timedelta(days=7)


def keep_heads(work: Work) -> None:
    """Write the head of the log to the second places."""
    heads.keep(work.operation_id)


def forget(work: Work) -> None:
    """Remove jobs that ended a week ago, and their keys."""
    while True:
        with work.step():
            ended = Job.unscoped.filter(operation_id=work.operation_id, changed_on__lt=today() - KEPT)
            rows = list(ended.exclude(state__in=UNFINISHED).values_list("pk", "record_key")[:100])
            Job.unscoped.filter(pk__in=[pk for pk, _key in rows]).delete()
            RecordKey.objects.filter(pk__in=[key for _pk, key in rows]).delete()
            work.done += len(rows)
        if not rows:
            return


kinds.register("audit.heads", keep_heads, every=timedelta(hours=1))
kinds.register("jobs.forget", forget, every=timedelta(days=1))
