"""SQLite: copied while it is used, and without the record keys; put back with them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from fristad.server.custody.backups import record_keys
from fristad.server.vault.models import RecordKey

NAME = "fristad.sqlite3"


def save(database: Path, scratch: Path, keys: Path) -> Path:
    """Copy the database into `scratch`, move its record keys into the folder `keys`; return the copy.

    `scratch` is on the disk of the database: for a moment the copy holds the record keys too.
    """
    copy = scratch / NAME
    with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as source, closing(_open(copy)) as target:
        source.backup(target)
        # Away from the write-ahead log, so that what is deleted is overwritten in this one file.
        target.execute("PRAGMA journal_mode=MEMORY")
        target.execute("PRAGMA secure_delete=ON")
        for name, model in record_keys.FILES.items():
            names = record_keys.columns(model)
            rows = target.execute(f"SELECT {', '.join(names)} FROM {model._meta.db_table}")  # noqa: S608 - our names
            record_keys.write(keys / name, names, rows)
        target.execute(f"DELETE FROM {RecordKey._meta.db_table}")  # noqa: S608 - our name
        target.commit()
    return copy


def put_back(copy: Path, keys: Path, database: Path) -> bool:
    """Make a database of a copy and its record keys. Returns False if something is missing: then nothing was made."""
    part = database.with_name(f".{database.name}.part")
    part.unlink(missing_ok=True)
    try:
        is_whole = _fill(part, copy, keys)
    except sqlite3.DatabaseError:
        is_whole = False
    if is_whole:
        part.replace(database)
    part.unlink(missing_ok=True)
    return is_whole


def _fill(part: Path, copy: Path, keys: Path) -> bool:
    with closing(sqlite3.connect(f"{copy.as_uri()}?mode=ro", uri=True)) as source, closing(_open(part)) as target:
        source.backup(target)
        names = record_keys.columns(RecordKey)
        marks = ", ".join("?" * len(names))
        statement = f"INSERT INTO {RecordKey._meta.db_table} ({', '.join(names)}) VALUES ({marks})"  # noqa: S608
        for page in record_keys.pages(keys / "record-keys.jsonl"):
            target.executemany(statement, [[row[name] for name in names] for row in page])
        tables = [name for (name,) in target.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for statement in record_keys.gone_statements(tables):
            target.execute(statement)
        target.commit()
        is_sound = target.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return is_sound and not target.execute("PRAGMA foreign_key_check").fetchall()


def _open(path: Path) -> sqlite3.Connection:
    made = sqlite3.connect(path)
    path.chmod(0o600)
    return made
