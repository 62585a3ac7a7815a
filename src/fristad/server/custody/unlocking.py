"""Unlocking, on the page and in the terminal alike: together with its entry in the log, or not at all."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from fristad.server.accounts.actor import system
from fristad.server.audit import heads
from fristad.server.audit.services import act, together
from fristad.server.custody import actions, places
from fristad.server.vault import holding, lines
from fristad.server.vault.key_files import KeyStoreError
from fristad.server.vault.keyring import keyring

TASK = "keys"


def unlock(name: str, passphrase: str, key_file: str, at: str, origin: str = "") -> None:
    """Have the key holder open the store. `at` is `page` (from the address `origin`) or `terminal`.

    Raises `KeyStoreError`.
    """
    before = lines.ask(places.socket(), {"do": "status"})
    give_out(name, passphrase, key_file, at, origin)
    if not holding.start(places.socket()).wait_open():
        raise KeyStoreError("no_keys", "The key holder is open but brought no keys. Look at `fristad keys status`.")
    try:
        _note(keyring.operations(), places.key_store().holder_id(name), at, before["locked"])
    except BaseException:
        # What cannot stand in the log does not happen.
        lines.ask(places.socket(), {"do": "lock"})
        raise


def give_out(name: str, passphrase: str, key_file: str, at: str = "terminal", origin: str = "") -> None:
    """Have the key holder read the store, and give its keys to every process. Raises `KeyStoreError`."""
    asked = {"do": "unlock", "name": name, "passphrase": passphrase, "key_file": key_file, "at": at, "from": origin}
    lines.ask(places.socket(), asked)


def _note(operations: Iterable[UUID], holder_id: str, at: str, locked: dict[str, Any]) -> None:
    since = datetime.fromtimestamp(float(locked["since"]), UTC).date().isoformat()
    because = str(locked["because"]).replace(" ", "_")
    with together():
        for each in operations:
            detail = {"key_holder": holder_id, "at": at, "locked_on": since, "locked_because": because}
            with act(system(each, TASK), actions.UNLOCKED, detail=detail):
                pass


def lock() -> dict[str, Any]:
    """Have every key forgotten. Returns what the key holder says when they are gone. Raises `HolderGoneError`."""
    return lines.ask(places.socket(), {"do": "lock"})


def keep_heads() -> int:
    """Write the heads of the log to their second place, as at each lock. Needs no key. Raises OSError."""
    return sum(heads.keep(each) is not None for each in places.key_store().operation_ids())
