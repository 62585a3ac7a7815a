"""A job runner in a process of its own, for tests that kill it: `child.py DATABASE`, keys on standard input."""

from __future__ import annotations

import os
import sys
import threading
import time
from typing import Any

PAUSE = 0.03
ROUNDS = 20


def count(work: Any) -> int:
    """Write the marks 1 to 20, one in each step, each with its entry."""
    from fristad.server.audit.services import act  # noqa: PLC0415 - needs the apps
    from tests.server.sample.models import Mark  # noqa: PLC0415

    work.of = ROUNDS
    for number in range((work.checkpoint or 0) + 1, ROUNDS + 1):
        with work.step(), act(work.actor, "mark.made", purpose="job") as doing:
            mark = Mark.objects.create(operation_id=work.operation_id, number=number)
            doing.touch(mark)
            time.sleep(PAUSE)  # long enough to be killed in the middle of a step
            work.checkpoint, work.done = number, number
    return ROUNDS


def main() -> None:
    """Run jobs until killed."""
    from django.conf import settings  # noqa: PLC0415

    settings.DATABASES["default"]["NAME"] = sys.argv[1]
    import django  # noqa: PLC0415

    django.setup()
    from fristad.server.audit import actions  # noqa: PLC0415
    from fristad.server.jobs import kinds, runner, work  # noqa: PLC0415
    from fristad.server.vault.keyring import OperationKeys, keyring  # noqa: PLC0415

    work.LEASE = work.timedelta(seconds=float(os.environ["LEASE"]))
    actions.register("mark.made", "made a mark")
    kinds.register("test.count", count)
    keyring.put([OperationKeys.from_bytes(sys.stdin.buffer.read())])
    runner.run_forever(threading.Event(), poll=0.05)


if __name__ == "__main__":
    main()
