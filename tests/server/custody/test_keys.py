"""`fristad keys ...` without a running server: who may open, new keys, recovery copies."""

from __future__ import annotations

from pathlib import Path

import pytest

from fristad.server.vault import envelopes
from fristad.server.vault.key_files import KeyStoreError
from fristad.server.vault.keystore import KeyStore
from tests.server.custody.conftest import WORDS, Live

NEW_WORDS = "nine small boats beside a wall"


def keys(live: Live, *arguments: str, who: str | None = "Ada", more: str = "", code: int = 0) -> str:
    named = ("--name", who, "--key-file", str(live.key_file(who))) if who else ()
    stdin = (WORDS[who] + "\n" if who else "") + more
    return live.run("keys", arguments[0], *named, *arguments[1:], stdin=stdin, code=code)


def opens(live: Live, name: str, words: str, key_file: Path) -> bool:
    """Whether somebody can open the store: the log has no running server to ask."""
    try:
        return bool(KeyStore(live.folder / "keys").open(name, words, key_file.read_text()).operations())
    except KeyStoreError:
        return False


def actions(live: Live) -> list[str]:
    log = "from fristad.server.audit.models import Entry; print(*Entry.objects.values_list('action', flat=True))"
    return live.python(log).split()


def test_a_holder_is_made_and_taken_away_by_another(live: Live) -> None:
    to = live.folder / "cleo.key"
    assert str(to) in keys(live, "create", "--new", "Cleo", "--to", str(to), more=NEW_WORDS + "\n")
    assert opens(live, "Cleo", NEW_WORDS, to)
    assert "fristad keys renew" in keys(live, "remove", "--holder", "Cleo")
    assert not opens(live, "Cleo", NEW_WORDS, to)


def test_a_wrong_passphrase_changes_nothing(live: Live) -> None:
    before = (live.folder / "keys" / "store.json").read_bytes()
    arguments = ("keys", "create", "--name", "Ada", "--key-file", str(live.key_file("Bo")), "--new", "X", "--to", "x")
    assert "do not belong together" in live.run(*arguments, stdin=f"{WORDS['Ada']}\n{NEW_WORDS}\n", code=2)
    assert (live.folder / "keys" / "store.json").read_bytes() == before


def test_recovery_copies_are_made_rehearsed_and_used(live: Live) -> None:
    people = [envelopes.new_identity() for _ in range(3)]
    folder, identity = live.folder / "new copies", live.folder / "identity.txt"
    keys(live, "escrow", "--to", str(folder), *(public for _, public in people))
    identity.write_text(people[2][0])
    copy = ("--copy", str(folder / "recovery-3-of-3.age"), "--identity", str(identity))
    said = live.run("keys", "drill", *copy)
    assert "opens 1 operation(s); records of 1 were opened" in said
    assert [path.name for path in (live.folder / "keys").iterdir()] == ["store.json"]
    to = live.folder / "cleo.key"
    live.run("keys", "recover", *copy, "--new", "Cleo", "--to", str(to), stdin=NEW_WORDS + "\n")
    assert opens(live, "Cleo", NEW_WORDS, to)
    assert actions(live).count("keys.escrowed") == actions(live).count("keys.drilled") == 2


def test_a_drill_with_the_wrong_identity_says_so(live: Live) -> None:
    copy = ("--copy", str(live.folder / "copies" / "recovery-1-of-3.age"), "--identity", str(live.identity(2)))
    assert "does not open this recovery copy" in live.run("keys", "drill", *copy, code=2)


def test_a_new_root_key_makes_every_file_and_copy_void(live: Live) -> None:
    folder = live.folder / "new sticks"
    said = keys(live, "renew", "--to", str(folder), more=f"{NEW_WORDS}\n{NEW_WORDS} too\n")
    assert "Make new copies now" in said
    assert opens(live, "Ada", NEW_WORDS, folder / "Ada.key")
    assert opens(live, "Bo", f"{NEW_WORDS} too", folder / "Bo.key")
    assert not opens(live, "Ada", WORDS["Ada"], live.key_file("Ada"))
    copy = ("--copy", str(live.folder / "copies" / "recovery-1-of-3.age"), "--identity", str(live.identity(1)))
    assert "earlier root key" in live.run("keys", "drill", *copy, code=2)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--lock-at", "19:30"), "Locks at: 19:30"),
        (("--lock-at", "none"), "no set hour"),
        (("--alive", "15"), "every 15 minutes"),
        (("--lock-at", "25:00"), "is no hour"),
        (("--alive", "soon"), "is no number of minutes"),
    ],
)
def test_the_hour_and_the_sign_of_life_are_set(live: Live, arguments: tuple[str, ...], said: str) -> None:
    code = 2 if "is no" in said else 0
    assert said in live.run("keys", "hours", *arguments, code=code)


@pytest.mark.parametrize("command", [("lock",), ("alive",), ("keys", "status")])
def test_without_a_running_server_it_says_so(live: Live, command: tuple[str, ...]) -> None:
    assert "The key holder is not running" in live.run(*command, code=2)
