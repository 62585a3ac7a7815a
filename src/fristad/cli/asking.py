"""Questions in the terminal. Where there is no terminal, the answers come line by line from standard input."""

from __future__ import annotations

import getpass
import sys
from pathlib import Path

from fristad.engine.errors import FristadError


class NoAnswerError(FristadError):
    """The input ended before every question was answered."""


def line(question: str) -> str:
    """Ask for one line."""
    if sys.stdin.isatty():
        sys.stderr.write(f"{question}: ")
        sys.stderr.flush()
    return _next_line(question)


def secret(question: str) -> str:
    """Ask for something that must not be seen. It is never an argument: arguments are seen by everybody."""
    return getpass.getpass(f"{question}: ") if sys.stdin.isatty() else _next_line(question)


def new_secret(question: str) -> str:
    """Ask for a new passphrase, twice where it is typed."""
    given = secret(question)
    if sys.stdin.isatty() and secret("Once more") != given:
        raise NoAnswerError("The two were not the same. Nothing was changed.")
    return given


def _next_line(question: str) -> str:
    given = sys.stdin.readline()
    if not given:
        raise NoAnswerError(f"The input ended before this was answered: {question}.")
    return given.rstrip("\r\n")


def credentials(name: str | None, key_file: Path | None) -> tuple[str, str, str]:
    """Ask for what opens a key store: name, passphrase, content of the key file."""
    name = name or line("Key holder's name")
    path = key_file or Path(line("Key file"))
    return name, secret("Passphrase"), file(path)


def file(path: Path) -> str:
    """Read a small text file that somebody brought. Raises `FristadError`."""
    try:
        return path.read_text(encoding="utf-8")[:100_000]
    except (OSError, UnicodeDecodeError) as error:
        what = getattr(error, "strerror", None) or "it is no text"
        raise NoAnswerError(f"{path} cannot be read: {what}.") from error


def identity(path: Path) -> str:
    """Return the age identity in a file as `age-keygen` writes it: lines that begin with # are remarks."""
    lines = [each.strip() for each in file(path).splitlines()]
    return next((each for each in lines if each and not each.startswith("#")), "")
