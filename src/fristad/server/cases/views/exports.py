"""What leaves the office: a summary on paper."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_http_methods

from fristad.server.accounts.doors import door
from fristad.server.cases.forms.exports import PrintForm, initial_language
from fristad.server.cases.services.exports import Paper, case_print
from fristad.server.cases.views.frame import open_case, page, purpose_of


@require_http_methods(["GET", "POST"])
@door("case.print")
def on_paper(request: HttpRequest, code: str) -> HttpResponse:
    """Ask whether paper is safe; where it is, show the summary as it is to be printed."""
    opened = open_case(request, code, "case.print")
    initial = {"language": initial_language(opened.case.person.languages)}
    form = PrintForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        paper = Paper(data["kind"], data["whom"], data["language"])
        shown = case_print(opened.actor, opened.case, paper, purpose_of(opened.actor, opened.case))
        return _paper(request, paper, shown)
    return page(request, opened, "summary", "cases/print_ask.html", form=form)


def _paper(request: HttpRequest, paper: Paper, shown: dict[str, Any]) -> HttpResponse:
    """Show a page without header and footer, in the person's language: nothing on it names us."""
    with translation.override(paper.language):
        return render(request, "cases/print.html", shown)
