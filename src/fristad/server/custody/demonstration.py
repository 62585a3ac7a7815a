"""The demonstration: made when it is missing, whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings
from django.db import connection

from fristad.server.common.registry import demo_parts
from fristad.server.custody import installations, places
from fristad.server.vault.demo_key import open_demo, refuse_live
from fristad.server.vault.keyring import OperationKeys, opened
from fristad.server.vault.keystore import OpenStore


def make(parts: list[Callable[[UUID], None]] | None = None) -> bool:
    """Make the demonstration if there is none. Returns whether it made one. Its last act is to say what it is."""
    here = installations.found()
    if here is not None:
        installations.check()
        return False
    store = open_demo(places.key_store(), places.demo_key())
    keys = _new_keys(store)
    with opened(keys):
        for part in demo_parts if parts is None else parts:
            part(keys.operation_id)
    installations.fix(store.store.id)
    return True


def _new_keys(store: OpenStore) -> OperationKeys:
    """Return the keys of the demonstration's one operation."""
    keys = OperationKeys.new(uuid4())
    store.save(keys)
    return keys


def remove_unfinished() -> None:
    """Remove what a demonstration left behind that was stopped while it was made. Before anything is opened.

    Raises `KeyStoreError` beside the keys of a live operation, and touches nothing then.
    """
    refuse_live(places.key_store())
    database = Path(settings.DATABASES["default"]["NAME"])
    if connection.vendor != "sqlite" or not database.exists() or installations.found() is not None:
        return
    connection.close()
    for path in (*_with_companions(database), places.demo_key(), places.key_store().path):
        path.unlink(missing_ok=True)


def _with_companions(database: Path) -> list[Path]:
    return [database, *(database.with_name(database.name + end) for end in ("-wal", "-shm", "-journal"))]
