"""The key store: one small file outside the database, from which the operation keys can be opened by a key holder.

    root key (random)  under  HKDF(Argon2id(passphrase, salt), secret of the key file)   one for each key holder
    operation keys     under  the root key
    recovery copies    the root key, as age files to recipients outside the house

Whoever has the file has nothing. Whoever has file and key file has a guess at a passphrase, slowed by Argon2id.
Every change is one file written beside the old one, brought to the disk and put in its place: never half a store.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from fristad.server.vault import cipher, envelopes
from fristad.server.vault.key_files import (
    KeyFile,
    KeyStoreError,
    check_name,
    check_passphrase,
    does_not_open,
    tidy,
    to_bytes,
    to_text,
    write_secret,
)
from fristad.server.vault.keyring import OperationKeys

FILE = "store.json"
FORMAT = 1
#: So that the loss of one recovery copy, or of one of its keepers, loses nothing.
RECIPIENTS = 3
_SENTINEL = b"fristad: this opens"


class KeyStore:
    """The file in its folder. Reading it needs no secret; opening it does."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / FILE

    def exists(self) -> bool:
        """Whether there is a store here."""
        return self.path.exists()

    def read(self) -> dict[str, Any]:
        """Return what is written. Raises `KeyStoreError` if it is lost, broken, or open to others."""
        if not self.exists():
            raise KeyStoreError(
                "no_store",
                f"There is no key store in {self.folder}. Name its folder with FRISTAD_KEYS, or put back the newest "
                "key backup (`fristad restore`).",
            )
        self._check_access()
        try:
            read = json.loads(self.path.read_text(encoding="utf-8"))
        except ValueError as error:
            raise KeyStoreError("broken_store", f"{self.path} is damaged. Put back the newest key backup.") from error
        if not isinstance(read, dict) or read.get("format") != FORMAT:
            raise KeyStoreError("broken_store", f"{self.path} was written by another version of Fristad.")
        return read

    def _check_access(self) -> None:
        for path in (self.folder, self.path):
            about = path.stat()
            if about.st_uid != os.geteuid() or stat.S_IMODE(about.st_mode) & 0o077:
                raise KeyStoreError(
                    "open_to_others",
                    f"{path} must belong to the user that runs Fristad and be closed to all others: "
                    f"`chmod go= {path}`.",
                )

    def write(self, content: dict[str, Any]) -> None:
        """Put a new file in the place of the old one, whole or not at all."""
        write_secret(self.path, json.dumps(content, indent=1, sort_keys=True).encode())

    @property
    def id(self) -> UUID:
        """The store's own id, which the database knows too."""
        return UUID(self.read()["id"])

    def holders(self) -> list[str]:
        """Return the key holders' names."""
        return sorted(self.read()["holders"])

    def holder_id(self, name: str) -> str:
        """Return the id that stands for a key holder in the log."""
        return str(self.read()["holders"][name.strip()]["id"])

    def operation_ids(self) -> list[UUID]:
        """Return the operations whose keys are here."""
        return [UUID(each) for each in sorted(self.read()["operations"])]

    def policy(self) -> dict[str, Any]:
        """Return `lock_at` ("19:30" or None) and `alive_minutes` (a number or None)."""
        return {"lock_at": None, "alive_minutes": None, **self.read()["policy"]}

    def note(self, key: str, value: Any) -> None:
        """Change one of the parts that are not secret: `policy`, `escrow`, `drills`."""
        self.write({**self.read(), key: value})

    def require_none(self) -> None:
        """Raise `KeyStoreError` if there is a store here already."""
        if self.exists():
            raise KeyStoreError("store_exists", f"There is a key store in {self.folder} already. It was not touched.")

    @classmethod
    def create(cls, folder: Path, kind: str) -> OpenStore:
        """Make a store without holders. Raises `KeyStoreError` if there is one."""
        store = cls(folder)
        store.require_none()
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        folder.chmod(0o700)
        root, store_id = cipher.new_key(), uuid4()
        content = {
            "format": FORMAT,
            "id": str(store_id),
            "kind": kind,
            "sentinel": to_text(_seal_sentinel(root, store_id)),
            "fingerprint": fingerprint(root),
            "holders": {},
            "operations": {},
            "policy": {},
            "escrow": None,
            "drills": [],
        }
        store.write(content)
        return OpenStore(store, root)

    def open(self, name: str, passphrase: str, key_file: str) -> OpenStore:
        """Open the store. Raises `KeyStoreError` with one sentence, the same for each of the three being wrong."""
        held, content = KeyFile.from_text(key_file), self.read()
        if str(held.store) != content["id"]:
            raise KeyStoreError("foreign_key_file", "This key file belongs to another installation. Choose yours.")
        holder = content["holders"].get(name.strip())
        # An unknown name takes as long as a known one.
        salt, wrapped = (to_bytes(holder["salt"]), to_bytes(holder["root"])) if holder else (bytes(16), b"")
        try:
            root = cipher.unwrap(_holder_key(passphrase, salt, held), wrapped)
        except cipher.DoesNotOpenError as error:
            raise does_not_open() from error
        return self.open_with_root(root)

    def open_with_root(self, root: bytes) -> OpenStore:
        """Open with the root key itself: from a recovery copy. Raises `KeyStoreError` if it is of another store."""
        content = self.read()
        try:
            found = cipher.unseal(
                cipher.subkey(root, "sentinel"), to_bytes(content["sentinel"]), content["id"].encode()
            )
        except cipher.DoesNotOpenError as error:
            raise KeyStoreError(
                "foreign_root", "This key belongs to another key store, or to an earlier root key of this one."
            ) from error
        if found != _SENTINEL:
            raise does_not_open()
        return OpenStore(self, root)


