"""Every wrong use is answered with one helpful sentence and an exit code."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from fristad.cli.main import COMMANDS, FAILED, INTERRUPTED, REFUSED, WRONG_USE
from fristad.engine.errors import FristadError
from tests.cli.conftest import Fristad

COMMAND = [sys.executable, "-c", "from fristad.cli import main; raise SystemExit(main())"]


def test_alone_it_says_what_there_is_and_gives_an_example(fristad: Fristad) -> None:
    said = fristad()
    assert (said.code, said.out) == (WRONG_USE, "")
    for name in COMMANDS:
        assert f"  {name}" in said.err
    assert "--answers -" in said.err


def test_help_and_version_are_no_fault(fristad: Fristad) -> None:
    assert fristad("--help").out == fristad().err
    assert fristad("--version").out.startswith("fristad 0.")
    helped = fristad("determine", "--help")
    assert helped.code == 0
    assert "--instrument" in helped.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("determin",), "Did you mean determine"),
        (("xyz",), "There are determine, interview"),
        (("determine",), "required: --instrument, --answers"),
        (("determine", "--instrment", "x", "--answers", "-"), "Did you mean --instrument?"),
        (("determine", "--instrument", "palermo_art3", "--answers", "-", "--language=sv"), "Did you mean --lang?"),
        (("determine", "--instrument", "palermo_art3", "--answers", "-", "more"), "'more' is no argument"),
        (("determine", "--instrument", "palermo", "--answers", "-"), "Did you mean palermo_art3?"),
        (("determine", "--instrument", "palermo_art3", "--answers", "-", "--lang", "xx"), "en, sv, ar, fr, es, uk"),
        (("determine", "--instrument", "palermo_art3", "--answers", "not/here.json"), "not/here.json cannot be read"),
        (("determine", "--instrument", "palermo_art3", "--answers", "."), ". cannot be read: Is a directory"),
        (("library",), "list|show|check"),
        (("library", "shew"), "choose from"),
        (("library", "show", "palermo"), "Did you mean palermo_art3?"),
        (("library", "check", "not/here"), "not/here is not a folder"),
        (("interview", "--instrument", "nobody"), "no instrument 'nobody'"),
    ],
)
def test_wrong_use_is_one_sentence_on_standard_error(fristad: Fristad, arguments: tuple[str, ...], said: str) -> None:
    found = fristad(*arguments, stdin="{}")
    assert (found.code, found.out) == (WRONG_USE, "")
    assert said in found.err
    assert found.err.count("\n") == 1


def test_an_instrument_that_must_not_be_used_has_its_own_code(fristad: Fristad) -> None:
    found = fristad("determine", "--instrument", "raft", "--answers", "-", stdin="{}")
    assert (found.code, found.out) == (REFUSED, "")
    assert "must not be used" in found.err


def test_a_command_that_is_not_there_does_not_break_the_others(
    fristad: Fristad, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(COMMANDS, "later", ("fristad.cli.not_written_yet", "something to come"))
    assert "does not have the command 'later' yet" in fristad("later").err
    assert fristad("library", "list").code == 0


def test_a_missing_package_is_named(fristad: Fristad, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "needy_command.py").write_text("import no_such_package_here\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setitem(COMMANDS, "needy", ("needy_command", "something that needs more"))
    found = fristad("needy")
    assert found.code == WRONG_USE
    assert "needs the Python package 'no_such_package_here'" in found.err


@pytest.mark.parametrize(
    ("fault", "code", "sentence"),
    [
        (FristadError("Something is wrong here."), WRONG_USE, "Something is wrong here.\n"),
        (KeyboardInterrupt(), INTERRUPTED, "Stopped.\n"),
        (OSError(28, "No space left on device", "out.json"), FAILED, "out.json: No space left on device.\n"),
    ],
)
def test_no_fault_shows_a_trace(
    fristad: Fristad, monkeypatch: pytest.MonkeyPatch, fault: BaseException, code: int, sentence: str
) -> None:
    def fail(_: Path | None = None) -> None:
        raise fault

    monkeypatch.setattr("fristad.cli.library.check_library", fail)
    assert fristad("library", "check") == (code, "", sentence)


def test_commands_about_answers_load_nothing_of_the_server() -> None:
    code = (
        "import sys; from fristad.cli import main;"
        "main(['determine', '--instrument', 'palermo_art3', '--answers', '-']);"
        "raise SystemExit(any(name.partition('.')[0] in ('django', 'cryptography') for name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], input=b"{}", capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full, a disk that is always full")
def test_a_full_disk_is_said_and_not_hidden() -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            [*COMMAND, "library", "list"], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert (done.returncode, done.stderr) == (FAILED, "No space left on device.\n")


def test_a_reader_who_goes_away_is_no_fault() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run([*COMMAND, "library", "list", "--keys"], stdout=writing, stderr=subprocess.PIPE, check=False)
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


def test_an_interrupt_from_the_keyboard_ends_with_130() -> None:
    # Tests that run in the background have children that hear no interrupt, unless they are told to.
    arguments = ["env", "--default-signal=INT", *COMMAND, "interview", "--instrument", "palermo_art3"]
    pipe = subprocess.PIPE
    with subprocess.Popen(arguments, stdin=pipe, stdout=pipe, stderr=pipe) as talking:
        assert talking.stderr is not None
        while b"a doctor" not in (line := talking.stderr.readline()):
            assert line, "the interview ended by itself"
        talking.send_signal(signal.SIGINT)
        _, err = talking.communicate(timeout=30)
    assert talking.returncode == INTERRUPTED
    assert err.endswith(b"Stopped.\n")


def test_questions_print_whatever_the_terminal_is_set_to() -> None:
    arguments = [*COMMAND, "determine", "--instrument", "palermo_art3", "--answers", "-", "--lang", "ar"]
    done = subprocess.run(
        arguments, input=b"{}", capture_output=True, env={**os.environ, "PYTHONIOENCODING": "ascii"}, check=True
    )
    assert "كان" in done.stdout.decode("utf-8")


def test_every_environment_variable_is_explained() -> None:
    root = Path(__file__).parents[2]
    files = [path for part in ("cli", "bulk") for path in (root / "src/fristad" / part).rglob("*.py")]
    code = "\n".join(path.read_text(encoding="utf-8") for path in files)
    explained = (root / "docs/reference/cli.md").read_text(encoding="utf-8")
    names = set(re.findall(r"\bFRISTAD_[A-Z_]+\b", code))
    assert "FRISTAD_DEBUG" in names
    assert {name for name in names if f"| `{name}` |" not in explained} == set()
