"""Backups hold ciphertext only, data and keys apart, and a restore brings back what was not erased."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from tests.server.custody.conftest import WORDS, Live

MAKE = """
from fristad.server.accounts.models import Agency, Team
from fristad.server.accounts.services import operations
agency = Agency.unscoped.first()
print(operations.make_team(actor, agency, {name!r}).pk)
"""
NAMES = """
from fristad.server.accounts.models import Team
from fristad.server.common.problems import ErasedError
def name(team):
    try:
        return team.name
    except ErasedError:
        return 'erased'
print(sorted(name(each) for each in Team.unscoped.all()))
"""
ERASE = """
from fristad.server.custody.erasure import Subject, erase
made = erase(actor, Subject('accounts.team', {pk!r}))
print(made.certified_on is not None)
"""


def backup(live: Live) -> tuple[Path, Path]:
    data, keys = live.run("backup", str(live.folder / "data"), "--keys", str(live.folder / "safe")).splitlines()
    return Path(data), Path(keys)


def empty_place(live: Live) -> None:
    """Lose the server: its data and its key store."""
    for name in ("home", "keys", "run"):
        shutil.rmtree(live.folder / name, ignore_errors=True)


def restore(live: Live, data: Path, keys: Path, code: int = 0) -> str:
    who = ("--name", "Bo", "--key-file", str(live.key_file("Bo")))
    return live.run("restore", str(data), "--keys", str(keys), *who, stdin=WORDS["Bo"] + "\n", code=code)


def test_a_lost_server_comes_back_from_data_and_keys(live: Live) -> None:
    live.python(MAKE.format(name="Night shift"))
    data, keys = backup(live)
    empty_place(live)
    assert "The data of" in restore(live, data, keys.parent)
    assert live.python(NAMES) == "['Night shift']"
    log = "from fristad.server.audit.verification import verify; print(verify(operation).count)"
    assert live.python(log) == "0"


def test_what_was_erased_stays_erased_whichever_data_come_back(live: Live) -> None:
    erased = live.python(MAKE.format(name="Old shift"))
    live.python(MAKE.format(name="Night shift"))
    data, _ = backup(live)
    assert live.python(ERASE.format(pk=erased)) == "True"
    _, keys = backup(live)
    empty_place(live)
    assert "1 erasure(s) were made once more" in restore(live, data, keys.parent)
    assert live.python(NAMES) == "['Night shift', 'erased']"


def test_rows_whose_keys_were_deleted_since_come_back_closed(live: Live) -> None:
    deleted = live.python(MAKE.format(name="Old shift"))
    data, _ = backup(live)
    live.python(
        "from fristad.server.accounts.models import Team\n"
        f"team = Team.unscoped.get(pk={deleted!r}); key = team.record_key; team.delete(); key.delete()"
    )
    _, keys = backup(live)
    empty_place(live)
    restore(live, data, keys.parent)
    assert live.python(NAMES) == "['erased']"


def test_older_keys_are_refused_beside_newer_ones(live: Live) -> None:
    data, older = backup(live)
    backup(live)
    empty_place(live)
    assert "There is a newer key backup" in restore(live, data, older, code=2)
    assert not (live.folder / "home" / "fristad.sqlite3").exists()


def test_keys_older_than_the_data_are_refused(live: Live) -> None:
    _, older = backup(live)
    data, newer = backup(live)
    shutil.rmtree(newer)
    empty_place(live)
    assert "older than the data" in restore(live, data, older, code=2)


def test_a_data_backup_alone_holds_no_record_key_and_no_word(live: Live) -> None:
    live.python(MAKE.format(name="Night shift"))
    data, keys = backup(live)
    wrapped = [json.loads(line)["wrapped"] for line in (keys / "record-keys.jsonl").read_text().splitlines()]
    stored = b"".join(path.read_bytes() for path in data.rglob("*") if path.is_file())
    assert wrapped
    assert not any(bytes.fromhex(each["hex"]) in stored for each in wrapped)
    assert b"Night shift" not in stored
    assert b"Norland" not in stored
    with sqlite3.connect(data / "fristad.sqlite3") as connection:
        assert connection.execute("SELECT count(*) FROM vault_recordkey").fetchone() == (0,)
    assert not list((live.folder / "home").glob(".backup-*"))


def test_a_restore_needs_a_key_holder(live: Live) -> None:
    data, keys = backup(live)
    empty_place(live)
    arguments = ("restore", str(data), "--keys", str(keys), "--name", "Bo", "--key-file", str(live.key_file("Bo")))
    assert "do not belong together" in live.run(*arguments, stdin="something else entirely\n", code=2)
    assert not (live.folder / "home" / "fristad.sqlite3").exists()


def test_a_restore_touches_no_database_that_is_there(live: Live) -> None:
    data, keys = backup(live)
    before = (live.folder / "home" / "fristad.sqlite3").read_bytes()
    assert "it was not touched" in restore(live, data, keys, code=2)
    assert (live.folder / "home" / "fristad.sqlite3").read_bytes() == before


@pytest.mark.parametrize("harm", ["no backup", "cut", "keys missing"])
def test_a_damaged_backup_is_said_and_nothing_is_made(live: Live, harm: str) -> None:
    data, keys = backup(live)
    empty_place(live)
    if harm == "no backup":
        (data / "about.json").unlink()
    elif harm == "cut":
        path = data / "fristad.sqlite3"
        path.write_bytes(path.read_bytes()[:100_000])
    else:
        lines = (keys / "record-keys.jsonl").read_text().splitlines()
        (keys / "record-keys.jsonl").write_text("\n".join(lines[1:]))
    said = restore(live, data, keys, code=2)
    assert "no backup of Fristad" in said or "is not as it was written" in said
    assert not (live.folder / "home" / "fristad.sqlite3").exists()


def test_where_no_operation_was_made_there_is_nothing_to_back_up(live: Live) -> None:
    live.more = {"FRISTAD_HOME": str(live.folder / "elsewhere")}
    assert "There is no operation here yet" in live.run("backup", "a", "--keys", "b", code=2)
