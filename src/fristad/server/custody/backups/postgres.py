"""PostgreSQL: dumped without the rows of the record keys; put back with them. Needs pg_dump and pg_restore."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection, transaction

from fristad.engine.errors import MachineError
from fristad.server.custody.backups import record_keys
from fristad.server.vault.models import RecordKey

NAME = "fristad.dump"


def save(scratch: Path, keys: Path) -> Path:
    """Dump the database into `scratch`, write its record keys into the folder `keys`; return the dump.

    The keys are read after the dump and are never fewer: a key that was made in between belongs to no dumped row, one
    that was destroyed in between stays destroyed.
    """
    dump = scratch / NAME
    table = RecordKey._meta.db_table
    _run("pg_dump", "--format=custom", "--no-owner", f"--exclude-table-data={table}", f"--file={dump}")
    dump.chmod(0o600)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        for name, model in record_keys.FILES.items():
            names = record_keys.columns(model)
            cursor.execute(f"SELECT {', '.join(names)} FROM {model._meta.db_table}")  # noqa: S608 - our names
            record_keys.write(keys / name, names, cursor)
    return dump


def is_empty() -> bool:
    """Whether the database has no table yet."""
    return not connection.introspection.table_names()


def put_back(dump: Path, keys: Path) -> bool:
    """Fill an empty database. Returns False, and leaves it empty, if that does not succeed."""
    try:
        _fill(dump, keys)
    except (MachineError, DatabaseError):
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")
        return False
    return True


def _fill(dump: Path, keys: Path) -> None:
    name = f"--dbname={settings.DATABASES['default']['NAME']}"
    restore = ("pg_restore", "--no-owner", "--exit-on-error", name, str(dump))
    _run(*restore, "--section=pre-data", "--section=data")
    names = record_keys.columns(RecordKey)
    marks = ", ".join(["%s"] * len(names))
    statement = f"INSERT INTO {RecordKey._meta.db_table} ({', '.join(names)}) VALUES ({marks})"  # noqa: S608
    with connection.cursor() as cursor:
        for page in record_keys.pages(keys / "record-keys.jsonl"):
            cursor.executemany(statement, [[row[each] for each in names] for row in page])
        for gone in record_keys.gone_statements(connection.introspection.table_names()):
            cursor.execute(gone)
    # Foreign keys come last, so that a missing record key is noticed.
    _run(*restore, "--section=post-data")


def _run(program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs on the database of the settings. Raises `MachineError` with its last words."""
    path = _program(program)
    told: dict[str, Any] = settings.DATABASES["default"]
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    given = {variable: str(told[name]) for variable, name in names.items() if told.get(name)}
    command = [path, *arguments]
    done = subprocess.run(  # noqa: S603 - PostgreSQL's own programs
        command, env={**os.environ, **given}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        said = done.stderr.strip().splitlines() or ["it said nothing"]
        raise MachineError(f"{program} did not succeed: {said[-1][:300]}")


def _program(name: str) -> str:
    """Return the newest of PostgreSQL's programs of this name. Raises `MachineError`."""
    debian = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: float(path.parts[-3]))
    found = str(debian[-1]) if debian else shutil.which(name)
    if found is None:
        raise MachineError(f"{name} is not here. Install PostgreSQL's client: sudo apt-get install postgresql-client")
    return found