@dataclass(frozen=True)
class OpenStore:
    """A store together with its root key, for as long as a ceremony takes."""

    store: KeyStore
    root: bytes = field(repr=False)

    def add_holder(self, name: str, passphrase: str) -> KeyFile:
        """Let one more person open the store. Returns the key file to hand over; it is kept nowhere."""
        name = check_name(name)
        check_passphrase(passphrase)
        content = self.store.read()
        if name in content["holders"]:
            raise KeyStoreError("holder_exists", f"There is a key holder of the name '{name}' already.")
        made, written = _new_holder(UUID(content["id"]), name, passphrase, self.root)
        content["holders"][name] = written
        self.store.write(content)
        return made

    def remove_holder(self, name: str) -> None:
        """Let somebody open the store no more. Change the root key as well: old copies of the file still open."""
        content = self.store.read()
        if name not in content["holders"]:
            raise KeyStoreError("no_such_holder", f"There is no key holder of the name '{name}'.")
        if len(content["holders"]) == 1:
            raise KeyStoreError("last_holder", f"{name} is the last key holder. Make another one first.")
        del content["holders"][name]
        self.store.write(content)

    def operations(self) -> list[OperationKeys]:
        """Return the keys of every operation."""
        content = self.store.read()
        return [self._opened(content, operation) for operation in sorted(content["operations"])]

    def _opened(self, content: dict[str, Any], operation: str) -> OperationKeys:
        sealed = to_bytes(content["operations"][operation])
        try:
            written = cipher.unseal(cipher.subkey(self.root, "operations"), sealed, _place(content["id"], operation))
        except cipher.DoesNotOpenError as error:
            raise KeyStoreError("broken_store", "The key store is damaged. Put back the newest key backup.") from error
        return OperationKeys.from_bytes(written)

    def save(self, *keys: OperationKeys) -> None:
        """Seal and store the keys of operations, new or changed."""
        content = self.store.read()
        self._seal_into(content, keys)
        self.store.write(content)

    def renew(self, keys: OperationKeys) -> OperationKeys:
        """Give an operation new wrapping and chain keys, and store them beside the old versions, which still open."""
        wrap = {**keys.wrap, keys.current("wrap")[0] + 1: cipher.new_key()}
        chain = {**keys.chain, keys.current("chain")[0] + 1: cipher.new_key()}
        renewed = replace(keys, wrap=wrap, chain=chain)
        self.save(renewed)
        return renewed

    def _seal_into(self, content: dict[str, Any], keys: Sequence[OperationKeys]) -> None:
        for each in keys:
            operation = str(each.operation_id)
            outer, place = cipher.subkey(self.root, "operations"), _place(content["id"], operation)
            content["operations"][operation] = to_text(cipher.seal(outer, each.to_bytes(), place))

    def new_root(self, passphrases: dict[str, str], hand_over: Callable[[KeyFile], object]) -> OpenStore:
        """Change the root key. `passphrases` names the holders that stay; each gets a new key file.

        `hand_over` is given each of them before the store changes: if it fails, the old files still open. Recovery
        copies made before open the new store no more: make new ones at once.
        """
        for passphrase in passphrases.values():
            check_passphrase(passphrase)
        content, keys, root = self.store.read(), self.operations(), cipher.new_key()
        store_id = UUID(content["id"])
        made = {name: _new_holder(store_id, name, words, root) for name, words in passphrases.items()}
        content["holders"] = {name: written for name, (_, written) in made.items()}
        content["sentinel"], content["fingerprint"] = to_text(_seal_sentinel(root, store_id)), fingerprint(root)
        content["escrow"] = None
        renewed = OpenStore(self.store, root)
        renewed._seal_into(content, keys)
        for key_file, _ in made.values():
            hand_over(key_file)
        self.store.write(content)
        return renewed

    def recovery_copies(self, recipients: Sequence[str]) -> list[bytes]:
        """Return one age file for each recipient, from which the root key can be recovered. Raises `KeyStoreError`."""
        for each in recipients:
            if not envelopes.is_recipient(each):
                raise KeyStoreError("no_recipient", f"'{each[:80]}' is no age recipient. It starts with age1.")
        if len(set(recipients)) < RECIPIENTS:
            raise KeyStoreError("few_recipients", f"Name {RECIPIENTS} different age recipients: one copy can be lost.")
        content = json.dumps({"fristad": "recovery copy 1", "store": str(self.store.id), "root": to_text(self.root)})
        return [envelopes.seal_to(content.encode(), [each]) for each in recipients]


