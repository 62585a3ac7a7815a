"""Files for people: sealed with age (https://age-encryption.org/v1), which they can open without Fristad."""

from collections.abc import Sequence

import pyrage
from pyrage import passphrase as with_passphrase
from pyrage import x25519

from fristad.server.vault.cipher import DoesNotOpenError


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


def seal_with_passphrase(content: bytes, passphrase: str) -> bytes:
    """Return an age file that opens with a passphrase."""
    return bytes(with_passphrase.encrypt(content, passphrase))


def open_with_passphrase(sealed: bytes, passphrase: str) -> bytes:
    """Return what an age file holds. Raises `DoesNotOpenError`."""
    try:
        return bytes(with_passphrase.decrypt(sealed, passphrase))
    except pyrage.DecryptError as error:
        raise DoesNotOpenError from error
