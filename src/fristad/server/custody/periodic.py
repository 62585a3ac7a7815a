"""What custody does by itself each day."""

from __future__ import annotations

from datetime import timedelta

from fristad.server.custody import erasure
from fristad.server.custody.overwriting import BusyError
from fristad.server.jobs import kinds
from fristad.server.jobs.work import Work


def certify(work: Work) -> None:
    """Certify the erasures whose files were in use; those that still are wait for the next day."""
    try:
        work.done = erasure.certify_late(work.actor)
    except BusyError:
        work.done = 0


kinds.register("custody.certify", certify, every=timedelta(days=1))
