"""JavaRosa, the engine inside ODK Collect, on the form that Fristad writes: what field teams' phones do today.

The jar comes inside pyxform's wheel. Java times the answering itself; starting it and reading the form is not counted.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from benchmarks.contestants.base import OwnClock
from benchmarks.contestants.naive import WORDS
from benchmarks.data import Data
from fristad.targets.xlsform import make_sheets, make_xform
from fristad.targets.xpath import field_names

_RUNNER = Path(__file__).with_name("FormRunner.java")


def form(data: Data, rows: int) -> Callable[[], OwnClock]:
    xform, table = data.folder / "form.xml", data.folder / "answers.tsv"
    xform.write_text(make_xform(make_sheets(data.instrument)), encoding="utf-8")
    fields = field_names(data.plan.keys)
    codes = data.codes(rows)
    lines = ["\t".join(fields[leaf] for leaf in data.leaves)]
    lines += ["\t".join(WORDS[codes[leaf][at]] for leaf in data.leaves) for at in range(rows)]
    table.write_text("\n".join(lines), encoding="utf-8")
    return partial(_run, ["java", "-cp", str(jar()), str(_RUNNER), str(xform), str(table)])


def jar() -> Path:
    """The jar that pyxform brings for checking forms."""
    found = find_spec("pyxform")
    if found is None or found.origin is None:
        raise FileNotFoundError("pyxform is not installed.")
    return Path(found.origin).parent / "validators" / "odk_validate" / "bin" / "ODK_Validate.jar"


def _run(command: list[str]) -> OwnClock:
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    seconds, *lines = done.stdout.splitlines()
    counted = dict(line.split("\t") for line in lines)
    return OwnClock({word: int(n) for word, n in counted.items()}, float(seconds))
