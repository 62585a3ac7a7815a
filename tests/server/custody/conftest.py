"""A live installation in folders of its own, made by `fristad init`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import yaml

from fristad.server.vault import envelopes
from tests.conftest import ROOT

WORDS = {"Ada": "quiet lamp over seven rivers", "Bo": "slow bread under nine bridges"}
FRISTAD = [sys.executable, "-c", "from fristad.cli import main; raise SystemExit(main())"]


@dataclass
class Live:
    """One installation, and the commands in it."""

    folder: Path
    more: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        """Return what its commands are told."""
        own = {
            "FRISTAD_HOME": str(self.folder / "home"),
            "FRISTAD_KEYS": str(self.folder / "keys"),
            "FRISTAD_RUN": str(self.folder / "run"),
            "FRISTAD_HOSTS": "fristad.example",
            "DJANGO_SETTINGS_MODULE": "tests.server.custody.settings",
            "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")]),
        }
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("FRISTAD_", "DATABASE_"))}
        return {**clean, **own, **self.more}

    def run(self, *arguments: str, stdin: str = "", code: int = 0) -> str:
        """Run one command and return what it said; it must end with `code`."""
        done = subprocess.run(
            [*FRISTAD, *arguments], env=self.environment, input=stdin, capture_output=True, text=True, check=False
        )
        assert done.returncode == code, f"{arguments} ended with {done.returncode}:\n{done.stdout}{done.stderr}"
        return done.stdout + done.stderr

    def python(self, code: str) -> str:
        """Run Python in the installation, with its apps loaded and the keys of its operation opened by Ada."""
        opening = (
            "from fristad.server.custody.set_up import set_up; set_up()\n"
            "from fristad.server.custody import places\n"
            "from fristad.server.vault.keyring import keyring\n"
            f"store = places.key_store().open('Ada', {WORDS['Ada']!r}, open({str(self.key_file('Ada'))!r}).read())\n"
            "keyring.put(store.operations()); operation = store.store.operation_ids()[0]\n"
            "from fristad.server.accounts.actor import system; actor = system(operation, 'test')\n"
        )
        environment = {**self.environment, "FRISTAD_KIND": "live"}
        done = subprocess.run(
            [sys.executable, "-c", opening + code], env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def key_file(self, name: str) -> Path:
        """Return where a key holder's file lies."""
        return self.folder / "sticks" / f"{name}.key"

    def identity(self, number: int) -> Path:
        """Return the age identity of one of the recipients."""
        return self.folder / f"recipient-{number}.txt"

    def answers(self) -> dict[str, object]:
        """Return what `fristad init` is told; makes the recipients' identities the first time."""
        recipients = []
        for number in (1, 2, 3):
            path = self.identity(number)
            if not path.exists():
                identity, public = envelopes.new_identity()
                path.write_text(f"# public key: {public}\n{identity}\n")
            recipients.append(path.read_text().splitlines()[0].rpartition(" ")[2])
        return {
            "operation": "Norland",
            "agencies": {"Harbour Aid": "ngo", "Lantern": "un"},
            "key_holders": [
                {"name": name, "passphrase": words, "key_file": str(self.key_file(name))}
                for name, words in WORDS.items()
            ],
            "administrators": [{"name": "Ada", "agency": "Harbour Aid"}, {"name": "Cleo", "agency": "Lantern"}],
            "focal_points": [
                {"name": "Dina", "contact": "room 4", "line": "director", "agency": "Harbour Aid"},
                {"name": "Emil", "contact": "room 9", "line": "regional office", "agency": "Lantern"},
            ],
            "outside_address": "complaints@example.org",
            "recipients": recipients,
            "recovery_copies": str(self.folder / "copies"),
            "rehearse_with": str(self.identity(2)),
        }

    def init(self, answers: dict[str, object] | None = None, code: int = 0) -> str:
        """Make the operation."""
        return self.run("init", "--answers", str(self.answers_file(answers)), code=code)

    def answers_file(self, answers: dict[str, object] | None = None) -> Path:
        """Write down what `fristad init` is told."""
        path = self.folder / "answers.yaml"
        path.write_text(yaml.safe_dump(answers or self.answers()))
        return path


@pytest.fixture
def new() -> Iterator[Live]:
    """An installation in which nothing was made yet. Its folder has a short name, for the socket in it."""
    folder = Path(tempfile.mkdtemp(prefix="fristad-", dir="/tmp"))
    yield Live(folder)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def _made_once() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="fristad-", dir="/tmp"))
    Live(folder).init()
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def live(_made_once: Path, new: Live) -> Live:
    """A live operation as `fristad init` leaves it."""
    shutil.copytree(_made_once, new.folder, dirs_exist_ok=True)
    return new
