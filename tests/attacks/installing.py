"""An installation whose disk is looked at: all that it writes lies in one folder, beside its database."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from fristad.server.custody import installations, places
from fristad.server.custody.backups import making
from fristad.server.vault.demo_key import open_demo
from fristad.server.vault.keyring import OperationKeys, keyring
from tests.attacks import writer
from tests.attacks.disk import Disk, Everything
from tests.attacks.leaks import Words
from tests.server.conftest import ELSEWHERE, OPERATION
from tests.server.office import Office, make_office

#: The largest file that is taken, full of words.
LARGE = f"{writer.NAME} {writer.NAME_TOO} {writer.PHONE} {writer.PHRASE} {writer.PHRASE_TOO}\n".encode()
LARGE *= 19_900_000 // len(LARGE)


WORDS = Words(writer.SECRET)


@pytest.fixture
def disk(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Disk]:
    """Give a disk on which the installation keeps everything, with a log of all that is said."""
    for name in ("documents", "run", "keys", "temporary", "backup"):
        (tmp_path / name).mkdir(mode=0o700)
    settings.DOCUMENTS, settings.RUN, settings.KEYS = (tmp_path / name for name in ("documents", "run", "keys"))
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    monkeypatch.setattr(tempfile, "tempdir", None)
    made = Disk(tmp_path)
    listening = Everything(made)
    heard = [logging.getLogger(name) for name in ("", "django", "fristad")]
    before = [(logger, logger.level) for logger in heard]
    for logger in heard:
        logger.addHandler(listening)
        logger.setLevel(logging.INFO)
    yield made
    for logger, level in before:
        logger.removeHandler(listening)
        logger.setLevel(level)


@pytest.fixture
def founded(disk: Disk, settings: Any) -> Iterator[Office]:
    """Give an empty office whose keys are open."""
    found(settings)
    yield make_office()
    keyring.clear()


def found(settings: Any) -> None:
    """Make the installation, and hold its keys."""
    call_command("createcachetable", verbosity=0)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_autocheckpoint=0")
    store = open_demo(places.key_store(), Path(settings.RUN) / "demo.key")
    store.save(OperationKeys.new(OPERATION))
    installations.fix(store.store.id)
    keyring.put([*store.operations(), OperationKeys.new(ELSEWHERE)])


def back_up(disk: Disk) -> None:
    """Make a backup."""
    making.make(disk.folder / "backup" / "data", disk.folder / "backup" / "keys")


def empty_the_log() -> None:
    """Bring what SQLite's log holds into the database."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
