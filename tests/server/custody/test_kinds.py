"""Demo and live are two kinds of database. Neither server starts the other's, nor one that would lose or leak."""

from __future__ import annotations

import json
import sqlite3

from tests.server.custody.conftest import Live
from tests.server.custody.test_live import free_port


def serve(live: Live, *more: str, code: int = 2) -> str:
    return live.run("serve", "--port", str(free_port()), *more, code=code)


def test_a_demonstration_refuses_a_live_database(live: Live) -> None:
    assert "live operation" in serve(live, "--demo")


def test_a_live_server_refuses_a_demonstration(live: Live) -> None:
    with sqlite3.connect(live.folder / "home" / "fristad.sqlite3") as connection:
        connection.execute("UPDATE custody_installation SET kind = 'demo'")
    assert "This database is a demonstration" in serve(live)


def test_without_an_operation_it_says_how_to_make_one(new: Live) -> None:
    assert "Make one with `fristad init`" in serve(new)


def test_keys_of_another_installation_are_refused(live: Live) -> None:
    path = live.folder / "keys" / "store.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "id": "00000000-0000-4000-8000-000000000000"}))
    assert "belongs to another installation" in serve(live)


def test_lost_keys_are_said(live: Live) -> None:
    (live.folder / "keys" / "store.json").unlink()
    assert "put back the newest key backup" in serve(live)


def test_other_settings_of_sqlite_are_refused(live: Live) -> None:
    path = live.folder / "unsafe.py"
    path.write_text(
        "from tests.server.custody.settings import *\n"
        "DATABASES['default']['OPTIONS']['init_command'] = 'PRAGMA synchronous=OFF;'\n"
    )
    live.more = {"DJANGO_SETTINGS_MODULE": "unsafe", "PYTHONPATH": f"{live.environment['PYTHONPATH']}:{live.folder}"}
    assert "PRAGMA synchronous must be 2" in serve(live)
