"""The job runner as a process of its own. It pauses while locked; after a lock a fresh process takes its place."""

from __future__ import annotations

import signal
import threading

from fristad.server.custody.set_up import set_up
from fristad.server.vault import holding
from fristad.server.vault.hardening import end_with_parent, harden


def main() -> None:
    """Run jobs until told to end."""
    harden()
    end_with_parent()
    stop = threading.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda *_: stop.set())
    set_up()
    from fristad.server.custody import installations, places  # noqa: PLC0415 - needs the apps
    from fristad.server.jobs.runner import run_forever  # noqa: PLC0415

    installations.check()
    holding.start(places.socket(), on_lock=stop.set)
    run_forever(stop)


if __name__ == "__main__":
    main()
