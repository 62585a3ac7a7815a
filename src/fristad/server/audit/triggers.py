"""The database itself refuses to change or remove an entry, whoever asks through the service.

Who owns the database can drop a trigger; what was done then is found by `verification.verify`.
"""

from __future__ import annotations

from typing import Any

TABLES = ("audit_entry", "audit_seen")
_SAYS = "the log is append-only"

_POSTGRES_FUNCTION = f"""
CREATE OR REPLACE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{_SAYS}' USING ERRCODE = 'restrict_violation'; END $$
"""


def create(_apps: Any, editor: Any) -> None:
    """Set the triggers; for a migration."""
    postgres = editor.connection.vendor == "postgresql"
    if postgres:
        editor.execute(_POSTGRES_FUNCTION)
    for table in TABLES:
        for event in ("UPDATE", "DELETE"):
            editor.execute(_on_postgres(table, event) if postgres else _on_sqlite(table, event))
        if postgres:
            editor.execute(_truncate(table))


def drop(_apps: Any, editor: Any) -> None:
    """Take the triggers away; for a migration that goes back, and for tests that empty their tables."""
    postgres = editor.connection.vendor == "postgresql"
    for table in TABLES:
        for event in ("UPDATE", "DELETE", *(("TRUNCATE",) if postgres else ())):
            editor.execute(f"DROP TRIGGER IF EXISTS {_name(table, event)}" + (f" ON {table}" if postgres else ""))


def _name(table: str, event: str) -> str:
    return f"{table}_no_{event.lower()}"


def _on_sqlite(table: str, event: str) -> str:
    return f"CREATE TRIGGER {_name(table, event)} BEFORE {event} ON {table} BEGIN SELECT RAISE(ABORT, '{_SAYS}'); END"


def _on_postgres(table: str, event: str) -> str:
    return (
        f"CREATE TRIGGER {_name(table, event)} BEFORE {event} ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION audit_append_only()"
    )


def _truncate(table: str) -> str:
    return (
        f"CREATE TRIGGER {_name(table, 'TRUNCATE')} BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only()"
    )
