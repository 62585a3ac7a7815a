"""Files for people: sealed with age (https://age-encryption.org/v1), which they can open without Fristad."""

import os
from base64 import b64encode
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import BoundedSemaphore
from typing import Final

import pyrage
from pyrage import passphrase as with_passphrase
from pyrage import x25519

from fristad.server.common.problems import TooManyError
from fristad.server.vault import cipher
from fristad.server.vault.cipher import DoesNotOpenError

#: scrypt with N = 2^16 and r = 8: 64 MiB, once at a time in each process.
WORK: Final = 16
#: Bytes that age seals as one piece.
PIECE: Final = 64 * 1024
#: Seconds that one more waits for its turn before it is asked to come back.
PATIENCE: Final = 20

_turn = BoundedSemaphore(1)


def new_identity() -> tuple[str, str]:
    """Return a new identity (secret) and its recipient (public)."""
    identity = x25519.Identity.generate()
    return str(identity), str(identity.to_public())


def is_recipient(text: str) -> bool:
    """Whether `text` is an age recipient."""
    try:
        x25519.Recipient.from_str(text)
    except pyrage.RecipientError:
        return False
    return True


def seal_to(content: bytes, recipients: Sequence[str]) -> bytes:
    """Return an age file that each of the recipients can open alone."""
    return bytes(pyrage.encrypt(content, [x25519.Recipient.from_str(each) for each in recipients]))


def open_with(sealed: bytes, identity: str) -> bytes:
    """Return what an age file holds. Raises `DoesNotOpenError`."""
    try:
        return bytes(pyrage.decrypt(sealed, [x25519.Identity.from_str(identity)]))
    except (pyrage.DecryptError, pyrage.IdentityError) as error:
        raise DoesNotOpenError from error


@contextmanager
def turn() -> Iterator[None]:
    """Wait until nobody else in this process seals with a passphrase. Raises `TooManyError` after `PATIENCE`."""
    if not _turn.acquire(timeout=PATIENCE):
        raise TooManyError
    try:
        yield
    finally:
        _turn.release()


def seal_with_passphrase(content: bytes, passphrase: str) -> bytes:
    """Return an age file that opens with a passphrase: 64 MiB of memory, whatever the machine. Best within a `turn`.

    pyrage chooses the work by how fast the machine is: 512 MiB where we measured, in one web worker of 2 GB.
    """
    file_key, salt = os.urandom(16), os.urandom(16)
    outer = cipher.scrypt(passphrase, b"age-encryption.org/v1/scrypt" + salt, WORK)
    wrapped = cipher.chacha(outer, bytes(12), file_key)
    head = f"age-encryption.org/v1\n-> scrypt {_base64(salt)} {WORK}\n{_base64(wrapped)}\n---".encode()
    mac = cipher.hmac_sha256(cipher.expand(file_key, b"header"), head)
    return head + f" {_base64(mac)}\n".encode() + _payload(file_key, content)


def _payload(file_key: bytes, content: bytes) -> bytes:
    """Return the content in sealed pieces; the last one is marked, so that a cut file does not open."""
    nonce = os.urandom(16)
    key = cipher.expand(file_key, b"payload", nonce)
    pieces = range(0, max(len(content), 1), PIECE)
    sealed = (
        cipher.chacha(key, number.to_bytes(11, "big") + bytes([at == pieces[-1]]), content[at : at + PIECE])
        for number, at in enumerate(pieces)
    )
    return nonce + b"".join(sealed)


def _base64(value: bytes) -> str:
    return b64encode(value).decode().rstrip("=")


def open_with_passphrase(sealed: bytes, passphrase: str) -> bytes:
    """Return what an age file holds. Raises `DoesNotOpenError`."""
    try:
        return bytes(with_passphrase.decrypt(sealed, passphrase))
    except pyrage.DecryptError as error:
        raise DoesNotOpenError from error
