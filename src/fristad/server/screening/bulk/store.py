"""The sealed pieces of a table: small files, named by number, in a folder of the run. No backup looks there.

Each piece is sealed for itself and bound to the run, its name and its number, so that none can be moved.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Final
from uuid import UUID, uuid5

from django.conf import settings

from fristad.server.common.problems import TamperedError
from fristad.server.vault import streams
from fristad.server.vault.models import RecordKey

#: What has no row by then never gets one.
GRACE: Final = timedelta(hours=2)
#: The pieces of the table as it was sent; marks of a pile; what a pile came to; whom to offer a conversation.
TABLE, PILE, FOUND, PEOPLE = "t", "p", "f", "o"


def folder() -> Path:
    """Return the folder of all tables."""
    return Path(settings.DOCUMENTS).with_name("tables")


def put(key: RecordKey, run_id: UUID, name: str, content: bytes | memoryview) -> None:
    """Seal a piece and write it down. It appears whole or not at all; one of the same name is replaced."""
    home = folder() / run_id.hex
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    half = home / f"{name}.part"
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.writelines(streams.seal(key, uuid5(run_id, name), content))
        file.flush()
        os.fsync(file.fileno())
    half.rename(home / name)


def get(key: RecordKey, run_id: UUID, name: str) -> bytes:
    """Open a piece. Raises `TamperedError` for one that is gone, changed or of another place, `ErasedError`."""
    try:
        sealed = (folder() / run_id.hex / name).read_bytes()
    except FileNotFoundError as error:
        raise TamperedError from error
    return streams.unseal(key, uuid5(run_id, name), sealed)


def names(run_id: UUID, kind: str) -> list[str]:
    """Return the names of the pieces of a kind, in order. `kind` may name a pile, such as `p-3`."""
    return sorted(path.name for path in (folder() / run_id.hex).glob(f"{kind}-*") if path.suffix != ".part")


def drop(run_id: UUID, *kinds: str) -> None:
    """Remove the pieces of these kinds; without any kind, the whole folder."""
    home = folder() / run_id.hex
    if not kinds:
        shutil.rmtree(home, ignore_errors=True)
    for kind in kinds:
        for name in names(run_id, kind):
            (home / name).unlink(missing_ok=True)


def old_ids() -> Iterator[UUID]:
    """Yield the runs whose folder has not been written to for a while."""
    before = time.time() - GRACE.total_seconds()
    for path in folder().glob("[0-9a-f]" * 32):
        if path.stat().st_mtime < before:
            yield UUID(path.name)
