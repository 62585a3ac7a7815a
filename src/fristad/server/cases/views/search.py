"""Looking for a person. The words travel by POST and are kept sealed; the address of the result is random."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from fristad.server.accounts.doors import door
from fristad.server.cases.forms.fields import CleanLine
from fristad.server.cases.pure import codes
from fristad.server.cases.selectors import searches
from fristad.server.cases.services.searches import search_begin, search_run
from fristad.server.cases.views.lists import row
from fristad.server.common.forms import FristadForm
from fristad.server.common.problems import NotThereError


class SearchForm(FristadForm):
    """What is known of the person."""

    code = CleanLine(
        label=_("Case code, name in any script, year of birth or telephone number"),
        required=True,
        help_text=_("Two words find more surely than one. What you type stands in no address and no log."),
    )


@require_http_methods(["GET", "POST"])
@door("person.search")
def search(request: HttpRequest) -> HttpResponse:
    """Ask what to look for, and take it in."""
    form = SearchForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = search_begin(request.actor, form.cleaned_data["code"])  # type: ignore[attr-defined]
        return HttpResponseRedirect(reverse("cases:found", args=[made.pk]))
    context = {"form": form, "saved_count": searches.count_saved(request.actor)}  # type: ignore[attr-defined]
    return render(request, "cases/search.html", context)


@require_GET
@door("person.search")
def found(request: HttpRequest, search_id: UUID) -> HttpResponse:
    """Show what was found, best first, at most twenty."""
    actor = request.actor  # type: ignore[attr-defined]
    kept = searches.own(actor, search_id)
    if kept.choices is not None:
        raise NotThereError
    result = search_run(actor, kept)
    columns = [{"label": label} for label in (_("Case"), _("Person"), _("Risk"), _("Next date"), _("Owner"))]
    context = {
        "form": SearchForm(initial={"code": kept.typed}),
        "kept": kept,
        "saved_count": searches.count_saved(actor),
        "result": result,
        "is_mistyped": codes.is_mistyped(kept.typed),
        "columns": columns,
        "rows": [row(case) for case in result.cases],
    }
    return render(request, "cases/search.html", context)
