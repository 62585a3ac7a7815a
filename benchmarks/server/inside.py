"""Work inside the installation, in a process that has its apps loaded and its keys opened.

`python -m benchmarks.server.inside STEP DATABASE CASES HOME [MORE ...]` prints one JSON value as its last line.
"""

from __future__ import annotations

import json
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from benchmarks.harness import ROOT, WorkerError
from benchmarks.server.place import HOLDER, WORDS, Place

#: Step -> the function that does it, called with the place and what follows.
STEPS = {
    "found": "office:found",
    "build": "register:build",
    "finish": "register:finish",
    "queries": "queries:counted",
    "recall": "recall:judged",
    "kept": "load:kept",
    "said": "talks:said",
}


def run(place: Place, step: str, *more: str) -> Any:
    """Do a step in a process of its own. Raises `WorkerError`."""
    done = start(place, step, *more)
    said, _ = done.communicate()
    if done.returncode:
        raise WorkerError(f"{step} stopped; what it said stands above.")
    return json.loads(said.strip().splitlines()[-1])


def start(place: Place, step: str, *more: str) -> subprocess.Popen[str]:
    """Start a step; what it says of its progress goes to the terminal."""
    command = [sys.executable, "-m", "benchmarks.server.inside", step, place.database, str(place.cases)]
    command += [str(place.home), *more]
    return subprocess.Popen(command, cwd=ROOT, env=place.environment, stdout=subprocess.PIPE, text=True)


def main(arguments: list[str]) -> None:
    """Load the apps, open the keys where there are some, do the step."""
    step, database, cases, home, *more = arguments
    place = Place(Path(home), database, int(cases))
    from fristad.server.custody.set_up import set_up  # noqa: PLC0415 - settings are read when it is loaded

    set_up()
    _open(place)
    module, _, name = STEPS[step].partition(":")
    print(json.dumps(getattr(import_module(f"benchmarks.server.{module}"), name)(place, *more)))


def _open(place: Place) -> None:
    from fristad.server.custody import places  # noqa: PLC0415 - needs the apps
    from fristad.server.vault.keyring import keyring  # noqa: PLC0415

    if place.key_file.exists() and places.key_store().exists():
        opened = places.key_store().open(HOLDER, WORDS, place.key_file.read_text())
        keyring.put(opened.operations())


if __name__ == "__main__":
    main(sys.argv[1:])
