"""Screening a whole table for planning: taking it in, naming its columns, waiting, looking at the counts."""

from __future__ import annotations

import time
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from fristad.engine.errors import FristadError
from fristad.server.accounts.doors import door
from fristad.server.audit import services as audit
from fristad.server.common.problems import Problem, StaleError
from fristad.server.jobs.models import Job, State
from fristad.server.screening.bulk import columns as naming
from fristad.server.screening.bulk import table
from fristad.server.screening.forms.bulk import CasesForm, ColumnsForm, RemoveForm, TableForm
from fristad.server.screening.models import BulkRun, BulkState
from fristad.server.screening.selectors import bulk as selectors
from fristad.server.screening.services import bulk
from fristad.server.screening.views import bulk_pages


def _to(name: str, *args: Any) -> HttpResponse:
    return HttpResponseRedirect(reverse(f"screening:{name}", args=args))


@require_GET
@door("bulk.screen")
def runs(request: HttpRequest) -> HttpResponse:
    """List one's own screenings."""
    found = selectors.runs(request.actor)  # type: ignore[attr-defined]
    rows = [{"run": each, "state": BulkState(each.state).label, "name": each.told["name"]} for each in found]
    return render(request, "screening/bulk_runs.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
@door("bulk.screen")
def new(request: HttpRequest) -> HttpResponse:
    """Take in a table, or screen the own cases."""
    actor = request.actor  # type: ignore[attr-defined]
    own = "cases" in request.POST
    form = TableForm(*((request.POST, request.FILES) if request.method == "POST" and not own else ()))
    cases = CasesForm(request.POST if own else None) if actor.may("result.see") else None
    if own and cases is not None and cases.is_valid():
        return _to("bulk_run", bulk.give_cases(actor, cases.cleaned_data["lists"]).pk)
    if request.method == "POST" and not own:
        sent = request.FILES.get("table")
        taken = getattr(sent, "taken", None)
        if taken is not None and taken.size and form.is_valid():
            return _to("bulk_columns", bulk.give(actor, taken, str(getattr(sent, "name", ""))).pk)
        if taken is not None:
            taken.drop()
        form.is_valid()
    return render(request, "screening/bulk_new.html", {"form": form, "cases": cases})


@require_http_methods(["GET", "POST"])
@door("bulk.screen")
def columns(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Name the columns, look how the table will be read, and begin."""
    actor = request.actor  # type: ignore[attr-defined]
    run = selectors.run(actor, run_id)
    if run.state != BulkState.GIVEN:
        return _to("bulk_run", run.pk)
    try:
        with table.opened(run) as path:
            header, text = naming.start(path)
            form = ColumnsForm(request.POST or None, header=header, initial={"mapping": text, "version": run.version})
            shown = _look(form, path)
    except Problem:
        raise
    except FristadError as refused:
        return render(request, "screening/bulk_refused.html", {"run": run, "why": str(refused)})
    if shown is not None and "begin" in request.POST:
        try:
            _begin(request, run, form)
        except StaleError:
            messages.info(request, _("This was begun already."))
        return _to("bulk_run", run.pk)
    audit.read(actor, run, "review")
    return render(request, "screening/bulk_columns.html", {"form": form, "run": run, "shown": shown})


def _begin(request: HttpRequest, run: BulkRun, form: ColumnsForm) -> None:
    if run.version != form.cleaned_data["version"]:
        raise StaleError
    bulk.begin(request.actor, run, form.asked())  # type: ignore[attr-defined]


def _look(form: ColumnsForm, path: Any) -> dict[str, Any] | None:
    """Return how the table will be read, as it stands on the page; None with the reason on the form."""
    asked = form.asked() if form.is_bound and form.is_valid() else None
    if form.is_bound and asked is None:
        return None
    first = naming.Asked(form.initial["mapping"], "", "", tuple(form.fields["lists"].initial))
    try:
        return naming.preview(path, asked or first)
    except Problem:
        raise
    except FristadError as refused:
        if asked is not None:
            form.add_error("mapping", str(refused))
        return None


@require_GET
@door("bulk.screen")
def run(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Show how far a screening came, or what it counted."""
    actor = request.actor  # type: ignore[attr-defined]
    found = selectors.run(actor, run_id)
    if found.state == BulkState.GIVEN:
        return _to("bulk_columns", found.pk)
    audit.read(actor, found, "review")
    if found.state == BulkState.RUNNING:
        return render(request, "screening/bulk_running.html", {"run": found, **_progress(selectors.job(found))})
    if found.state == BulkState.REFUSED:
        return render(request, "screening/bulk_refused.html", {"run": found, "why": found.result["refused"]})
    return render(request, "screening/bulk_run.html", {"run": found, **bulk_pages.counted(found)})


def _progress(job: Job | None) -> dict[str, Any]:
    """Return how far a job came, in percent, and how long it will still take."""
    if job is None or job.state in (State.FAILED, State.STOPPED):
        return {"over": True}
    share = job.done / job.of if job.of else 0.0
    began = (job.checkpoint or {}).get("began")
    left = (time.time() - began) * (1 - share) / share if began and share else None
    return {"share": int(share * 100), "left": _left(left)}


def _left(seconds: float | None) -> str:
    if seconds is None:
        return _("It is not known yet how long it takes.")
    if seconds < 60:
        return _("Less than a minute is left.")
    minutes = round(seconds / 60)
    return ngettext("About %(n)d minute is left.", "About %(n)d minutes are left.", minutes) % {"n": minutes}


@require_http_methods(["GET", "POST"])
@door("bulk.screen")
def remove(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Remove a screening with what is kept of its table."""
    actor = request.actor  # type: ignore[attr-defined]
    found = selectors.run(actor, run_id)
    form = RemoveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        bulk.remove(actor, found)
        messages.success(request, _("Removed, with everything that was kept of the table."))
        return _to("bulk")
    return render(request, "screening/bulk_remove.html", {"form": form, "run": found})
