"""Lists of people to be offered a conversation: made for a named officer, opened by that officer alone."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from fristad.server.accounts.doors import door
from fristad.server.audit import services as audit
from fristad.server.common.problems import NotThereError, WrongInputError
from fristad.server.screening.forms.bulk import ListEndForm, TalkListForm
from fristad.server.screening.models import BulkState
from fristad.server.screening.selectors import bulk as selectors
from fristad.server.screening.services import bulk


@require_http_methods(["GET", "POST"])
@door("bulk.screen")
def make(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Make a list for one officer, within an ordinary round."""
    actor = request.actor  # type: ignore[attr-defined]
    run = selectors.run(actor, run_id)
    if run.state != BulkState.DONE:
        raise NotThereError
    officers = {str(each.pk): each for each in selectors.officers(actor)}
    places = sorted({place for _id, place in bulk.people(run)["offered"]})
    form = TalkListForm(request.POST or None, officers=officers.values(), places=[] if places == [""] else places)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            bulk.make_list(
                actor,
                run,
                officer=officers[data["officer"]],
                round_=data["round"],
                places=data.get("places") or None,
                most=data["most"],
            )
        except WrongInputError as refused:
            form.add_error(None, str(refused.detail))
        else:
            messages.success(request, _("The list is made. Its officer was told, and only they can open it."))
            return HttpResponseRedirect(reverse("screening:bulk_run", args=[run.pk]))
    return render(request, "screening/talk_list_make.html", {"form": form, "run": run})


@require_GET
@door("talk_list.hold")
def mine(request: HttpRequest) -> HttpResponse:
    """Show which lists were made for oneself."""
    return render(request, "screening/talk_lists.html", {"rows": selectors.lists(request.actor)})  # type: ignore[attr-defined]


@require_http_methods(["GET", "POST"])
@door("talk_list.hold", dangerous=True)
def one(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """Open a list: each opening is recorded. When the round is made, the list goes."""
    actor = request.actor  # type: ignore[attr-defined]
    found = selectors.talk_list(actor, list_id)
    form = ListEndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        bulk.end_list(actor, found)
        messages.success(request, _("The list is gone. Thank you."))
        return HttpResponseRedirect(reverse("screening:talk_lists"))
    audit.read(actor, found, "casework")
    places: dict[str, list[str]] = {}
    for who, place in found.told["entries"]:
        places.setdefault(place, []).append(who)
    return render(request, "screening/talk_list.html", {"form": form, "list": found, "places": sorted(places.items())})
