"""Large contents, such as a document of 20 MB, sealed in parts under their record key.

A sealed stream is a head (format, record key id, number of parts) and then the parts, each with nonce and tag. Every
part is bound to the operation, the row, its number and the number of all parts: parts that were swapped, left out,
repeated, added or taken from another stream do not open. The content is filled up, so that its length tells little.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from uuid import UUID

from fristad.server.common.problems import ErasedError, TamperedError
from fristad.server.vault import cipher
from fristad.server.vault.models import RecordKey

FORMAT: Final = b"\x01"
PART: Final = 1 << 20
#: Contents are filled up to a multiple of this.
STEP: Final = 1 << 14
_LENGTH, _COUNT = 8, 4
_HEAD = len(FORMAT) + 16 + _COUNT
_SEALED_PART = cipher.NONCE_BYTES + PART + 16
Content = bytes | memoryview


def seal(key: RecordKey, row_id: UUID, content: Content) -> Iterator[bytes]:
    """Yield a sealed stream piece by piece. Raises `ErasedError`, `LockedError`."""
    inner = _inner_key(key)
    filled = _LENGTH + len(content) + -(_LENGTH + len(content)) % STEP
    total = -(-filled // PART)
    yield FORMAT + key.pk.bytes + total.to_bytes(_COUNT, "big")
    for number in range(total):
        yield cipher.seal(inner, _part(content, number, filled), _bound_to(key, row_id, number, total))


def unseal(key: RecordKey, row_id: UUID, sealed: bytes) -> bytes:
    """Return the content of a sealed stream. Raises `ErasedError`, `LockedError`, `TamperedError`."""
    inner = _inner_key(key)
    try:
        filled = b"".join(_parts(key, row_id, inner, memoryview(sealed)))
    except cipher.DoesNotOpenError as error:
        raise TamperedError from error
    length = int.from_bytes(filled[:_LENGTH], "big")
    return filled[_LENGTH : _LENGTH + length]


def _inner_key(key: RecordKey) -> bytes:
    if key.wrapped is None:
        raise ErasedError
    return cipher.subkey(key.opened(), "stream")


def _part(content: Content, number: int, filled: int) -> bytes:
    """Return one part of: length, content, zeros up to `filled`."""
    start, end = number * PART, min((number + 1) * PART, filled)
    head = b"" if number else len(content).to_bytes(_LENGTH, "big")
    kept = bytes(content[max(start - _LENGTH, 0) : max(end - _LENGTH, 0)])
    return (head + kept).ljust(end - start, b"\0")


def _bound_to(key: RecordKey, row_id: UUID, number: int, total: int) -> bytes:
    return f"fristad/stream/1|{key.operation_id.hex}|{row_id.hex}|{number}|{total}".encode()


def _parts(key: RecordKey, row_id: UUID, inner: bytes, sealed: memoryview) -> Iterator[bytes]:
    total = int.from_bytes(sealed[_HEAD - _COUNT : _HEAD], "big")
    body = sealed[_HEAD:]
    if bytes(sealed[: _HEAD - _COUNT]) != FORMAT + key.pk.bytes or -(-len(body) // _SEALED_PART) != total or not total:
        raise cipher.DoesNotOpenError
    for number in range(total):
        part = body[number * _SEALED_PART : (number + 1) * _SEALED_PART]
        yield cipher.unseal(inner, bytes(part), _bound_to(key, row_id, number, total))
