"""Everything that the system writes, place by place, as raw bytes: what a thief of the disk has."""

from __future__ import annotations

import io
import logging
import os
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core import mail
from django.db import connection

from fristad.server.common.logs import PlainFormatter
from tests.attacks.leaks import Words

ROWS = {"sessions": "accounts_session", "cache": "shared_cache", "jobs": "jobs_job"}


@dataclass
class Disk:
    """The places. `log` takes in what every logger says; `kept` is what `Watch` saw lying about meanwhile."""

    folder: Path
    log: io.StringIO = field(default_factory=io.StringIO)
    addresses: list[str] = field(default_factory=list)
    kept: dict[str, bytes] = field(default_factory=dict)

    def places(self) -> Iterator[tuple[str, bytes]]:
        """Yield each place and what lies there."""
        for name, path in (*_database(), *_cluster()):
            yield name, path.read_bytes()
        for name, table in ROWS.items():
            for cell in _cells(table):
                yield name, cell
        for path in sorted(self.folder.rglob("*")):
            if path.is_file():
                yield path.relative_to(self.folder).parts[0], path.name.encode() + b"\n" + path.read_bytes()
        yield "logs", self.log.getvalue().encode()
        yield "addresses", "\n".join(self.addresses).encode()
        for letter in mail.outbox:
            # Not its address: without one no mail arrives.
            yield "mails", f"{letter.subject}\n{letter.body}\n{letter.extra_headers}{letter.attachments}".encode()
        for name, content in self.kept.items():
            yield "meanwhile", name.encode() + b"\n" + content


def _database() -> Iterator[tuple[str, Path]]:
    """Yield the files of SQLite."""
    if connection.vendor == "sqlite":
        base = Path(connection.settings_dict["NAME"])
        log = base.with_name(f"{base.name}-wal")
        yield "database", base
        if log.exists():
            yield "write-ahead log", log


def _cluster() -> Iterator[tuple[str, Path]]:
    """Yield the files of PostgreSQL, where they are on this machine and may be read."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        cursor.execute("SHOW data_directory")
        base = Path(cursor.fetchone()[0])
        cursor.execute("SELECT oid FROM pg_database WHERE datname = current_database()")
        own = base / "base" / str(cursor.fetchone()[0])
    for name, folder in {"database": own, "write-ahead log": base / "pg_wal"}.items():
        yield from ((name, path) for path in folder.rglob("*") if path.is_file() and os.access(path, os.R_OK))
    yield from (("logs", path) for path in base.parent.glob("log"))


def _cells(table: str) -> Iterator[bytes]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table}")  # noqa: S608 - our names
        for row in cursor.fetchall():
            for cell in row:
                yield bytes(cell) if isinstance(cell, bytes | memoryview) else str(cell).encode()


class Everything(logging.Handler):
    """Writes down what every logger says, at every level, in the form in which this installation logs."""

    def __init__(self, disk: Disk) -> None:
        super().__init__(logging.DEBUG)
        self.disk = disk
        self.setFormatter(PlainFormatter())

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line."""
        self.disk.log.write(self.format(record) + "\n")


class Watch:
    """Reads, all the time, every file that this process or a child of it has open in the watched folders, also one
    without a name, and every file that lies in them; and whatever this process removes, just before it is gone."""

    def __init__(self, disk: Disk, *folders: Path) -> None:
        self.disk = disk
        self.folders = tuple(f"{folder}/" for folder in folders)
        _before_removals.add(self._keep)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def _look(self) -> None:
        while not self._over.wait(0.005):
            for path in [*_opened(), *(each for folder in self.folders for each in Path(folder).rglob("*"))]:
                self._keep(path)

    def _keep(self, path: Path) -> None:
        try:
            target = str(path.readlink() if path.is_symlink() else path)
            if target.startswith(self.folders) and path.is_file():
                content = path.read_bytes()
                if len(content) >= len(self.disk.kept.get(target, b"")):
                    self.disk.kept[target] = content
        except OSError:  # closed or removed meanwhile
            return

    def end(self) -> None:
        """Look no more."""
        self._over.set()
        self._thread.join()
        _before_removals.discard(self._keep)


#: Who looks at a file before this process removes it. A file that lives for a few milliseconds is often gone before
#: the watching thread has its turn, all the more on a busy machine.
_before_removals: set[Callable[[Path], None]] = set()


def _hear(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "os.remove":
        for look in tuple(_before_removals):
            look(Path(os.fsdecode(arguments[0])))


sys.addaudithook(_hear)


def _opened() -> list[Path]:
    me = Path("/proc/self")
    children = [number for each in me.glob("task/*/children") for number in each.read_text().split()]
    found: list[Path] = []
    for process in (me, *(Path("/proc") / number for number in children)):
        try:
            found += (process / "fd").iterdir()
        except OSError:
            continue
    return found


def hits(disk: Disk, words: Words) -> dict[str, set[str]]:
    """Return the words that stand in each place; a clean place has no row."""
    found: dict[str, set[str]] = {}
    for name, content in disk.places():
        if there := words.among(content):
            found.setdefault(name, set()).update(there)
    return found
