"""Saying to the person what came of the talks; on paper only where that is safe to carry."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_http_methods

from fristad.server.accounts.doors import door
from fristad.server.audit.services import act
from fristad.server.cases.forms.exports import ToldForm, initial_language
from fristad.server.cases.services.exports import named
from fristad.server.cases.views.frame import open_case, page
from fristad.server.screening.forms.results import LanguageForm
from fristad.server.screening.selectors import saying_it


@require_http_methods(["GET"])
@door("result.see")
def aloud(request: HttpRequest, code: str) -> HttpResponse:
    """Show what is said, in the person's language, to be read out."""
    opened = open_case(request, code, "result.see")
    form = LanguageForm({"language": request.GET.get("language") or initial_language(opened.case.person.languages)})
    language = form.cleaned_data["language"] if form.is_valid() else "en"
    with translation.override(language):
        lines = [str(line) for line in saying_it.lines(opened.case)]
        direction = "rtl" if translation.get_language_bidi() else "ltr"
    values = {"lines": lines, "spoken": language, "direction": direction, "form": form}
    values["agreed"] = saying_it.agreed(opened.case)
    return page(request, opened, "result", "screening/say.html", **values)


@require_http_methods(["GET", "POST"])
@door("case.print")
def on_paper(request: HttpRequest, code: str) -> HttpResponse:
    """Ask whether paper is safe to carry; where it is, show what is printed."""
    opened = open_case(request, code, "case.print")
    form = ToldForm(request.POST or None, initial={"language": initial_language(opened.case.person.languages)})
    if request.method == "POST" and form.is_valid():
        language, whom = form.cleaned_data["language"], form.cleaned_data["whom"]
        with translation.override(language):
            with act(opened.actor, "result.printed", opened.case, detail={"named": whom, "language": language}):
                about = {"code": opened.code, "named": named(opened.case.person, whom)}
                shown = {**about, "lines": saying_it.lines(opened.case)}
            return render(request, "screening/say_paper.html", shown)
    return page(request, opened, "result", "screening/say_ask.html", form=form)
