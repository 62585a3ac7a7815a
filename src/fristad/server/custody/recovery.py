"""Recovery copies: made, rehearsed, used. And what proves that keys belong to the data."""

from __future__ import annotations

import hashlib
import secrets
import shutil
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fristad.server.accounts.actor import system
from fristad.server.audit.services import act, together
from fristad.server.common.clock import today
from fristad.server.custody import actions, places
from fristad.server.vault.cipher import DoesNotOpenError
from fristad.server.vault.key_files import KeyFile, KeyStoreError, write_secret
from fristad.server.vault.keyring import OperationKeys, opened
from fristad.server.vault.keystore import FILE, KeyStore, OpenStore, open_recovery_copy
from fristad.server.vault.models import RecordKey


def escrow(store: OpenStore, recipients: Sequence[str], folder: Path) -> list[Path]:
    """Write one recovery copy for each age recipient, and note it. Raises `KeyStoreError`, OSError."""
    copies = store.recovery_copies(recipients)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    paths = [folder / f"recovery-{number}-of-{len(copies)}.age" for number in range(1, len(copies) + 1)]
    for path, copy in zip(paths, copies, strict=True):
        write_secret(path, copy)
    made = {"on": today().isoformat(), "recipients": list(recipients), "copies": [_mark(each) for each in copies]}
    store.store.note("escrow", made)
    _log(store, actions.ESCROWED, {"copies": len(copies)})
    return paths


@dataclass(frozen=True)
class Drill:
    """What a rehearsal found: how many operations opened, and how many of them have records that open."""

    operations: int
    with_records: int


def drill(copy: bytes, identity: str) -> Drill:
    """Rehearse a recovery in a scratch folder, up to opening a stored record key of each operation; note it.

    Raises `KeyStoreError` with the sentence for what would fail in earnest.
    """
    store = places.key_store()
    with tempfile.TemporaryDirectory(dir=store.folder) as scratch:
        shutil.copy(store.path, Path(scratch) / FILE)
        passphrase = secrets.token_urlsafe(32)
        rehearsed = KeyStore(Path(scratch))
        key_file = recover(rehearsed, copy, identity, "drill", passphrase)
        keys = rehearsed.open("drill", passphrase, key_file.to_text()).operations()
    found = Drill(len(keys), sum(_opens(each) for each in keys))
    store.note("drills", [*store.read()["drills"], {"on": today().isoformat(), "copy": _mark(copy)}])
    _log(open_recovery_copy(store, copy, identity), actions.DRILLED, {"operations": found.operations})
    return found


def recover(store: KeyStore, copy: bytes, identity: str, name: str, passphrase: str) -> KeyFile:
    """Make a new key holder from a recovery copy. Raises `KeyStoreError`."""
    return open_recovery_copy(store, copy, identity).add_holder(name, passphrase)


def _opens(keys: OperationKeys) -> bool:
    """Return whether a record key of the operation opens; False if there is none. Raises `KeyStoreError`."""
    stored = RecordKey.objects.filter(operation_id=keys.operation_id, wrapped__isnull=False).first()
    if stored is None:
        return False
    with opened(keys):
        try:
            stored.opened()
        except DoesNotOpenError as error:
            raise KeyStoreError("foreign_data", "These keys do not open the records of this database.") from error
    return True


def _log(store: OpenStore, action: str, detail: dict[str, Any]) -> None:
    """Note a ceremony in the log of every operation, with the keys it has opened itself."""
    keys = store.operations()
    with opened(*keys), together(), ExitStack() as acts:
        for each in keys:
            acts.enter_context(act(system(each.operation_id, "keys"), action, detail=detail))


def _mark(copy: bytes) -> str:
    return hashlib.sha256(copy).hexdigest()[:16]
