"""The page on which a supervisor marks an interpreter as compromised, and the talks held through them."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from fristad.server.accounts.actor import Actor
from fristad.server.accounts.doors import door
from fristad.server.audit import services as audit
from fristad.server.cases import doors as case_doors
from fristad.server.cases.forms.fields import CleanNote
from fristad.server.cases.selectors import people
from fristad.server.common.forms import VersionedForm
from fristad.server.screening import doors
from fristad.server.screening.services.compromised import compromise


class CompromisedForm(VersionedForm):
    """Why they can no longer be relied on."""

    words = CleanNote(label=gettext_lazy("Why they can no longer be relied on"), required=True)
    sure = forms.BooleanField(
        label=gettext_lazy("What was said through them counts as not known from now on, and each talk is reviewed")
    )


@require_http_methods(["GET", "POST"])
@door("interpreter.manage")
def talks(request: HttpRequest, interpreter_id: UUID) -> HttpResponse:
    """List the talks held through an interpreter, and mark the interpreter."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    person = case_doors.interpreter(actor, interpreter_id, "interpreter.manage")
    held = list(doors.talks_through(actor, person))
    marked = (person.told or {}).get("compromised")
    form = None if marked else CompromisedForm(request.POST or None, initial={"version": person.version})
    if request.method == "POST" and form is not None and form.is_valid():
        compromise(actor, person, form.cleaned_data["words"], read_version=form.cleaned_data["version"])
        messages.success(request, _("Marked. Each case has a safety review that is due today."))
        return HttpResponseRedirect(reverse("screening:interpreter_talks", args=[person.pk]))
    audit.listed(actor, "screening.interview", [each.interview_id for each in held], "casework")
    rows = [{"sitting": each, "by": people.name_of(each.by)} for each in held]
    values = {"person": person, "name": (person.told or {}).get("name"), "marked": marked, "form": form, "rows": rows}
    return render(request, "screening/interpreter_talks.html", values)
