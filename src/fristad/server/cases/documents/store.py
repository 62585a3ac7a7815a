"""The sealed bytes of documents: one file each, named by the document's random id, in the documents' folder.

A file appears there whole or not at all, before its row is committed; so each row has its file. A file whose row never
came, or whose key was destroyed, is swept away by a job. What is half written stands beside the folder, where no
backup looks.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Final
from uuid import UUID

from django.conf import settings

from fristad.server.common.problems import TamperedError

#: What has no row by then never gets one: a request does not live so long.
GRACE: Final = timedelta(hours=1)
_ENDING: Final = ".sealed"


def folder() -> Path:
    """Return the folder of the documents."""
    return Path(settings.DOCUMENTS)


def path_of(document_id: UUID) -> Path:
    """Return where the bytes of a document lie."""
    return folder() / f"{document_id.hex}{_ENDING}"


def write(document_id: UUID, pieces: Iterable[bytes]) -> Path:
    """Write sealed pieces down beside the folder, to the disk; return the file for `put`. Raises OSError."""
    half = _half_written() / f"{document_id.hex}{_ENDING}"
    half.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        half.unlink(missing_ok=True)
        raise
    return half


def put(half: Path) -> None:
    """Give a written file its place."""
    folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    half.rename(folder() / half.name)
    opened = os.open(folder(), os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def read(document_id: UUID) -> bytes:
    """Return the sealed bytes. Raises `TamperedError` if the file is gone."""
    try:
        return path_of(document_id).read_bytes()
    except FileNotFoundError as error:
        raise TamperedError from error


def drop(document_id: UUID) -> None:
    """Remove the file of a document, if there is one."""
    path_of(document_id).unlink(missing_ok=True)


def old_ids() -> Iterator[UUID]:
    """Yield the ids of all files whose time of grace is over."""
    for path in _old_files(folder()):
        yield UUID(path.stem)


def drop_half_written() -> None:
    """Remove what was begun and never finished."""
    for path in _old_files(_half_written()):
        path.unlink(missing_ok=True)


def _half_written() -> Path:
    return folder().with_name(f"{folder().name}.part")


def _old_files(where: Path) -> Iterator[Path]:
    before = time.time() - GRACE.total_seconds()
    return (path for path in where.glob(f"{'[0-9a-f]' * 32}{_ENDING}") if path.stat().st_mtime < before)
