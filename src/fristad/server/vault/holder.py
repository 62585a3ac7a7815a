"""The key holder: one small process that has the opened operation keys, in memory only.

It listens on a Unix socket that only its own user can reach, and answers lines of JSON:

    {"do": "status"}                                           how it stands
    {"do": "unlock", "name", "passphrase", "key_file", "at", "from"}   open the store; `at`: `page` or `terminal`
    {"do": "lock"}                                             forget all keys; answered once every process has
    {"do": "alive"}                                            a sign of life from a second place
    {"do": "watch"}                                            be given the keys, and be told when they go

A process that watches confirms each line it is sent. One that does not confirm a lock in time is killed: its memory
goes with it. After a lock the holder starts itself anew, so that no key stays behind in memory that was freed.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from fristad.server.vault import lines
from fristad.server.vault.demo_key import open_demo
from fristad.server.vault.hardening import end_with_parent, harden, lock_memory
from fristad.server.vault.hours import next_time
from fristad.server.vault.key_files import KeyStoreError, to_text
from fristad.server.vault.keystore import KeyStore, OpenStore
from fristad.server.vault.watchers import Watchers

#: How often the holder looks at the clock.
TICK = 0.25
#: How long an unlocking waits until every process has taken in its keys.
SETTLED = 1.0
#: A wrong try on the page makes the next one wait, twice as long each time, up to this many seconds.
LONGEST_WAIT = 60
#: Of so many addresses wrong tries are remembered; the oldest are forgotten first.
MOST_ADDRESSES = 1000


class Holder:
    """Keys, watchers, and what is allowed. Methods may be called from any thread."""

    def __init__(self, store: KeyStore, because: str = "start", now: Callable[[], float] = time.time) -> None:
        self.store = store
        self.watchers = Watchers()
        self.ended = threading.Event()
        self.answering = threading.Lock()
        self._now = now
        self._turn = threading.RLock()
        self._trying = threading.Lock()
        self._locked: dict[str, Any] = {"because": because, "since": now()}
        self._until: float | None = None
        self._alive_until: float | None = None
        self._open = False
        #: By address: how many wrong tries there were, and until when it waits.
        self._slowed: dict[str, tuple[int, float]] = {}
        self.memory_locked = False

    def answer(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Answer one request."""
        todo = {"status": self.status, "lock": self.lock, "alive": self.alive}.get(str(asked.get("do")))
        if todo is not None:
            return todo()
        if asked.get("do") == "unlock":
            return self.unlock(asked)
        return _problem("unknown", "The key holder does not know this request.")

    def status(self) -> dict[str, Any]:
        """Say how it stands. Names no key."""
        with self._turn:
            told = {"open": self._open, "until": self._until, "alive_until": self._alive_until}
            return {**told, "locked": self._locked, "watchers": len(self.watchers), "memory": self.memory_locked}

    def unlock(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Open the store for a key holder. Wrong tries on the page are slowed; the terminal is not."""
        if self.ended.is_set():
            return _problem("restarting", "The key holder starts anew. Try again in a moment.")
        origin = str(asked.get("from", "")) if asked.get("at") == "page" else None
        # By address, so that a stranger's wrong tries do not keep a key holder out.
        if origin is not None and self._now() < self._slowed.get(origin, (0, 0.0))[1]:
            return _problem("wait", "There were wrong tries. Wait a minute, then try again.")
        # One at a time, since each takes 64 MiB.
        if not self._trying.acquire(timeout=5):
            return _problem("wait", "Somebody else is unlocking at this moment. Try again.")
        try:
            opened = self.store.open(*(str(asked.get(part, "")) for part in ("name", "passphrase", "key_file")))
            self.hold(opened)
        except KeyStoreError as error:
            self._slow(origin)
            return _problem(error.code, str(error))
        finally:
            self._trying.release()
        self._slowed.clear()
        # Whoever asked may count on every process having the keys by now, unless one is stuck.
        self.watchers.wait(SETTLED)
        return self.status()

    def _slow(self, origin: str | None) -> None:
        if origin is None:
            return
        failures = self._slowed.pop(origin, (0, 0.0))[0] + 1
        self._slowed[origin] = failures, self._now() + min(2 ** min(failures - 1, 6), LONGEST_WAIT)
        while len(self._slowed) > MOST_ADDRESSES:
            del self._slowed[next(iter(self._slowed))]

    def hold(self, opened: OpenStore) -> None:
        """Take in the operation keys of an opened store, and forget its root key."""
        policy, now = self.store.policy(), self._now()
        with self._turn:
            self._until = next_time(policy["lock_at"], now)
            self._alive_until = now + 60 * policy["alive_minutes"] if policy["alive_minutes"] else None
            self._open = True
            keys = [to_text(each.to_bytes()) for each in opened.operations()]
            self.watchers.tell({"keys": keys, "until": self._until})

    def lock(self, because: str = "command") -> dict[str, Any]:
        """Forget every key. Returns when no watching process has them any more: within two seconds."""
        with self._turn:
            was_open, self._open = self._open, False
            self._until = self._alive_until = None
            if was_open:
                self._locked = {"because": because, "since": self._now()}
            killed = self.watchers.tell_locked()
            if was_open:
                self.ended.set()
            return {**self.status(), "was_open": was_open, "killed": killed}

    def alive(self) -> dict[str, Any]:
        """Take a sign of life."""
        minutes = self.store.policy()["alive_minutes"]
        with self._turn:
            if self._open and minutes:
                self._alive_until = self._now() + 60 * minutes
            return self.status()

    def tick(self) -> None:
        """Lock if the set hour has come or the sign of life has not."""
        now = self._now()
        if self._until is not None and now >= self._until:
            self.lock("hour")
        elif self._alive_until is not None and now >= self._alive_until:
            self.lock("no sign of life")


def _problem(code: str, sentence: str) -> dict[str, Any]:
    return {"problem": code, "sentence": sentence}


def serve(holder: Holder, listening: socket.socket) -> None:
    """Answer until the holder is locked after it was open, or ended."""
    listening.settimeout(TICK)
    while not holder.ended.is_set():
        holder.tick()
        with contextlib.suppress(TimeoutError):
            connection, _ = listening.accept()
            threading.Thread(target=_talk, args=(holder, connection), daemon=True).start()
    with holder.answering:
        listening.close()


def _talk(holder: Holder, connection: socket.socket) -> None:
    """Answer the lines of one connection."""
    with connection, contextlib.suppress(OSError, ValueError, TypeError):
        pid, uid = lines.peer(connection)
        if uid != os.geteuid():
            return
        connection.settimeout(30)
        for asked in lines.read(connection):
            if asked.get("do") == "watch":
                holder.watchers.follow(connection, pid)
                return
            # The holder does not end before whoever asked for the lock was told that it is done.
            with holder.answering if asked.get("do") == "lock" else contextlib.nullcontext():
                lines.send(connection, holder.answer(asked))


def main() -> None:
    """Run as a process of its own: `python -m fristad.server.vault.holder --store DIR --socket FILE`."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--store", type=Path, required=True)
    parser.add_argument("--socket", type=Path, required=True)
    parser.add_argument("--demo-key", type=Path)
    parser.add_argument("--because", default="start")
    args = parser.parse_args()
    harden()
    end_with_parent()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    holder = Holder(KeyStore(args.store), args.because)
    holder.memory_locked = lock_memory()
    listening = lines.listen(args.socket)
    if args.demo_key and args.because == "start":
        holder.hold(open_demo(holder.store, args.demo_key))
    serve(holder, listening)
    _start_anew(args, str(holder.status()["locked"]["because"]))


def _start_anew(args: argparse.Namespace, because: str) -> None:
    """Become a fresh process: what was in this one's memory is gone, freed pieces too."""
    again = [sys.executable, "-m", "fristad.server.vault.holder", "--store", str(args.store)]
    again += ["--socket", str(args.socket), "--because", because]
    if args.demo_key:
        again += ["--demo-key", str(args.demo_key)]
    os.execv(sys.executable, again)  # noqa: S606 - our own program, no shell


if __name__ == "__main__":
    main()
