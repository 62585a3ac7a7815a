"""Making a backup: also while locked, since everything in it is ciphertext."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from fristad.server.common.clock import now
from fristad.server.custody import installations, places
from fristad.server.custody.backups import postgres, sqlite

FORMAT = 1
ABOUT, DOCUMENTS, STORE = "about.json", "documents", "store.json"
DATA, KEYS = "data", "keys"


@dataclass(frozen=True)
class Made:
    """The two halves of a backup."""

    data: Path
    keys: Path


def make(data: Path, keys: Path) -> Made:
    """Write a new folder into each of the two; each appears whole or not at all. Raises OSError, `MachineError`."""
    here = installations.check()
    stamp = now().astimezone(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
    about = {"format": FORMAT, "made": stamp, "store": str(here.key_store_id), "kind": here.kind}
    made = Made(data / f"{DATA}-{stamp}", keys / f"{KEYS}-{stamp}")
    data_part, keys_part = _part(made.data), _part(made.keys)
    try:
        _fill(data_part, keys_part, about)
        # Keys first: a data backup without its keys would be worth nothing.
        keys_part.rename(made.keys)
        data_part.rename(made.data)
    finally:
        for part in (data_part, keys_part):
            shutil.rmtree(part, ignore_errors=True)
    return made


def _part(folder: Path) -> Path:
    folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = folder.with_name(f".{folder.name}.part")
    part.mkdir(mode=0o700)
    return part


def _fill(data: Path, keys: Path, about: dict[str, Any]) -> None:
    with tempfile.TemporaryDirectory(dir=settings.HOME, prefix=".backup-") as scratch:
        saved = _save(Path(scratch), keys)
        shutil.move(saved, data / saved.name)
    documents = Path(settings.DOCUMENTS)
    if documents.exists():
        shutil.copytree(documents, data / DOCUMENTS)
    shutil.copy(places.key_store().path, keys / STORE)
    for folder, part in ((data, DATA), (keys, KEYS)):
        written = {**about, "part": part, "files": digests(folder)}
        (folder / ABOUT).write_text(json.dumps(written, indent=1), encoding="utf-8")
        _to_disk(folder)


def digests(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file in a folder but the one that lists them."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path != folder / ABOUT)
    return {str(path.relative_to(folder)): _digest(path) for path in files}


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _save(scratch: Path, keys: Path) -> Path:
    if connection.vendor == "sqlite":
        return sqlite.save(Path(settings.DATABASES["default"]["NAME"]), scratch, keys)
    return postgres.save(scratch, keys)


def _to_disk(folder: Path) -> None:
    """See that everything in a folder has reached the disk."""
    for path in (*(each for each in folder.rglob("*") if each.is_file()), folder):
        opened = os.open(path, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
