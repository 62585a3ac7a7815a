"""What a key holder keeps and types: key files, names, passphrases; and how a secret file is written."""

from __future__ import annotations

import os
import re
import unicodedata
from base64 import b64decode, b64encode
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from fristad.engine.errors import FristadError

#: A passphrase is all that protects the store once its key file is stolen too.
SHORTEST_PASSPHRASE = 16
_FEWEST_LETTERS = 6
_HEAD = "Fristad key file 1"
_NAME = re.compile(r"[\w][\w .-]{0,63}")


class KeyStoreError(FristadError):
    """The key store or a key file cannot be used; the text says why and what to do. `code` is permanent."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


def does_not_open() -> KeyStoreError:
    """Return the one sentence for a wrong name, passphrase or key file: it does not say which."""
    return KeyStoreError(
        "does_not_open", "Name, passphrase and key file do not belong together. Check each, and try again."
    )


@dataclass(frozen=True)
class KeyFile:
    """What a key holder keeps on an own stick. Alone it opens nothing."""

    store: UUID
    holder: str
    secret: bytes = field(repr=False)

    def to_text(self) -> str:
        """Write it down as the holder keeps it."""
        lines = {"store": self.store, "holder": self.holder, "secret": to_text(self.secret)}
        return f"{_HEAD}\n" + "".join(f"{name}: {value}\n" for name, value in lines.items())

    @classmethod
    def from_text(cls, text: str) -> KeyFile:
        """Read what `to_text` wrote. Raises `KeyStoreError`."""
        lines = text.strip().splitlines()
        # Line by line, so that an ending changed by a mail program or an editor does no harm.
        read = dict(line.strip().split(": ", 1) for line in lines if ": " in line)
        try:
            lines.index(_HEAD)
            return cls(UUID(read["store"]), read["holder"].strip(), b64decode(read["secret"], validate=True))
        except (KeyError, ValueError) as error:
            raise KeyStoreError(
                "no_key_file", "This is not a key file of Fristad. Choose the file you were given."
            ) from error


def check_name(name: str) -> str:
    """Return a key holder's name, trimmed. Raises `KeyStoreError`."""
    if not _NAME.fullmatch(name.strip()):
        raise KeyStoreError("bad_name", "A key holder's name has up to 64 letters, digits, spaces, dots and hyphens.")
    return name.strip()


def check_passphrase(passphrase: str) -> None:
    """Raise `KeyStoreError` for a passphrase that could be guessed."""
    if len(passphrase.strip()) < SHORTEST_PASSPHRASE or len(set(passphrase)) < _FEWEST_LETTERS:
        raise KeyStoreError(
            "short_passphrase",
            f"A passphrase has at least {SHORTEST_PASSPHRASE} characters: five words that nobody would guess.",
        )


def tidy(passphrase: str) -> str:
    """Return a passphrase as it is meant, whatever keyboard and system it was typed on."""
    return " ".join(unicodedata.normalize("NFKC", passphrase).split())


def write_secret(path: Path, content: bytes) -> None:
    """Write a file that only its user can read: to the disk first, then into its place."""
    part = path.with_name(f".{path.name}.{os.getpid()}")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def to_text(value: bytes) -> str:
    """Write bytes as base64."""
    return b64encode(value).decode()


def to_bytes(text: str) -> bytes:
    """Read what `to_text` wrote."""
    return b64decode(text)
