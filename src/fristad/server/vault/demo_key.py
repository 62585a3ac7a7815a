"""The key of a demonstration: it lies beside the database and opens it by itself. It protects nobody."""

from __future__ import annotations

from pathlib import Path

from fristad.server.vault.key_files import KeyStoreError, write_secret
from fristad.server.vault.keystore import KeyStore, OpenStore

_HOLDER = "demo"
#: No secret: the key file lies beside the database.
_PASSPHRASE = "this protects nobody"  # noqa: S105 - see above


def refuse_live(store: KeyStore) -> None:
    """Raise `KeyStoreError` if these are the keys of a live operation. Asked before anything is made or removed."""
    if store.exists() and store.read()["kind"] != "demo":
        raise KeyStoreError(
            "live_store", f"{store.folder} holds the keys of a live operation. A demonstration refuses."
        )


def open_demo(store: KeyStore, key_file: Path) -> OpenStore:
    """Open a demonstration's key store, made the first time. Raises `KeyStoreError` for the store of a live one."""
    if not store.exists():
        opened = KeyStore.create(store.folder, "demo")
        write_secret(key_file, opened.add_holder(_HOLDER, _PASSPHRASE).to_text().encode())
        return opened
    refuse_live(store)
    if not key_file.exists():
        raise KeyStoreError("no_key_file", f"{key_file} is missing. Remove {store.folder.parent} and start anew.")
    return store.open(_HOLDER, _PASSPHRASE, key_file.read_text(encoding="utf-8"))
