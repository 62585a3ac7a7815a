"""The database itself refuses to change or remove an entry, whoever asks through the service.

Who owns the database can drop a trigger; what was done then is found by `verification.verify`. They are looked for
after every migration, since SQLite loses the triggers of a table that it has to make anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

TABLES = ("audit_entry", "audit_seen")
_SAYS = "the log is append-only"

_POSTGRES_FUNCTION = f"""
CREATE OR REPLACE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{_SAYS}' USING ERRCODE = 'restrict_violation'; END $$
"""


def create(_apps: Any, editor: Any) -> None:
    """Set the triggers that are not there; for a migration."""
    _create(editor.connection, editor.execute)


def drop(_apps: Any, editor: Any) -> None:
    """Take the triggers away; for a migration that goes back, and for tests that empty their tables."""
    postgres = editor.connection.vendor == "postgresql"
    for table, event in _events(postgres=postgres):
        editor.execute(f"DROP TRIGGER IF EXISTS {_name(table, event)}" + (f" ON {table}" if postgres else ""))


def after_migrating(using: str, **_signal: Any) -> None:
    """Set the triggers that a migration lost. A receiver of Django's `post_migrate`."""
    connection = connections[using]
    if set(TABLES) <= set(connection.introspection.table_names()):
        with connection.cursor() as cursor:
            _create(connection, cursor.execute)


def _create(connection: BaseDatabaseWrapper, execute: Callable[[str], object]) -> None:
    postgres = connection.vendor == "postgresql"
    there = _there(connection, postgres=postgres)
    if postgres:
        execute(_POSTGRES_FUNCTION)
    for table, event in _events(postgres=postgres):
        if _name(table, event) not in there:
            execute(f"CREATE TRIGGER {_name(table, event)} BEFORE {event} ON {table} {_body(event, postgres=postgres)}")


def _there(connection: BaseDatabaseWrapper, *, postgres: bool) -> set[str]:
    listed = "tgname FROM pg_trigger" if postgres else "name FROM sqlite_master WHERE type = 'trigger'"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {listed}")
        return {name for (name,) in cursor.fetchall()}


def _events(*, postgres: bool) -> Iterator[tuple[str, str]]:
    for table in TABLES:
        yield table, "UPDATE"
        yield table, "DELETE"
        if postgres:
            yield table, "TRUNCATE"


def _name(table: str, event: str) -> str:
    return f"{table}_no_{event.lower()}"


def _body(event: str, *, postgres: bool) -> str:
    if not postgres:
        return f"BEGIN SELECT RAISE(ABORT, '{_SAYS}'); END"
    return f"FOR EACH {'STATEMENT' if event == 'TRUNCATE' else 'ROW'} EXECUTE FUNCTION audit_append_only()"
