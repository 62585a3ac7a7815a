"""Makes .venv and installs one locked set of packages into it: `python scripts/set_up.py base|dev|bench`.

Standard library only, because it runs before anything is installed.
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOG = VENV / "set_up.log"
LEVELS = ("base", "dev", "bench")

NO_PIP = """Python at {python} has no pip, so packages cannot be installed.
  Debian, Ubuntu:  sudo apt-get install python3-pip
  Fedora:          sudo dnf install python3-pip
  elsewhere:       {python} -m ensurepip --user
Then repeat the command."""

NO_INSTALL = """Installing stopped; the last lines of {log} are above.
  No network or a refused connection: check it, or tell pip about your proxy or mirror in its own settings, and repeat.
  A hash that does not match: do not go on; the file is not the one that was reviewed.
  No matching distribution: this Python or processor has no built package; Python 3.11, 3.12 or 3.13 on 64 bits has.
What is already there is kept, so repeating is quick."""


class SetUpError(Exception):
    """Something is missing; the text says what, and how to get it."""


def make_venv() -> None:
    """Make .venv where it is missing or broken, with or without a pip of its own."""
    if _runs([str(PYTHON), "-c", ""]):
        return
    shutil.rmtree(VENV, ignore_errors=True)
    if _runs([sys.executable, "-m", "venv", str(VENV)]):
        return
    shutil.rmtree(VENV, ignore_errors=True)  # without ensurepip, venv leaves half a folder
    if not _runs([sys.executable, "-m", "pip", "--version"]):
        raise SetUpError(NO_PIP.format(python=sys.executable))
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(VENV)], check=True)


def pip_command() -> list[str]:
    """Return the pip of .venv, or this Python's own pip pointed at .venv."""
    if _runs([str(PYTHON), "-m", "pip", "--version"]):
        return [str(PYTHON), "-m", "pip"]
    return [sys.executable, "-m", "pip", "--python", str(PYTHON)]


def install(arguments: Sequence[str], total: int) -> None:
    """Run pip, show one moving line of progress, and keep everything it says in the log."""
    command = [*pip_command(), "install", "--no-input", "--disable-pip-version-check", *arguments]
    with (
        LOG.open("a", encoding="utf-8") as log,
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as pip,
    ):
        assert pip.stdout is not None  # noqa: S101  stdout is a pipe
        done = 0
        for line in pip.stdout:
            log.write(line)
            done = _show(line, done, total)
    if pip.returncode:
        print(*LOG.read_text(encoding="utf-8").splitlines()[-15:], sep="\n", file=sys.stderr)
        raise SetUpError(NO_INSTALL.format(log=LOG))


def _show(line: str, done: int, total: int) -> int:
    found = re.match(r"(?:Collecting|Requirement already satisfied:) ([\w.-]+)", line)
    if found:
        done += 1
        _progress(f"{min(done, total)} of {total}: {found[1]}")
    elif line.startswith("Installing collected"):
        _progress("unpacking")
    return done


def _progress(text: str) -> None:
    if sys.stdout.isatty():
        print(f"\r    {text:<60}", end="", flush=True)


def _runs(command: Sequence[str]) -> bool:
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def set_up(level: str) -> None:
    """Bring .venv to a level and stamp it."""
    print("1/3 Making .venv")
    make_venv()
    locked = ROOT / "requirements" / f"{level}.txt"
    total = len(re.findall(r"^[\w.-]+==", locked.read_text(encoding="utf-8"), re.MULTILINE))
    print(f"2/3 Installing {total} packages, each checked against its hash ({locked.relative_to(ROOT)})", flush=True)
    install(["--require-hashes", "--requirement", str(locked)], total)
    _progress("")
    print("\r3/3 Installing Fristad itself")
    install(["--no-deps", "--no-build-isolation", "--editable", "."], 1)
    _progress("")
    print("\r", end="")
    for stamp in {"base", level}:  # every level holds all of base
        (VENV / f"{stamp}.stamp").touch()


def main(arguments: Sequence[str]) -> int:
    """Return 0 when the level is installed, 1 with a sentence when it is not."""
    if len(arguments) != 1 or arguments[0] not in LEVELS:
        print(f"Say one of {', '.join(LEVELS)}: python scripts/set_up.py base", file=sys.stderr)
        return 1
    try:
        set_up(arguments[0])
    except SetUpError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
