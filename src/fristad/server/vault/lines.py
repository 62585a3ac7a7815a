"""Lines of JSON over a Unix socket, and who is at the other end."""

from __future__ import annotations

import json
import os
import socket
import struct
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from fristad.server.vault.key_files import KeyStoreError

#: Longer than the keys of a thousand operations.
LONGEST = 1_000_000
#: A socket's name may have 107 bytes on Linux and 103 on macOS (`sockaddr_un`).
_LONGEST_PATH = 100


class HolderGoneError(KeyStoreError):
    """Nobody answers on the socket."""

    def __init__(self) -> None:
        super().__init__("no_holder", "The key holder is not running. Start Fristad with `fristad serve`.")


def listen(path: Path) -> socket.socket:
    """Return a socket that only this user can reach. Raises `KeyStoreError` for a path that is too long."""
    if len(os.fsencode(path)) > _LONGEST_PATH:
        raise KeyStoreError("long_path", f"{path} is too long for a socket. Name a shorter folder with FRISTAD_RUN.")
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.unlink(missing_ok=True)
    made = socket.socket(socket.AF_UNIX)
    before = os.umask(0o177)
    try:
        made.bind(str(path))
    finally:
        os.umask(before)
    made.listen(16)
    return made


def connect(path: Path, *, patience: float = 0.0) -> socket.socket:
    """Return a connection; try for `patience` seconds. Raises `HolderGoneError`."""
    end = time.monotonic() + patience
    while True:
        made = socket.socket(socket.AF_UNIX)
        try:
            made.connect(str(path))
        except OSError as error:
            made.close()
            if time.monotonic() >= end:
                raise HolderGoneError from error
            time.sleep(0.05)
        else:
            return made


def send(connection: socket.socket, message: dict[str, Any]) -> None:
    """Send one line."""
    connection.sendall(json.dumps(message).encode() + b"\n")


def read(connection: socket.socket, go_on: Callable[[], bool] | None = None) -> Iterator[dict[str, Any]]:
    """Yield each line until the other end closes. Raises ValueError, TypeError, OSError (TimeoutError).

    With `go_on`, a connection that is silent for its time-out is no fault: it ends when `go_on()` says no.
    """
    kept = b""
    while True:
        head, found, kept = kept.partition(b"\n")
        if found:
            yield _message(head)
            continue
        try:
            more = connection.recv(65_536)
        except TimeoutError:
            if go_on is None:
                raise
            if not go_on():
                return
            kept = head
            continue
        if not more or len(head) > LONGEST:
            return
        kept = head + more


def _message(line: bytes) -> dict[str, Any]:
    message = json.loads(line)
    if not isinstance(message, dict):
        raise TypeError("a line is an object")
    return message


def peer(connection: socket.socket) -> tuple[int | None, int]:
    """Return process id (None where the system does not tell) and user id of the other end."""
    if hasattr(socket, "SO_PEERCRED"):  # Linux
        told = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
        pid, uid, _ = struct.unpack("3i", told)
        return pid, uid
    # macOS: LOCAL_PEERCRED gives `struct xucred`, version and user id first (<sys/un.h>, <sys/ucred.h>).
    return None, struct.unpack_from("2I", connection.getsockopt(0, 1, 76))[1]


def ask(path: Path, asked: dict[str, Any], *, patience: float = 3.0) -> dict[str, Any]:
    """Ask the key holder one thing. Raises `KeyStoreError` with its sentence, `HolderGoneError`.

    The holder starts anew after each lock, so that a request may have to wait a moment.
    """
    end = time.monotonic() + patience
    while True:
        answer = _ask_once(path, asked, max(0.0, end - time.monotonic()))
        if answer is not None and answer.get("problem") != "restarting":
            break
        if time.monotonic() >= end:
            raise HolderGoneError
        time.sleep(0.05)
    if "problem" in answer:
        raise KeyStoreError(str(answer["problem"]), str(answer.get("sentence", "")))
    return answer


def _ask_once(path: Path, asked: dict[str, Any], patience: float) -> dict[str, Any] | None:
    with connect(path, patience=patience) as connection:
        connection.settimeout(30)
        try:
            send(connection, asked)
            return next(read(connection), None)
        except (OSError, ValueError, TypeError):
            return None
