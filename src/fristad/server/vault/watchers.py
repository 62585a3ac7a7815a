"""The processes that were given keys, as the key holder knows them."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import threading
import time
from typing import Any

from fristad.server.vault import lines

#: A process that does not confirm a lock within this time is killed. Keys are to be gone within two seconds.
PATIENCE = 1.5
#: A process that does not take in new keys within this time is cut off; it comes back by itself.
_SENDING = 0.5


class Watcher:
    """One connection that is told about keys."""

    def __init__(self, connection: socket.socket, pid: int | None) -> None:
        self.connection = connection
        self.pid = pid
        self._told = 0
        self._confirmed = 0
        self._news = threading.Condition()

    def tell(self, message: dict[str, Any]) -> None:
        """Send one message. Raises OSError."""
        with self._news:
            self._told += 1
            lines.send(self.connection, {**message, "number": self._told})

    def confirm(self, number: int) -> None:
        """Note what the other end has done."""
        with self._news:
            self._confirmed = max(self._confirmed, number)
            self._news.notify_all()

    def wait(self, end: float) -> bool:
        """Wait until everything told is confirmed, or until `end` on the monotonic clock."""
        with self._news:
            return self._news.wait_for(lambda: self._confirmed >= self._told, timeout=max(0.0, end - time.monotonic()))

    def cut(self) -> None:
        """End the connection: the other end then clears its keys by itself."""
        with contextlib.suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)
        with self._news:
            self._confirmed = self._told
            self._news.notify_all()

    def kill(self) -> bool:
        """End the process, unless it is this one."""
        self.cut()
        if self.pid is None or self.pid == os.getpid():
            return False
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        return True


class Watchers:
    """All of them, and the message that a new one gets first."""

    def __init__(self) -> None:
        self._all: set[Watcher] = set()
        self._turn = threading.RLock()
        self._message: dict[str, Any] = {"keys": []}

    def __len__(self) -> int:
        return len(self._all)

    def tell(self, message: dict[str, Any]) -> None:
        """Make this the message, and send it to all. Who does not take it is cut off, and comes back by itself."""
        with self._turn:
            self._message = message
            for each in tuple(self._all):
                self._send(each)

    def wait(self, seconds: float) -> bool:
        """Wait until everybody has confirmed everything, for so many seconds at most. Returns whether they have."""
        end = time.monotonic() + seconds
        return all(each.wait(end) for each in tuple(self._all))

    def tell_locked(self) -> int:
        """Take all keys back. Returns how many processes had to be killed for it."""
        with self._turn:
            before = tuple(self._all)
            self.tell({"keys": []})
        end = time.monotonic() + PATIENCE
        return sum(each.kill() for each in before if not each.wait(end))

    def _send(self, watcher: Watcher) -> None:
        try:
            watcher.tell(self._message)
        except OSError:
            watcher.cut()

    def follow(self, connection: socket.socket, pid: int | None) -> None:
        """Tell one connection everything, until it ends. Reads its confirmations."""
        # Sending must not wait for a process that reads nothing; receiving may wait as long as it likes.
        connection.settimeout(_SENDING)
        watcher = Watcher(connection, pid)
        with self._turn:
            self._all.add(watcher)
            self._send(watcher)
        try:
            for line in lines.read(connection, go_on=lambda: True):
                watcher.confirm(int(line.get("number", 0)))
        finally:
            with self._turn:
                self._all.discard(watcher)
            # Gone is as good as confirmed: the process ended, or clears its keys since it was cut off.
            watcher.cut()
