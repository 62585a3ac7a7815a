"""Refuses to start with a store that would lose or leak."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import Error, Tags, register
from django.db import connections

from fristad.server.site.places import SQLITE_PRAGMAS


@register(Tags.database)
def sqlite_is_told_what_it_must(databases: Sequence[str] | None = None, **_options: Any) -> list[Error]:
    """SQLite with other settings loses writes under load, or keeps what was deleted."""
    return [fault for alias in databases or () for fault in _faults(alias)]


def _faults(alias: str) -> list[Error]:
    connection = connections[alias]
    if connection.vendor != "sqlite":
        return []
    faults = []
    if connection.settings_dict["OPTIONS"].get("transaction_mode") != "IMMEDIATE":
        faults.append("transaction_mode must be IMMEDIATE")
    with connection.cursor() as cursor:
        for name, wanted in SQLITE_PRAGMAS.items():
            cursor.execute(f"PRAGMA {name}")
            found = str(cursor.fetchone()[0]).lower()
            if found != wanted:
                faults.append(f"PRAGMA {name} must be {wanted}, and is {found}")
    return [Error(f"SQLite database {alias}: {fault}.", id="site.E001") for fault in faults]
