"""What leaves the office: a summary on paper, a file of cases."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fristad.server.accounts import gate
from fristad.server.accounts.actor import Actor
from fristad.server.accounts.doors import door
from fristad.server.cases import doors
from fristad.server.cases.exports import FIELDS
from fristad.server.cases.forms.exports import ExportForm, PrintForm, TakeAwayForm, ToldForm, initial_language
from fristad.server.cases.models import Case
from fristad.server.cases.services.exports import (
    FULL,
    MOST_CASES,
    Paper,
    Seal,
    Wanted,
    all_told,
    case_export,
    case_print,
    told_file,
)
from fristad.server.cases.views.frame import open_case, page, purpose_of
from fristad.server.common.problems import NotThereError, WrongInputError


@require_http_methods(["GET", "POST"])
@door("case.print")
def on_paper(request: HttpRequest, code: str) -> HttpResponse:
    """Ask whether paper is safe; where it is, show the summary as it is to be printed."""
    opened = open_case(request, code, "case.print")
    initial = {"language": initial_language(opened.case.person.languages)}
    form = PrintForm(request.POST or None, initial=initial)
    if not opened.actor.may("case.export"):
        form.leave_out(FULL)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if data["kind"] == FULL and not opened.actor.second_factor_fresh():
            return gate.confirm(request)
        paper = Paper(data["kind"], data["whom"], data["language"], contact=data["contact"])
        shown = case_print(opened.actor, opened.case, paper, purpose_of(opened.actor, opened.case))
        return _paper(request, paper, shown)
    return page(request, opened, "summary", "cases/print_ask.html", form=form)


def _paper(request: HttpRequest, paper: Paper, shown: dict[str, Any]) -> HttpResponse:
    """Show a page without header and footer, in the person's language: nothing on it names us."""
    with translation.override(paper.language):
        return render(request, "cases/print.html", shown)


@require_http_methods(["GET", "POST"])
@door("case.export")
def to_file(request: HttpRequest) -> HttpResponse:
    """Write chosen fields of chosen cases to a file that only its reader opens."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = ExportForm(request.POST or None, initial={"codes": request.GET.get("case", "")})
    if request.method == "POST" and form.is_valid():
        found = _cases(actor, form)
        if found:
            try:
                return _file(case_export(actor, found, _wanted(form)))
            except WrongInputError as refused:
                form.add_error("codes", str(refused.detail))
    return render(request, "cases/export.html", {"form": form})


def _cases(actor: Actor, form: ExportForm) -> list[Case]:
    """Return the cases with these codes. One that is not in reach looks like one that is not there."""
    codes = form.codes_typed()
    if len(codes) > MOST_CASES:
        form.add_error("codes", _("Too many cases are chosen (at most: %(most)s).") % {"most": MOST_CASES})
        return []
    rows = doors.cases(actor, "case.export").filter(code__in=codes)
    found = {case.code: case for case in rows.select_related("record_key", "person__record_key")}
    if len(found) < len(codes):
        form.add_error("codes", _("Not every one of these codes is a case that you can export."))
        return []
    return [found[code] for code in codes]


def _wanted(form: ExportForm) -> Wanted:
    data = form.cleaned_data
    chosen = tuple(each for each in FIELDS if each in data["fields_chosen"])
    return Wanted(chosen, data["reason"], data["recipient"], data["password"])


def _file(content: bytes, name: str = "export.age") -> HttpResponse:
    response = HttpResponse(content, content_type="application/octet-stream")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@require_http_methods(["GET", "POST"])
@door("case.export")
def take_away(request: HttpRequest, code: str) -> HttpResponse:
    """Hand the person everything that is recorded about them as a file that only they open, in their language."""
    opened = open_case(request, code, "case.export")
    form = TakeAwayForm(request.POST or None, initial={"language": initial_language(opened.case.person.languages)})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        paper, seal = Paper(FULL, data["whom"], data["language"]), Seal(data["recipient"], data["password"])
        purpose = purpose_of(opened.actor, opened.case)
        with translation.override(paper.language):
            return _file(told_file(opened.actor, opened.case, paper, purpose, seal, _page_in_file), "notes.age")
    return page(request, opened, "summary", "cases/take_away.html", form=form)


def _page_in_file(told: dict[str, Any]) -> str:
    return render_to_string("cases/told.html", {**told, "in_file": True})


# As dangerous as a file, and closed with it: all that is recorded leaves the office at once.
@require_http_methods(["GET", "POST"])
@door("case.print", dangerous=True)
def all_recorded(request: HttpRequest, code: str) -> HttpResponse:
    """Show everything that is recorded about the person, to hand to them, in their language."""
    opened = open_case(request, code, "case.print")
    if not opened.actor.may("case.export"):
        raise NotThereError
    form = ToldForm(request.POST or None, initial={"language": initial_language(opened.case.person.languages)})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        paper = Paper(FULL, data["whom"], data["language"])
        with translation.override(paper.language):
            told = all_told(opened.actor, opened.case, paper, purpose_of(opened.actor, opened.case))
            return render(request, "cases/told.html", told)
    may_export = opened.actor.may("case.export")
    return page(request, opened, "summary", "cases/told_ask.html", form=form, may_export=may_export)
