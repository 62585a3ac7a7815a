"""Blind search: tags that say nothing without the operation's key."""

from collections.abc import Iterable
from uuid import UUID

from fristad.server.common.problems import LockedError
from fristad.server.vault import cipher
from fristad.server.vault.keyring import keyring
from fristad.server.vault.models import SearchTag

TAG_BYTES = 10


def tag(operation_id: UUID, purpose: str, text: str) -> bytes:
    """Return the tag of a normalised word or number. Equal words of different purposes have different tags."""
    _, key = keyring.require(operation_id).current("tags")
    return cipher.mac(cipher.subkey(key, "search"), purpose.encode(), text.encode())[:TAG_BYTES]


def of_house(purpose: str, *parts: str) -> bytes:
    """Return 32 bytes over what belongs to no single operation, which only the unlocked service can make.

    Raises `LockedError`.
    """
    opened = keyring.operations()
    if not opened:
        raise LockedError
    _, key = keyring.require(min(opened)).current("tags")
    return cipher.mac(cipher.subkey(key, "house"), purpose.encode(), *(part.encode() for part in parts))


def put(operation_id: UUID, record_id: UUID, tags: Iterable[bytes]) -> None:
    """Make `tags` the tags of a record, in place of those it had."""
    SearchTag.objects.filter(record_id=record_id).delete()
    rows = [SearchTag(operation_id=operation_id, tag=each, record_id=record_id) for each in sorted(set(tags))]
    SearchTag.objects.bulk_create(rows)


def drop(record_id: UUID) -> None:
    """Remove a record from the search."""
    SearchTag.objects.filter(record_id=record_id).delete()
