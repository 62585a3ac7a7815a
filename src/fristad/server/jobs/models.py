"""One table of jobs."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from fristad.server.common.clock import now
from fristad.server.vault.fields import SealedField
from fristad.server.vault.models import SealedModel


class State(models.TextChoices):
    """Where a job stands."""

    WAITING = "waiting", pgettext_lazy("job", "Waiting")
    RUNNING = "running", pgettext_lazy("job", "Running")
    DONE = "done", pgettext_lazy("job", "Done")
    FAILED = "failed", pgettext_lazy("job", "Did not work")
    STOPPED = "stopped", pgettext_lazy("job", "Stopped")


#: A job in one of these can still run.
UNFINISHED = (State.WAITING, State.RUNNING)


class Job(SealedModel):
    """A piece of long work. What it is about, how far it came and what it found are sealed.

    arguments: what `enqueue` was given; checkpoint: where to go on; result: what the function returned.
    """

    # It changes many times a minute. What its steps do to records has entries of its own.
    audited: ClassVar[bool] = False

    kind = models.CharField(max_length=60)
    #: Whose rights it has; empty for the service itself.
    staff_id = models.UUIDField(null=True, db_index=True)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    #: At most one unfinished job of an operation has this key.
    only_one = models.CharField(max_length=64, null=True)
    run_after = models.DateTimeField(default=now)
    #: Who runs it until when. A runner that lost its lease can write nothing more.
    lease = models.UUIDField(null=True)
    leased_until = models.DateTimeField(null=True)
    #: Starts without progress since.
    attempts = models.PositiveSmallIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    of = models.PositiveIntegerField(null=True)
    #: Code of the problem, or name of the error, of the last attempt.
    failure = models.CharField(max_length=60, blank=True)

    arguments = SealedField("jobs.job.arguments")
    checkpoint = SealedField("jobs.job.checkpoint")
    result = SealedField("jobs.job.result")

    class Meta(SealedModel.Meta):
        constraints: ClassVar = [
            models.CheckConstraint(name="job_state_is_known", condition=Q(state__in=State.values)),
            models.CheckConstraint(
                name="job_is_leased_while_running",
                condition=Q(state=State.RUNNING, lease__isnull=False, leased_until__isnull=False)
                | (~Q(state=State.RUNNING) & Q(lease__isnull=True, leased_until__isnull=True)),
            ),
            models.UniqueConstraint(
                name="job_only_one_unfinished",
                fields=["operation_id", "only_one"],
                condition=Q(state__in=UNFINISHED, only_one__isnull=False),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["run_after"], name="job_unfinished", condition=Q(state__in=UNFINISHED)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
