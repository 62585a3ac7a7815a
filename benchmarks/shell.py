"""`fristad determine` as somebody types it: a new process each time, answers from a file."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks.cases import SETS

_ANSWERS = {
    "debt_bondage@destination": "yes",
    "recruited@recruitment": "yes",
    "person.under_18_then": "no",
}
_AS_MODULE = "import sys; from fristad.cli import main; sys.exit(main())"
#: What a short command must never load.
HEAVY = ("numpy", "duckdb", "pyarrow", "openpyxl", "pyxform")


def measure(name: str, times: int) -> list[float]:
    """Seconds of every call; the first, which fills the caches of the disk, is left out."""
    with TemporaryDirectory() as folder:
        answers = Path(folder) / "answers.json"
        answers.write_text(json.dumps(_ANSWERS), encoding="utf-8")
        options = [word for i in SETS[name] for word in ("--instrument", i)]
        command = ["determine", "--answers", str(answers), *options]
        return [_seconds(command) for _ in range(times + 1)][1:]


def loaded() -> list[str]:
    """Which heavy packages `fristad determine` loads; none, it is hoped."""
    look = f"import sys; import fristad.cli.determine; print([m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    return [name for name in HEAVY if f"'{name}'" in done.stdout]


def _seconds(arguments: Sequence[str]) -> float:
    installed = Path(sys.executable).with_name("fristad")
    program = [str(installed)] if installed.exists() else [sys.executable, "-c", _AS_MODULE]
    start = perf_counter()
    subprocess.run([*program, *arguments], stdout=subprocess.DEVNULL, check=True)
    return perf_counter() - start
