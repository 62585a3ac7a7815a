"""How gunicorn runs the web workers. It reads the names below; see its documentation of settings."""

from __future__ import annotations

import logging
import os
import re
import signal
from typing import Any

from gunicorn.glogging import Logger

from fristad.server.custody import places
from fristad.server.custody.serving.logs import BoundedFile
from fristad.server.custody.set_up import name_settings
from fristad.server.vault import holding
from fristad.server.vault.hardening import end_with_parent, harden

name_settings()

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
#: Longer than any word of our addresses: a token, such as that of an invitation.
_LONGEST_WORD = 24


def shown(path: str) -> str:
    """Return a path as it may stand in a log: no token, no query; random ids stay."""
    return "/".join(part if len(part) <= _LONGEST_WORD or _UUID.fullmatch(part) else "-" for part in path.split("/"))


class NoNames(Logger):  # type: ignore[misc]  # gunicorn has no types
    """A log of what was asked for and how long it took: no address of a reader, no query, no browser."""

    def setup(self, cfg: Any) -> None:
        """Set up as gunicorn does, with a bounded file in place of its own."""
        super().setup(cfg)
        for plain in [each for each in self.access_log.handlers if isinstance(each, logging.FileHandler)]:
            bounded = BoundedFile(plain.baseFilename)
            bounded.setFormatter(plain.formatter)
            bounded._gunicorn = True  # type: ignore[attr-defined]  # noqa: SLF001 - how gunicorn knows its own
            self.access_log.removeHandler(plain)
            self.access_log.addHandler(bounded)
            plain.close()

    def atoms(self, resp: Any, req: Any, environ: dict[str, Any], request_time: Any) -> dict[str, Any]:
        """Add the path as it may be shown."""
        return {**super().atoms(resp, req, environ, request_time), "path": shown(str(environ.get("PATH_INFO", "")))}


worker_class = "gthread"
workers = int(os.environ.get("FRISTAD_WORKERS", "2"))
threads = 4
timeout = 60
graceful_timeout = 10
# Bodies up to this size are read by workers in memory; uploads never touch the disk.
max_requests = 5000
max_requests_jitter = 500
control_socket_disable = True
umask = 0o077
logger_class = NoNames
accesslog = str(places.access_log())
access_log_format = "%(t)s %(m)s %(path)s %(s)s %(M)sms"
errorlog = "-"
loglevel = "warning"
proc_name = "web"


def on_starting(_server: Any) -> None:
    """End with the supervisor, however it ends."""
    harden()
    end_with_parent()


def post_fork(_server: Any, _worker: Any) -> None:
    """Let nobody read this process's memory, before anything is in it."""
    harden()


def post_worker_init(_worker: Any) -> None:
    """Refuse a database of the other kind, load every page, then have the keys brought.

    Keys come last: a worker that is still loading can neither confirm that it let go of them nor end in good order.
    After a lock the worker ends and a fresh one takes its place: so does its memory.
    """
    from django.urls import get_resolver  # noqa: PLC0415 - needs the apps, which the worker has loaded now

    from fristad.server.custody import installations  # noqa: PLC0415

    installations.check()
    _ = get_resolver().url_patterns
    holding.start(places.socket(), on_lock=lambda: os.kill(os.getpid(), signal.SIGTERM)).wait()
