"""In each process that works with records: a thread that has the keys brought by the key holder, and taken back.

No connection, no keys: the keyring is cleared the moment the holder says so, dies, or the set hour comes.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from fristad.server.vault import lines
from fristad.server.vault.key_files import to_bytes
from fristad.server.vault.keyring import Keyring, OperationKeys, keyring

#: How often a process looks at the clock for the set hour, and for a holder that is not there.
_TICK = 0.25


class Holding(threading.Thread):
    """Watches the key holder and fills one keyring."""

    def __init__(self, socket_path: Path, into: Keyring = keyring, on_lock: Callable[[], None] = lambda: None) -> None:
        super().__init__(name="keys", daemon=True)
        self.path = socket_path
        self.into = into
        self.on_lock = on_lock
        self.ended = threading.Event()
        self._heard = threading.Event()
        self._until: float | None = None

    def run(self) -> None:
        """Watch, and come back whenever the connection ends."""
        while not self.ended.is_set():
            try:
                self._watch()
            except (OSError, ValueError, TypeError, lines.HolderGoneError):
                pass
            finally:
                self._clear()
            self.ended.wait(_TICK)

    def _watch(self) -> None:
        with lines.connect(self.path) as connection:
            lines.send(connection, {"do": "watch"})
            connection.settimeout(_TICK)
            for message in lines.read(connection, self._look_at_the_clock):
                was_open = self.into.is_open
                self._take(message)
                # Confirmed before anything else: a process that ends now might not come to it.
                lines.send(connection, {"number": message["number"]})
                if was_open and not self.into.is_open:
                    self.on_lock()

    def _look_at_the_clock(self) -> bool:
        if self._until is not None and time.time() >= self._until:
            self._clear()
        return not self.ended.is_set()

    def _take(self, message: dict[str, Any]) -> None:
        self._until = message.get("until")
        self.into.put([OperationKeys.from_bytes(to_bytes(each)) for each in message["keys"]])
        self._heard.set()

    def _clear(self) -> None:
        was_open = self.into.is_open
        self.into.clear()
        if was_open and not self.ended.is_set():
            self.on_lock()

    def wait(self, seconds: float = 3.0) -> bool:
        """Wait until the holder has said how it stands. Returns whether it has."""
        return self._heard.wait(seconds)

    def wait_open(self, seconds: float = 5.0) -> bool:
        """Wait until keys are here. Returns whether they are."""
        end = time.monotonic() + seconds
        while not self.into.is_open and time.monotonic() < end:
            time.sleep(0.02)
        return self.into.is_open

    def end(self) -> None:
        """Let go of the keys and end."""
        self.ended.set()
        if self.is_alive():
            self.join(timeout=2)


_started: dict[int, Holding] = {}


def start(socket_path: Path, on_lock: Callable[[], None] = lambda: None) -> Holding:
    """Start this process's thread once. A fork starts its own: threads do not survive one.

    `on_lock` is called once the keys are gone.
    """
    made = _started.get(os.getpid())
    if made is None:
        made = _started[os.getpid()] = Holding(socket_path, on_lock=on_lock)
        made.start()
    return made
