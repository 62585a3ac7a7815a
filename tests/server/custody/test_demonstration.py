"""The demonstration makes itself, whole, the first time it is started."""

from __future__ import annotations

import sqlite3
import subprocess
from pathlib import Path

from fristad.server.vault.keystore import KeyStore
from tests.server.custody.conftest import FRISTAD, Live
from tests.server.custody.test_live import Server, eventually, free_port


def prepare(new: Live, code: int = 0) -> str:
    program = "from fristad.server.custody.serving.prepare import main; raise SystemExit(main())"
    command = [*FRISTAD[:2], program]
    told = {**new.environment, "FRISTAD_KIND": "demo"}
    done = subprocess.run(command, env=told, capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stderr
    return done.stdout + done.stderr


def test_it_starts_open_and_says_who_may_try_it(new: Live) -> None:
    port = free_port()
    command = [*FRISTAD, "serve", "--demo", "--port", str(port)]
    with subprocess.Popen(command, env=new.environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        server = Server(new, port, process)
        assert process.stdout.readline() == f"http://localhost:{port}\n"
        assert "everybody in it is invented" in process.stdout.readline()
        assert eventually(lambda: server.is_open)
        assert server.ask("/in/", host="localhost")[0] == 200
        assert server.ask("/in/", host="fristad.example")[0] == 400
        process.terminate()
        assert process.wait(30) == 0


def test_one_that_was_stopped_while_it_was_made_is_made_anew(new: Live) -> None:
    first = prepare(new)
    database = new.folder / "home" / "fristad.sqlite3"
    unfinish(database)
    before = (new.folder / "home" / "demo.key").read_text()
    assert prepare(new) == first
    assert (new.folder / "home" / "demo.key").read_text() != before
    after = (new.folder / "home" / "demo.key").read_text()
    assert prepare(new) == first
    assert (new.folder / "home" / "demo.key").read_text() == after


def test_it_never_touches_the_keys_of_a_live_operation(new: Live) -> None:
    live = KeyStore.create(new.folder / "keys", "live").store.path
    before = live.read_bytes()
    new.more = {"FRISTAD_KEYS": str(live.parent)}
    for _each in range(2):
        prepare(new)
        unfinish(new.folder / "home" / "fristad.sqlite3")
    assert live.read_bytes() == before


def test_it_refuses_a_folder_with_the_keys_of_a_live_operation(new: Live) -> None:
    prepare(new)
    unfinish(new.folder / "home" / "fristad.sqlite3")
    store = new.folder / "home" / "keys" / "store.json"
    store.unlink()
    live = KeyStore.create(store.parent, "live").store.path.read_bytes()
    for _each in range(2):
        assert "holds the keys of a live operation" in prepare(new, code=2)
    assert store.read_bytes() == live


def unfinish(database: Path) -> None:
    """Leave it as it is before its last act."""
    with sqlite3.connect(database) as connection:
        connection.execute("DELETE FROM custody_installation")
