"""The installation that is measured: a live one in a folder of its own, kept between runs."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fristad.server.vault import lines

HOLDER, WORDS = "Ada", "quiet lamp over seven rivers"
SQLITE, POSTGRES = "sqlite", "postgresql"
_FRISTAD = [sys.executable, "-c", "from fristad.cli import main; raise SystemExit(main())"]
_PATIENCE = 120.0


@dataclass(frozen=True)
class Place:
    """Where one register lies, in which database, and how many cases it has."""

    home: Path
    database: str
    cases: int

    @property
    def folder(self) -> Path:
        """Return the folder of this register."""
        return self.home / f"{self.database}-{self.cases}"

    @property
    def office(self) -> Path:
        """Return the file with what those who sign in need: invented people's passwords and seeds."""
        return self.folder / "office.json"

    @property
    def key_file(self) -> Path:
        """Return the key holder's file."""
        return self.folder / "sticks" / f"{HOLDER}.key"

    @property
    def run(self) -> Path:
        """Return where sockets lie: a short path, since the name of a socket may have some hundred characters only."""
        return Path(tempfile.gettempdir()) / f"fristad-bench-{self.database}-{self.cases}"

    @property
    def environment(self) -> dict[str, str]:
        """Return what every process of the installation is told: the settings of a live one, and nothing else."""
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("FRISTAD_", "DATABASE_"))}
        told = {
            "FRISTAD_HOME": str(self.folder / "home"),
            "FRISTAD_KEYS": str(self.folder / "keys"),
            "FRISTAD_RUN": str(self.run),
            "FRISTAD_KIND": "live",
            "FRISTAD_HOSTS": "localhost",
            "DJANGO_SETTINGS_MODULE": "fristad.server.site.settings",
        }
        if self.database == POSTGRES:
            told["DATABASE_URL"] = f"postgres://fristad@{str(self.run).replace('/', '%2F')}/postgres"
        return {**clean, **told}

    @property
    def size_mb(self) -> float:
        """Return how much of the disk the register takes."""
        return sum(path.stat().st_size for path in self.folder.rglob("*") if path.is_file()) / 1e6


@contextmanager
def database(place: Place) -> Iterator[None]:
    """Have the database of a place there: for PostgreSQL a cluster of its own, with its own default settings."""
    place.folder.mkdir(parents=True, exist_ok=True)
    place.run.mkdir(parents=True, exist_ok=True, mode=0o755)
    if place.database == SQLITE:
        yield
        return
    programs, data, prefix = _programs(), place.folder / "postgres", _not_root()
    if prefix:
        shutil.chown(place.run, "postgres")
    if not (data / "PG_VERSION").exists():
        data.mkdir(mode=0o700, exist_ok=True)
        if prefix:
            shutil.chown(data, "postgres")
        _run([*prefix, programs / "initdb", "-D", data, "-U", "fristad", "-A", "trust", "-E", "UTF8"])
    control = [*prefix, programs / "pg_ctl", "-D", data, "-w", "-t", "120", "-l", data / "log"]
    _run([*control, "-o", f"-k {place.run} -c listen_addresses=", "start"])
    try:
        yield
    finally:
        _run([*control, "-m", "fast", "stop"])


def _programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
    if not found:
        raise FileNotFoundError("a PostgreSQL server is needed: sudo apt-get install postgresql")
    return found[-1]


def _not_root() -> list[str]:
    """PostgreSQL refuses to run as root."""
    return ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []


def _run(command: list[Any]) -> None:
    # A file, not a pipe: the server keeps its outputs open, and a pipe would never end.
    with tempfile.TemporaryFile("w+") as said:
        done = subprocess.run([str(part) for part in command], stdout=said, stderr=said, cwd="/", check=False)
        if done.returncode:
            said.seek(0)
            raise RuntimeError(said.read()[-2000:])


@dataclass(frozen=True)
class Running:
    """A `fristad serve` that is unlocked."""

    place: Place
    port: int
    process: subprocess.Popen[bytes]


@contextmanager
def serving(place: Place) -> Iterator[Running]:
    """Start the server anew and unlock it: no record key is in any memory yet."""
    port = _free_port()
    command = [*_FRISTAD, "serve", "--port", str(port)]
    with (place.folder / "serve.log").open("ab") as log:
        process = subprocess.Popen(command, env=place.environment, stdout=log, stderr=log)
    try:
        _unlock(place, process)
        yield Running(place, port, process)
    finally:
        process.terminate()
        process.wait(60)


def _unlock(place: Place, process: subprocess.Popen[bytes]) -> None:
    asked = {"do": "unlock", "name": HOLDER, "passphrase": WORDS, "at": "terminal"}
    asked["key_file"] = place.key_file.read_text()
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            # Two web workers and the job runner wait for keys.
            if lines.ask(place.run / "keys.sock", {"do": "status"}, patience=1)["watchers"] >= 3:
                break
        except lines.HolderGoneError:
            pass
        time.sleep(0.1)
    told = lines.ask(place.run / "keys.sock", asked)
    if not told.get("open"):
        raise RuntimeError(f"The server was not unlocked: {told}. See {place.folder / 'serve.log'}.")


def _free_port() -> int:
    with socket.socket() as trying:
        trying.bind(("127.0.0.1", 0))
        return int(trying.getsockname()[1])
