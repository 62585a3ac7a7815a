"""Blind search: tags that say nothing without the operation's key."""

from collections.abc import Iterable
from uuid import UUID

from fristad.server.vault import cipher
from fristad.server.vault.keyring import keyring
from fristad.server.vault.models import SearchTag

TAG_BYTES = 10


def tag(operation_id: UUID, purpose: str, text: str) -> bytes:
    """Return the tag of a normalised word or number. Equal words of different purposes have different tags."""
    _, key = keyring.require(operation_id).current("tags")
    return cipher.mac(cipher.subkey(key, "search"), purpose.encode(), text.encode())[:TAG_BYTES]


def put(operation_id: UUID, record_id: UUID, tags: Iterable[bytes]) -> None:
    """Make `tags` the tags of a record, in place of those it had."""
    SearchTag.objects.filter(record_id=record_id).delete()
    rows = [SearchTag(operation_id=operation_id, tag=each, record_id=record_id) for each in sorted(set(tags))]
    SearchTag.objects.bulk_create(rows)


def drop(record_id: UUID) -> None:
    """Remove a record from the search."""
    SearchTag.objects.filter(record_id=record_id).delete()