def open_recovery_copy(store: KeyStore, copy: bytes, identity: str) -> OpenStore:
    """Open a store with a recovery copy and its recipient's age identity. Raises `KeyStoreError`."""
    try:
        read = json.loads(envelopes.open_with(copy, identity))
        root, of = to_bytes(read["root"]), read["store"]
    except (cipher.DoesNotOpenError, KeyError, ValueError) as error:
        raise KeyStoreError("no_copy", "This identity does not open this recovery copy.") from error
    if of != str(store.id):
        raise KeyStoreError("foreign_copy", "This recovery copy belongs to another installation.")
    return store.open_with_root(root)


def fingerprint(root: bytes) -> str:
    """Return what tells root keys apart without telling anything of them."""
    return cipher.subkey(root, "fingerprint")[:8].hex()


def _new_holder(store_id: UUID, name: str, passphrase: str, root: bytes) -> tuple[KeyFile, dict[str, str]]:
    made, salt = KeyFile(store_id, name, cipher.new_key()), os.urandom(16)
    wrapped = cipher.wrap(_holder_key(passphrase, salt, made), root)
    # The id stands in the log in the place of the name.
    return made, {"id": str(uuid4()), "salt": to_text(salt), "root": to_text(wrapped)}


def _holder_key(passphrase: str, salt: bytes, held: KeyFile) -> bytes:
    stretched = cipher.stretch(tidy(passphrase), salt)
    return cipher.subkey(cipher.mac(held.secret, stretched, str(held.store).encode()), "key holder")


def _seal_sentinel(root: bytes, store_id: UUID) -> bytes:
    return cipher.seal(cipher.subkey(root, "sentinel"), _SENTINEL, str(store_id).encode())


def _place(store_id: str, operation: str) -> bytes:
    return f"fristad/operation keys/1|{store_id}|{operation}".encode()
