"""What was brought in: the list of imports, and one of them with its counts and the rows that were refused."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from fristad.server.accounts.doors import door
from fristad.server.cases.importing import selectors
from fristad.server.cases.importing.judging import Verdict
from fristad.server.cases.importing.words import COUNTS
from fristad.server.cases.models import CaseImport, ImportState
from fristad.server.cases.pure.wording import Sentence
from fristad.server.cases.selectors.people import name_of


@require_GET
@door("case.import", dangerous=False)
def overview(request: HttpRequest) -> HttpResponse:
    """List the imports, newest first."""
    rows = [_row(each) for each in selectors.imports(request.actor)]  # type: ignore[attr-defined]
    columns: list[dict[str, Any]] = [
        {"label": _("Import")},
        {"label": _("Table")},
        {"label": _("State")},
        {"label": _("Day")},
        {"label": _("By")},
        {"label": _("Cases"), "number": True},
        {"label": COUNTS[Verdict.REFUSED], "number": True},
    ]
    return render(request, "cases/imports.html", {"columns": columns, "rows": rows})


def _row(record: CaseImport) -> list[Any]:
    counts = record.told["counts"]
    return [
        {"text": str(record.number), "url": reverse("cases:import", args=[record.pk])},
        record.told["table"],
        ImportState(record.state).label,
        date_format(record.created_on),
        name_of(record.staff),
        str(counts.get("new", 0)),
        str(counts.get("refused", 0)),
    ]


@require_GET
@door("case.import", dangerous=False)
def one(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Show one import. It names rows and columns of the table, and nobody."""
    record = selectors.one(request.actor, import_id)  # type: ignore[attr-defined]
    told = record.told
    counts = [
        {"name": words, "value": str(told["counts"][verdict])}
        for verdict, words in COUNTS.items()
        if told["counts"].get(verdict)
    ]
    context = {
        "record": record,
        "facts": [
            {"name": _("Table"), "value": told["table"]},
            {"name": _("From"), "value": told["source"]},
            {"name": _("By"), "value": name_of(record.staff)},
            {"name": _("Day"), "value": date_format(record.created_on)},
            {"name": _("State"), "value": ImportState(record.state).label},
            *([{"name": _("Left when it was undone"), "value": str(told["left"])}] if "left" in told else []),
        ],
        "counts": counts,
        "columns": [{"label": _("Row"), "number": True}, {"label": _("Column")}, {"label": _("What to do")}],
        "faults": [
            [str(row), column or _("The whole row"), Sentence(text, values).through(_)]
            for row, column, text, values in told["faults"]
        ],
        "crumbs": [{"label": _("Imports"), "url": reverse("cases:imports")}],
    }
    return render(request, "cases/import.html", context)
