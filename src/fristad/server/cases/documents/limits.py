"""Starts the limited process, at most two at a time on one machine, however many workers there are."""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from fristad.server.cases.documents.kinds import RefusedKindError
from fristad.server.common.problems import TooManyError

AT_ONCE: Final = 2
#: So long one waits for a turn, and so long one check may take, in seconds.
PATIENCE: Final = 45.0
TIME: Final = 45.0
_CHECKER = "fristad.server.cases.documents.checker"


@dataclass(frozen=True)
class Checked:
    """A file that is taken: its kind and its bytes, of a picture those drawn anew."""

    kind: str
    content: bytes | memoryview


def check(content: bytes | memoryview, name: str, run: Path) -> Checked:
    """Return what a file is. `run` is the folder in which the turns are kept.

    Raises `RefusedKindError`, with `broken` too for a file on which the process ended or took too long, and
    `TooManyError` if no turn comes in time.
    """
    with _turn(run):
        said, drawn = _ask(content, name)
    if "refused" in said:
        raise RefusedKindError(str(said["refused"]))
    return Checked(str(said["kind"]), drawn if said["redrawn"] else content)


def _ask(content: bytes | memoryview, name: str) -> tuple[dict[str, object], memoryview]:
    command = [sys.executable, "-I", "-m", _CHECKER]
    sent = b"".join((json.dumps(name).encode(), b"\n", content))
    try:
        done = subprocess.run(  # noqa: S603 - our own program; what was sent is its input
            command, input=sent, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={}, timeout=TIME, check=True
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise RefusedKindError("broken") from error
    end = done.stdout.index(b"\n")
    return json.loads(done.stdout[:end]), memoryview(done.stdout)[end + 1 :]


@contextmanager
def _turn(run: Path) -> Iterator[None]:
    """Hold one of the turns. A worker that dies gives its turn back: the lock is the system's."""
    run.mkdir(parents=True, exist_ok=True, mode=0o700)
    end = time.monotonic() + PATIENCE
    while True:
        for number in range(AT_ONCE):
            with _opened(run / f"check-{number}.lock") as file:
                if _locked(file):
                    yield
                    return
        if time.monotonic() > end:
            raise TooManyError
        time.sleep(0.05)


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        yield file
    finally:
        os.close(file)


def _locked(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
