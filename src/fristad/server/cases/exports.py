"""What can be exported of a case, field by field, and how it is written down: JSON as it is, CSV for a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fristad.server.cases.models import Case

#: A cell that begins so is a formula to a spreadsheet (OWASP, "CSV Injection"), also after spaces and quotes, and in
#: wide signs. Where `;` or a tab parts the cells (a Swedish, French or Spanish spreadsheet), one begins behind it.
FORMULA = re.compile(r"(^|[;|\t\r\n])([\s\"']*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])|^(?=[\t\r\n])")


def _of_case(name: str) -> Callable[[Case], Any]:
    return lambda case: getattr(case, name)


def _of_person(name: str) -> Callable[[Case], Any]:
    return lambda case: getattr(case.person, name)


_PERSON: dict[str, Promise] = {
    "names": _("Names"),
    "survivor_code": _("Survivor code"),
    "birth": _("Born"),
    "ages": _("Ages"),
    "sex": _("Sex"),
    "nationalities": _("Nationality"),
    "languages": _("Languages"),
    "group": _("Population group"),
    "status": _("Status and papers"),
    "documents": _("Papers"),
    "place": _("Where they are now"),
    "contacts": _("Safe contact"),
    "wishes": _("Wishes for the talk"),
    "words": _("What this person wants"),
}
_CASE: dict[str, Promise] = {
    "code": _("Case"),
    "state": _("State"),
    "risk": _("Risk"),
    "created_on": _("Opened on"),
    "review_on": _("Look at it again on"),
    "due_on": _("Next date"),
    "closed_on": _("Closed on"),
    "closing": _("Closure"),
}
#: Field id -> words, in the order of the file.
FIELDS: dict[str, Promise] = {
    **{f"case.{name}": words for name, words in _CASE.items()},
    **{f"person.{name}": words for name, words in _PERSON.items()},
}
_READ = {
    **{f"case.{name}": _of_case(name) for name in _CASE},
    **{f"person.{name}": _of_person(name) for name in _PERSON},
}


def rows_of(cases: Iterable[Case], fields: Sequence[str]) -> list[dict[str, Any]]:
    """Return one row for each case, with these field ids and no other. Raises KeyError for an unknown field id."""
    return [{each: _plain(_READ[each](case)) for each in fields} for case in cases]


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def packed(rows: Sequence[dict[str, Any]], fields: Sequence[str]) -> bytes:
    """Return an archive with `cases.json` and `cases.csv`, still in clear: for sealing only."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("cases.json", json.dumps(list(rows), ensure_ascii=False, indent=1))
        file.writestr("cases.csv", as_csv(rows, fields))
    return made.getvalue()


def packed_for_person(page: str, told: Any) -> bytes:
    """Return an archive with `notes.html` and `notes.json`, still in clear: for sealing only."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("notes.html", page)
        file.writestr("notes.json", json.dumps(told, ensure_ascii=False, indent=1))
    return made.getvalue()


def as_csv(rows: Iterable[dict[str, Any]], fields: Sequence[str]) -> str:
    """Return a table whose first row names the field ids. No cell of it is a formula."""
    made = io.StringIO()
    table = csv.writer(made)
    table.writerow(fields)
    table.writerows([cell(row[each]) for each in fields] for row in rows)
    return made.getvalue()


def cell(value: Any) -> str:
    """Return a value as the text of a cell, lists as JSON. What a spreadsheet would compute gets an apostrophe."""
    if value is None:
        return ""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return FORMULA.sub(lambda found: f"{found[1] or ''}{found[2] or ''}'", text)
