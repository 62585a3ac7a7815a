"""What the function of a job is given: its arguments, its owner of the moment, and steps."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

from fristad.server.accounts.actor import Actor, actor_for, system
from fristad.server.accounts.models import Staff
from fristad.server.audit.services import together
from fristad.server.common.clock import now, today
from fristad.server.jobs.kinds import Kind
from fristad.server.jobs.models import Job, State
from fristad.server.vault.keyring import keyring

#: How long a runner may be silent before another one takes the job over. A step is much shorter.
LEASE = timedelta(seconds=60)
#: A running job looks at its owner's rights this often, in seconds.
LOOK_EVERY = 1.0


class HaltError(Exception):
    """The job must not go on now. Raised by steps, caught by the runner; a function lets it pass."""


class PausedError(HaltError):
    """The runner ends. The job goes on later."""


class RightEndedError(HaltError):
    """The owner no longer holds the right."""


class LeaseLostError(HaltError):
    """Somebody else runs the job now, or it was ended."""


class Work:
    """A job while it runs. `done`, `of` and `checkpoint` (JSON) are stored with each step that sets them."""

    def __init__(self, job: Job, kind: Kind, stop: threading.Event) -> None:
        self._job, self._kind, self._stop = job, kind, stop
        self._looked = 0.0
        self._actor: Actor | None = None
        self.arguments: Any = job.arguments
        self.checkpoint: Any = job.checkpoint
        self.done, self.of = job.done, job.of

    @property
    def operation_id(self) -> UUID:
        """Return the operation in which the job works."""
        return self._job.operation_id

    @property
    def actor(self) -> Actor:
        """Return the owner with the rights of this moment. Raises `HaltError`, `LockedError`."""
        if self._actor is None or time.monotonic() - self._looked >= LOOK_EVERY:
            self._actor, self._looked = self._owner(), time.monotonic()
        return self._actor

    def check(self) -> None:
        """Stop here if the job must not go on: between steps, or in a long computation. Raises as `actor`."""
        if self._stop.is_set():
            raise PausedError
        keyring.require(self.operation_id)
        _ = self.actor

    @contextmanager
    def step(self) -> Iterator[None]:
        """Do a part of the work in one transaction with its entries in the log and with how far the job came.

        After a crash the job goes on from the last step that was whole: nothing is done twice, nothing left out.
        Raises as `actor`.
        """
        self.check()
        with together():
            yield
            self._keep_lease(leased_until=now() + LEASE, done=self.done, of=self.of, attempts=1)
            self._job.checkpoint = self.checkpoint
            self._job.save(update_fields=["checkpoint"])

    def finish(self, result: Any) -> None:
        """Store the result: the last step. Raises as `actor`."""
        self.check()
        with together():
            self._keep_lease(
                state=State.DONE, lease=None, leased_until=None, done=self.done, failure="", changed_on=today()
            )
            self._job.result = result
            self._job.save(update_fields=["result"])

    def _keep_lease(self, **values: Any) -> None:
        rows = Job.unscoped.filter(pk=self._job.pk, lease=self._job.lease, state=State.RUNNING)
        if not rows.update(**values):
            raise LeaseLostError

    def _owner(self) -> Actor:
        if self._job.staff_id is None:
            return system(self.operation_id, self._kind.name)
        staff = Staff.objects.select_related("record_key").filter(pk=self._job.staff_id).first()
        actor = None if staff is None else actor_for(staff)
        if actor is None or not self._kind.right or not actor.may(self._kind.right):
            raise RightEndedError
        return actor
