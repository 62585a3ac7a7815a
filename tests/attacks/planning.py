"""A table full of words that must not be found afterwards: from the upload to the list of conversations to offer."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from fristad.server.accounts.models import Staff
from fristad.server.screening.models import BulkRun, TalkList
from tests.attacks import writer
from tests.attacks.writer import Writer
from tests.server.office import do_errands

MAPPING = f"""schema: fristad-mapping/1
id: words
row_id: id
columns:
- column: papers
  answers: confiscation_documents@destination
  values: {{yes: ['yes'], no: ['no', '{writer.PHRASE}']}}
  why: {writer.PHRASE_TOO}
"""


def table() -> bytes:
    """Return a table with words in every column, of which one is read as an answer and one not at all."""
    lines = ["id,place,papers,left"]
    for number in range(40):
        said = "yes" if number % 2 else ""
        lines.append(f"{writer.NAME} {number},{writer.NAME_TOO},{said},{writer.PHONE} {writer.PHRASE_TOO}")
    return "\n".join(lines).encode()


def plan(planner: Writer, officer: Writer, staff: Staff) -> None:
    """Have somebody screen the table and make a list for `staff`, who opens it; leave another table uncounted."""
    new = reverse("screening:bulk_new")
    _left, columns = (
        planner.send("screening:bulk_new", new, {"table": SimpleUploadedFile(f"{writer.NAME}.csv", table())})[
            "Location"
        ]
        for _each in range(2)
    )
    first = BulkRun.unscoped.get(pk=columns.split("/")[-3])
    asked = {"mapping": MAPPING, "place": "place", "lists": ["palermo_art3", "ilo_delphi.adult_labour"]}
    asked["version"] = str(first.version)
    looked = planner.send("screening:bulk_columns", columns, {**asked, "look": "1"})
    assert writer.PHRASE in looked.content.decode()
    planner.send("screening:bulk_columns", columns, {**asked, "begin": "1"})
    do_errands()
    planner.visit("screening:bulk_run", _at("bulk_run", first), b"")
    wanted = {"officer": staff.pk, "places": [writer.NAME_TOO], "round": writer.PHRASE, "most": "60", "sure": "on"}
    planner.send("screening:talk_list_make", _at("talk_list_make", first), wanted)
    made = TalkList.unscoped.get(officer=staff.pk)
    address = reverse("screening:talk_list", args=[made.pk])
    opened = officer.browser.get(address)
    assert writer.NAME in opened.content.decode()
    officer.send("screening:talk_list", address, {"done": "yes"})
    planner.send("screening:bulk_remove", _at("bulk_remove", first), {"sure": "on"})


def _at(name: str, run: BulkRun) -> str:
    return reverse(f"screening:{name}", args=[run.pk])
