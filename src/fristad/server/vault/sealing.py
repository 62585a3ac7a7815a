"""Values under record keys, and record keys under operation keys."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from fristad.server.vault import cipher
from fristad.server.vault.keyring import keyring

#: First byte of every blob, so that a later format can be told apart.
FORMAT = b"\x01"
#: Values are filled up with spaces to a multiple of this, so that a length does not tell one short word from another.
STEP = 32


class Blob(bytes):
    """A sealed value as it lies in the database: format, record key id, nonce, ciphertext with tag."""

    @property
    def key_id(self) -> UUID | None:
        """Return the id of the record key it says it is sealed with; None for bytes that are no blob."""
        return UUID(bytes=self[1:17]) if self[:1] == FORMAT and len(self) > 17 else None


def bound_to(operation_id: UUID, row_id: UUID, field_id: str) -> bytes:
    """Return what a blob is bound to. Moved to another row, field or operation it does not open."""
    return b"|".join((b"fristad/field/1", operation_id.bytes.hex().encode(), row_id.hex.encode(), field_id.encode()))


def to_json(value: Any) -> bytes:
    """Write a value in one way only, so that equal values are equal bytes."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def seal_value(key: bytes, key_id: UUID, value: Any, place: bytes) -> Blob:
    """Return the blob of a JSON value: format, record key id, nonce, ciphertext with tag."""
    written = to_json(value)
    padded = written + b" " * (-len(written) % STEP)
    return Blob(FORMAT + key_id.bytes + cipher.seal(cipher.subkey(key, "field"), padded, place))


def open_value(key: bytes, key_id: UUID, blob: bytes, place: bytes) -> Any:
    """Return the value of a blob. Raises `cipher.DoesNotOpenError`."""
    if blob[:1] != FORMAT or blob[1:17] != key_id.bytes:
        raise cipher.DoesNotOpenError
    return json.loads(cipher.unseal(cipher.subkey(key, "field"), blob[17:], place))


def wrap_record_key(operation_id: UUID, key_id: UUID, key: bytes) -> tuple[int, bytes]:
    """Return the version of the operation key in use and the record key wrapped under it. Raises `LockedError`."""
    version, outer = keyring.require(operation_id).current("wrap")
    return version, cipher.wrap(_wrapping_key(outer, key_id), key)


def unwrap_record_key(operation_id: UUID, key_id: UUID, version: int, wrapped: bytes) -> bytes:
    """Return a record key, from memory where it was opened lately. Raises `LockedError`, `cipher.DoesNotOpenError`."""
    keys = keyring.require(operation_id)
    remembered = keyring.record_key(key_id)
    if remembered is not None:
        return remembered
    outer = keys.wrap.get(version)
    if outer is None:
        raise cipher.DoesNotOpenError
    key = cipher.unwrap(_wrapping_key(outer, key_id), wrapped)
    keyring.remember(operation_id, key_id, key)
    return key


def _wrapping_key(outer: bytes, key_id: UUID) -> bytes:
    # One for each record key: a wrapped key copied to another row, to outlive its erasure there, does not open.
    return cipher.subkey(outer, f"record key/{key_id.hex}")
