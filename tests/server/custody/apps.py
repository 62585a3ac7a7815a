"""An app that tests put beside the server's own: it knows a job that counts slowly."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from fristad.server.jobs.work import Work


class SlowConfig(AppConfig):
    """Registers the job."""

    name = "tests.server.custody"
    label = "slow"

    def ready(self) -> None:
        """Make the kind known."""
        from fristad.server.jobs import kinds  # noqa: PLC0415 - needs loaded models

        kinds.register("test.count", count, right="case.list")


def count(work: Work) -> dict[str, list[int]]:
    """Count to the argument, a tenth of a second for each number; tell every number that was counted."""
    work.of = int(work.arguments)
    counted = list(work.checkpoint or [])
    while len(counted) < work.of:
        time.sleep(0.1)
        with work.step():
            counted.append(len(counted) + 1)
            work.checkpoint, work.done = counted, len(counted)
    return {"counted": counted}
