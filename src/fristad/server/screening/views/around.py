"""Pages beside the topics of an interview: what was seen, what was told, correcting it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from fristad.library import load_catalogue, load_texts
from fristad.server.accounts.doors import door
from fristad.server.common.problems import NotThereError
from fristad.server.screening.forms.around import CorrectForm, SeenForm
from fristad.server.screening.pure.sayings import standing
from fristad.server.screening.selectors import sayings, told
from fristad.server.screening.services import interviews
from fristad.server.screening.views.frame import here, open_talk, show


@require_http_methods(["GET", "POST"])
@door("interview.hold")
def seen(request: HttpRequest, interview_id: UUID) -> HttpResponse:
    """Write down what the interviewer saw, apart from what was told."""
    talk = open_talk(request, interview_id)
    form = SeenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        own = form.cleaned_data["words"] or None
        concepts = load_catalogue().concepts
        keys = [leaf for name in form.cleaned_data["seen"] for leaf in concepts[name].leaves[:1]]
        told_now = [{"key": key, "value": "yes", "who": "observed", "words": own} for key in keys]
        interviews.say(talk.actor, talk.interview, talk.sitting, told_now)
        messages.success(request, _("Saved, apart from what the person told."))
        return here(talk)
    return show(request, talk, "screening/seen.html", form=form)


@require_GET
@door("interview.hold")
def listed(request: HttpRequest, interview_id: UUID) -> HttpResponse:
    """Show what was told and seen so far in this interview."""
    talk = open_talk(request, interview_id)
    rows = [told.row(each) for each in standing(sayings.of_interview(talk.interview))]
    for each in rows:
        each["url"] = reverse("screening:correct", args=[talk.interview.pk, each["id"]])
    return show(request, talk, "screening/told.html", rows=rows)


@require_http_methods(["GET", "POST"])
@door("interview.hold")
def correct(request: HttpRequest, interview_id: UUID, saying_id: UUID) -> HttpResponse:
    """Let an answer take the place of an earlier one, or stand beside it."""
    talk = open_talk(request, interview_id)
    earlier = next((each for each in standing(sayings.of_interview(talk.interview)) if each.id == saying_id), None)
    if earlier is None:
        raise NotThereError
    key = str(earlier.told["key"])
    form = CorrectForm(request.POST or None, initial={"leaf": key})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        said = {"key": key, "value": data["value"], "who": data["who"], "words": data["words"] or None}
        replaced = earlier.id if data["how"] == "corrects" else None
        interviews.say(talk.actor, talk.interview, talk.sitting, [{**said, "leg": earlier.told.get("leg")}], replaced)
        messages.success(request, _("Saved. The earlier answer is kept in the record."))
        return HttpResponseRedirect(reverse("screening:told", args=[talk.interview.pk]))
    title = load_texts("en").label(key)
    return show(request, talk, "screening/correct.html", form=form, title=title, rows=[told.row(earlier)])
