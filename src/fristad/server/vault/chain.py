"""The keyed chain of the audit log: each link covers the one before it, and nobody without the key can make one."""

from uuid import UUID

from fristad.server.vault import cipher
from fristad.server.vault.keyring import keyring

#: What the first entry of an operation is chained to.
START = bytes(32)


def version(operation_id: UUID) -> int:
    """Return the version of the chain key in use."""
    return keyring.require(operation_id).current("chain")[0]


def link(operation_id: UUID, key_version: int, previous: bytes, content: bytes) -> bytes:
    """Return the 32 bytes that chain `content` to `previous`. Raises `LockedError`; KeyError for an unknown version."""
    key = keyring.require(operation_id).chain[key_version]
    return cipher.mac(cipher.subkey(key, "chain"), operation_id.bytes, previous, content)


def same(one: bytes, other: bytes) -> bool:
    """Compare two links."""
    return cipher.same(one, other)
