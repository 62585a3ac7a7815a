"""`fristad init` makes a live operation, whole, and leaves it locked."""

from __future__ import annotations

import re
import stat
import subprocess
import sys

import pytest

from fristad.cli.init import answers
from fristad.engine.errors import FristadError
from tests.server.custody.conftest import Live


def test_it_makes_everything_that_an_operation_needs(new: Live) -> None:
    said = new.init()
    assert "It is locked." in said
    assert "1 operation opened from a recovery copy" in said
    assert len(re.findall(r"https://fristad\.example/in/invited/\S+", said)) == 2
    for path in (new.key_file("Ada"), new.key_file("Bo"), *(new.folder / "copies").iterdir()):
        assert str(path) in said
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(list((new.folder / "copies").iterdir())) == 3


def test_nothing_readable_names_anybody(live: Live) -> None:
    stored = b"".join(path.read_bytes() for path in (live.folder / "home").rglob("*") if path.is_file())
    for word in ("Norland", "Harbour", "Lantern", "Dina", "Emil", "room 4", "complaints@"):
        assert word.encode() not in stored


def test_each_key_holder_opens_it_and_the_log_is_whole(live: Live) -> None:
    found = live.python(
        "from fristad.server.audit.verification import verify; report = verify(operation)\n"
        "print(report.count, report.head.sequence > 5)"
    )
    assert found == "0 True"


def test_it_is_made_once(live: Live) -> None:
    said = live.run("init", "--answers", str(live.folder / "answers.yaml"), code=2)
    assert "is there already" in said


@pytest.mark.parametrize(
    ("part", "value", "said"),
    [
        ("focal_points", 1, "Two focal points"),
        ("key_holders", 1, "Two key holders"),
        ("administrators", 1, "Two administrators"),
        ("recipients", 2, "3 different age recipients"),
        ("outside_address", "", "one address outside"),
        ("operation", " ", "needs a name"),
        ("agencies", {"Harbour Aid": "company"}, "An agency is one of"),
        ("agencies", {"Harbour Aid": "ngo"}, "not in the list of agencies: Lantern"),
        ("focal_points", None, "'focal_points' is missing"),
        ("key_holders", "Ada", "wrong shape"),
    ],
)
def test_what_is_missing_is_said(new: Live, part: str, value: object, said: str) -> None:
    given = new.answers()
    listed = given[part]
    if isinstance(value, int):
        assert isinstance(listed, list)
        given[part] = listed[:value]
    elif value is None:
        del given[part]
    else:
        given[part] = value
    with pytest.raises(FristadError, match=said):
        answers(given).check()


def test_two_focal_points_of_one_agency_and_line_are_one(new: Live) -> None:
    given = new.answers()
    given["focal_points"] = [
        {"name": name, "contact": "room", "line": "director", "agency": "Lantern"} for name in ("Dina", "Emil")
    ]
    with pytest.raises(FristadError, match="different agencies or lines"):
        answers(given).check()


def test_an_identity_of_nobody_is_said(new: Live) -> None:
    given = new.answers()
    given["rehearse_with"] = str(new.folder / "stranger.txt")
    (new.folder / "stranger.txt").write_text("AGE-SECRET-KEY-1NOTHING\n")
    with pytest.raises(FristadError, match="none of the recipients"):
        answers(given).check()


def test_what_is_refused_makes_nothing(new: Live) -> None:
    given = new.answers()
    given["outside_address"] = ""
    assert "one address outside" in new.init(given, code=2)
    assert not (new.folder / "keys").exists()
    assert not new.key_file("Ada").exists()


def test_it_can_be_answered_in_the_terminal(new: Live) -> None:
    recipients = new.answers()["recipients"]
    assert isinstance(recipients, list)
    typed = [
        *("Norland", "Lantern", "un", ""),
        *("Ada", str(new.key_file("Ada")), "Bo", str(new.key_file("Bo"))),
        *("Ada", "Lantern", "Cleo", "Lantern"),
        *("Dina", "Lantern", "room 4", "director", "Emil", "Lantern", "room 9", "regional office"),
        *("complaints@example.org", *recipients, str(new.folder / "copies"), str(new.identity(1))),
        *("quiet lamp over seven rivers", "slow bread under nine bridges"),
    ]
    assert "The operation is made." in new.run("init", stdin="\n".join(typed) + "\n")


def test_input_that_ends_early_makes_nothing(new: Live) -> None:
    assert "before this was answered: Name of an agency" in new.run("init", stdin="Norland\n", code=2)


def test_the_folders_must_be_named(new: Live) -> None:
    new.more = {"FRISTAD_KEYS": ""}
    assert "set FRISTAD_KEYS" in new.init(code=2)


#: Where it is cut off: after the first key file, after the recovery copies, at the very end of the transaction.
BREAKS = ["founding._hand_over", "recovery.escrow", "installations.fix"]


def cut_off(new: Live, at: str) -> None:
    """Run `fristad init` and let the machine die in the middle of one step, after it was done."""
    module, name = at.split(".")
    new.answers_file()
    code = (
        "import os\n"
        "from fristad.server.custody.set_up import set_up; set_up()\n"
        f"from fristad.server.custody import {module} as part\n"
        f"whole = part.{name}\n"
        f"part.{name} = lambda *values: (whole(*values), os._exit(9))\n"
        "from fristad.cli import main\n"
        f"main(['init', '--answers', {str(new.folder / 'answers.yaml')!r}])\n"
    )
    environment = {**new.environment, "FRISTAD_KIND": "live"}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 9, done.stderr


@pytest.mark.parametrize("at", BREAKS)
def test_what_broke_half_way_is_said_and_begun_anew(new: Live, at: str) -> None:
    cut_off(new, at)
    void = new.key_file("Ada").read_text()
    said = new.init()
    assert "did not finish here" in said
    assert str(new.key_file("Ada")) in said
    assert "The operation is made." in said
    assert new.key_file("Ada").read_text() != void
    assert new.python("from fristad.server.accounts.models import Operation; print(Operation.unscoped.count())") == "1"
    assert not (new.folder / "home" / "init.begun").exists()


def test_without_a_second_try_nothing_starts(new: Live) -> None:
    cut_off(new, "recovery.drill")
    assert "Make one with `fristad init`" in new.run("serve", code=2)


def test_the_key_store_of_another_installation_is_never_removed(live: Live) -> None:
    before = (live.folder / "keys" / "store.json").read_bytes()
    live.more = {"FRISTAD_HOME": str(live.folder / "another")}
    given = live.answers()
    given["key_holders"] = [
        {**each, "key_file": each["key_file"] + ".new"}  # type: ignore[index, operator]
        for each in given["key_holders"]  # type: ignore[attr-defined]
    ]
    for _ in range(2):
        assert "is a key store in" in live.init(given, code=2)
    assert (live.folder / "keys" / "store.json").read_bytes() == before
