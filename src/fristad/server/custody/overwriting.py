"""What the database does not overwrite by itself, and the search of its files afterwards."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection

from fristad.engine.errors import FristadError
from fristad.server.custody import places
from fristad.server.vault.models import RecordKey

_CHUNK = 1 << 20


class BusyError(FristadError):
    """Somebody reads the database all the time; the files cannot be overwritten now."""

    def __init__(self) -> None:
        super().__init__("The stored files are in use and were not overwritten yet. It is tried again every day.")


@dataclass(frozen=True)
class Searched:
    """What was searched: files, bytes, and how often one of the values was found."""

    files: int = 0
    size: int = 0
    hits: int = 0


def overwrite(end: float) -> None:
    """Overwrite what was deleted; try until `end` on the monotonic clock. Raises `BusyError`."""
    if connection.vendor == "sqlite":
        # `secure_delete` has put zeros into the pages; this brings them from the log into the file and empties the log.
        while _checkpoint():
            if time.monotonic() > end:
                raise BusyError
            time.sleep(0.1)
    else:
        _rewrite_key_table()


def _checkpoint() -> bool:
    """Empty the write-ahead log. Returns whether somebody was in the way."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        before = int(cursor.fetchone()[0])
        cursor.execute("PRAGMA busy_timeout=200")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        busy, _frames, _moved = cursor.fetchone()
        cursor.execute(f"PRAGMA busy_timeout={before}")
    return bool(busy)


def _rewrite_key_table() -> None:
    """Write PostgreSQL's table of record keys anew: a plain VACUUM frees dead rows and leaves their bytes."""
    table = connection.ops.quote_name(RecordKey._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM FULL {table}")
        # The old file goes with the next checkpoint at the latest; who may, asks for it now.
        cursor.execute("SELECT pg_has_role(current_user, 'pg_checkpoint', 'USAGE')")
        if cursor.fetchone()[0]:
            cursor.execute("CHECKPOINT")


def search(values: Sequence[bytes]) -> Searched:
    """Look for each value in every file of this installation. On PostgreSQL the files are elsewhere: none."""
    if connection.vendor != "sqlite" or not values:
        return Searched()
    files = [path for path in _files() if path.is_file()]
    return Searched(len(files), sum(path.stat().st_size for path in files), sum(_found(path, values) for path in files))


def _files() -> Iterator[Path]:
    """Yield what this installation writes. The key store lies elsewhere and holds no record key."""
    for path in sorted(Path(settings.HOME).rglob("*")):
        if not path.is_relative_to(places.key_store().folder):
            yield path


def _found(path: Path, values: Sequence[bytes]) -> int:
    longest = max(map(len, values))
    hits, kept = 0, b""
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            window = kept + chunk
            hits += sum(value in window for value in values)
            kept = window[-longest + 1 :]
    return hits
