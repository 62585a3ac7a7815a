"""Large contents are sealed in parts that cannot be moved, cut or exchanged."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest

from fristad.server.common.problems import ErasedError, TamperedError
from fristad.server.vault import streams
from fristad.server.vault.keyring import OperationKeys
from fristad.server.vault.models import RecordKey
from tests.server.conftest import OPERATION

HEAD = 21
SEALED_PART = streams.PART + 28
ROW = uuid.UUID("30000000-0000-4000-8000-000000000003")


@pytest.fixture
def key(open_vault: OperationKeys) -> RecordKey:
    return RecordKey.fresh(OPERATION, "document")


def sealed(key: RecordKey, content: bytes, row: uuid.UUID = ROW) -> bytes:
    return b"".join(streams.seal(key, row, content))


@pytest.mark.parametrize("size", [0, 1, streams.STEP - 8, streams.PART - 8, streams.PART - 7, 2 * streams.PART + 5])
def test_what_was_sealed_opens_again(key: RecordKey, size: int) -> None:
    content = bytes(range(256)) * (size // 256) + b"x" * (size % 256)
    assert streams.unseal(key, ROW, sealed(key, content)) == content
    assert streams.unseal(key, ROW, sealed(key, memoryview(content))) == content  # type: ignore[arg-type]


def test_the_words_are_not_in_it_and_its_size_tells_little(key: RecordKey) -> None:
    short, longer = sealed(key, b"Invented words. " * 10), sealed(key, b"Invented words. " * 900)
    assert b"Invented" not in short + longer
    assert len(short) == len(longer)


def parts_of(stream: bytes) -> list[bytes]:
    body = stream[HEAD:]
    return [body[start : start + SEALED_PART] for start in range(0, len(body), SEALED_PART)]


CHANGES: dict[str, Callable[[bytes, list[bytes]], bytes]] = {
    "two parts swapped": lambda head, parts: head + parts[1] + parts[0] + parts[2],
    "the end cut off": lambda head, parts: head + parts[0] + parts[1],
    "the end cut off and the number mended": lambda head, parts: head[:-1] + b"\x02" + parts[0] + parts[1],
    "a part repeated": lambda head, parts: head[:-1] + b"\x04" + b"".join(parts[:2]) + parts[1] + parts[2],
    "a part left out": lambda head, parts: head[:-1] + b"\x02" + parts[0] + parts[2],
    "one bit turned": lambda head, parts: head + parts[0] + parts[1][:-1] + bytes([parts[1][-1] ^ 1]) + parts[2],
    "another format": lambda head, parts: b"\x02" + head[1:] + b"".join(parts),
    "no part at all": lambda head, parts: head[:-4] + bytes(4),
    "nothing": lambda _head, _parts: b"",
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_stream_does_not_open(key: RecordKey, change: str) -> None:
    stream = sealed(key, b"x" * (2 * streams.PART + 5))
    changed = CHANGES[change](stream[:HEAD], parts_of(stream))
    with pytest.raises(TamperedError):
        streams.unseal(key, ROW, changed)


def test_it_opens_neither_for_another_row_nor_with_another_key(key: RecordKey) -> None:
    stream = sealed(key, b"Invented words.")
    with pytest.raises(TamperedError):
        streams.unseal(key, uuid.uuid4(), stream)
    with pytest.raises(TamperedError):
        streams.unseal(RecordKey.fresh(OPERATION, "document"), ROW, stream)


def test_a_part_of_another_document_under_the_same_key_does_not_open(key: RecordKey) -> None:
    content = b"x" * (streams.PART + 5)
    one, other = sealed(key, content), sealed(key, content, uuid.uuid4())
    with pytest.raises(TamperedError):
        streams.unseal(key, ROW, one[:HEAD] + parts_of(other)[0] + parts_of(one)[1])


def test_it_is_gone_with_its_key(key: RecordKey) -> None:
    stream = sealed(key, b"Invented words.")
    key.wrapped = None
    with pytest.raises(ErasedError):
        streams.unseal(key, ROW, stream)
    with pytest.raises(ErasedError):
        sealed(key, b"more")
