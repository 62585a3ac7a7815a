"""Forms filled by JavaRosa, the engine inside ODK Collect. Its jar comes with pyxform's own validator."""

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

import pyxform

from fristad.targets.plan import make_plan
from fristad.targets.xlsform import make_sheets, make_xform
from fristad.targets.xpath import field_names

JAR = Path(pyxform.__file__).parent / "validators" / "odk_validate" / "bin" / "ODK_Validate.jar"
JUDGE = Path(__file__).with_name("Judge.java")
#: Other reasons for not knowing are left unanswered, which computes alike.
CHOICES = ("yes", "no", "unknown", "declined", "not_safe")
SPOKEN = {"not_applicable": "no"}

Row = dict[str, str | int | None]


def fill(java: Path, folder: Path, instrument, persons: Sequence[Mapping[str, str]]) -> list[Row]:
    """One row per person, named as the SQL columns are. `java` must bring its compiler, for the runner is a source
    file."""
    plan = make_plan(instrument)
    fields = field_names(plan.keys)
    form, table = folder / "form.xml", folder / "persons.tsv"
    form.write_text(make_xform(make_sheets(instrument)), encoding="utf-8")
    lines = ["\t".join(fields.values())]
    lines += ["\t".join(_choice(person.get(key, "")) for key in fields) for person in persons]
    table.write_text("\n".join(lines) + "\n", encoding="utf-8")
    wanted = ["result", "classification", *(f"dim_{d.id}" for d in plan.dimensions)]
    command = [str(java), "-cp", str(JAR), str(JUDGE), str(form), str(table), ",".join(wanted)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300, encoding="utf-8")
    assert done.returncode == 0, done.stderr[-2000:]
    return [_row(instrument.id, wanted, line.split("\t")) for line in done.stdout.splitlines()]


def _choice(value: str) -> str:
    value = SPOKEN.get(value, value)
    return value if value in CHOICES else ""


def _row(instrument: str, wanted: Sequence[str], values: Sequence[str]) -> Row:
    named = dict(zip((name.removeprefix("dim_") for name in wanted), values, strict=True))
    words: Row = {f"{instrument}.{name}": named.pop(name) or None for name in ("result", "classification")}
    return words | {f"{instrument}.{name}": int(value) for name, value in named.items()}
