"""Starts the processes of an installation, starts again what ends, ends all together. Knows no Django and no key."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from fristad.engine.errors import MachineError
from fristad.server.vault.hardening import SUPERVISOR

_TICK = 0.1
#: A part that ends this often within a minute does not come up by being started again.
_MOST_STARTS = 8
_MINUTE = 60.0
_LONGEST_PAUSE = 3.0
#: How long a process may take to end by itself.
_PATIENCE = 15.0


class PartFailedError(MachineError):
    """A process ended again and again; the text names it."""


@dataclass
class Part:
    """One process that must always run."""

    name: str
    command: Sequence[str]
    #: Called after each start; returns when the process is ready.
    ready: Callable[[subprocess.Popen[bytes]], None] = lambda _process: None
    process: subprocess.Popen[bytes] | None = None
    _starts: deque[float] = field(default_factory=deque)

    def start(self) -> None:
        """Start it. Raises `PartFailedError` if it ended too often, and what `ready` raises."""
        now = time.monotonic()
        self._starts.append(now)
        while self._starts[0] < now - _MINUTE:
            self._starts.popleft()
        if len(self._starts) > _MOST_STARTS:
            raise PartFailedError(f"The {self.name} ends again and again. What it said stands above. Fristad stops.")
        # A group of its own: Ctrl-C reaches the supervisor only, which ends all in their order.
        environment = {**os.environ, SUPERVISOR: str(os.getpid())}
        self.process = subprocess.Popen(self.command, env=environment, process_group=0)  # noqa: S603 - our own programs
        self.ready(self.process)

    def pause(self) -> float:
        """Return how long to wait before the next start: the more often it ended of late, the longer."""
        return min(0.1 * len(self._starts) ** 2, _LONGEST_PAUSE)

    def ended(self) -> int | None:
        """Return how it ended, or None while it runs."""
        return self.process.poll() if self.process else None

    def end(self, patience: float = _PATIENCE) -> None:
        """End it: first asked, then told."""
        if self.process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            self.process.terminate()
        try:
            self.process.wait(patience)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Supervisor:
    """Parts in the order in which they start; they end in the reverse order."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self.parts = parts
        self._ending = False

    def run(self, when_ready: Callable[[], None] = lambda: None) -> None:
        """Run until SIGTERM or SIGINT. Raises `PartFailedError`; all parts are ended then too."""
        before = {each: signal.signal(each, self._end) for each in (signal.SIGTERM, signal.SIGINT)}
        try:
            for part in self.parts:
                part.start()
            when_ready()
            while not self._ending:
                time.sleep(_TICK)
                self._start_what_ended()
        finally:
            for part in reversed(self.parts):
                part.end()
            for each, handler in before.items():
                signal.signal(each, handler)

    def _end(self, *_: object) -> None:
        self._ending = True

    def _start_what_ended(self) -> None:
        for part in self.parts:
            code = part.ended()
            if code is not None and not self._ending:
                if code:
                    sys.stderr.write(f"The {part.name} ended ({code}) and is started again.\n")
                    time.sleep(part.pause())
                part.start()
