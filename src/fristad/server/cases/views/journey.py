"""The journey, leg by leg."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from fristad.server.accounts.doors import door
from fristad.server.cases import doors, words
from fristad.server.cases.forms.dates import PartialDateField
from fristad.server.cases.forms.fields import CleanLine, CleanNote
from fristad.server.cases.forms.places import PlaceField
from fristad.server.cases.models import Leg, Person
from fristad.server.cases.selectors.journeys import drawn, how_of, mapped, unclear, when_of
from fristad.server.cases.selectors.places import Offered, offered
from fristad.server.cases.services.journeys import leg_add, leg_edit, leg_move, leg_remove
from fristad.server.cases.views.frame import open_case, page
from fristad.server.common.forms import FristadForm, conflicts
from fristad.server.common.problems import NotThereError, StaleError


class LegForm(FristadForm):
    """One stretch of a journey, as told."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput, required=False)
    place = PlaceField(
        label=gettext_lazy("Place"), help_text=gettext_lazy("Leave empty for a time that was not told or not asked.")
    )
    began = PartialDateField(
        label=pgettext_lazy("journey", "From"), help_text=gettext_lazy("As told: about 2009, dry season 2023.")
    )
    ended = PartialDateField(label=pgettext_lazy("journey", "Until"))
    phase = forms.ChoiceField(
        label=gettext_lazy("Part of the journey"),
        choices=[("", gettext_lazy("Not known")), *words.PHASES.items()],
        required=False,
    )
    means = forms.ChoiceField(
        label=gettext_lazy("How"), choices=list(words.MEANS_OF_TRAVEL.items()), initial="unknown", required=False
    )
    with_whom = CleanLine(label=gettext_lazy("With whom"))
    paid_to = CleanLine(label=gettext_lazy("Paid to whom"))
    debt = CleanLine(label=gettext_lazy("Debt"))
    events = CleanNote(
        label=gettext_lazy("What others did there"),
        help_text=gettext_lazy("One thing a line, in a few words."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, places: Offered, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place = self.fields["place"]
        assert isinstance(place, PlaceField)  # noqa: S101 - for the type checker
        place.offer(places)

    def told(self) -> dict[str, Any]:
        """Return what is sealed."""
        told = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        days = {name: told[name].to_json() if told[name] else None for name in ("began", "ended")}
        return {**told, **days, "events": [line.strip() for line in told["events"].splitlines() if line.strip()]}


@require_http_methods(["GET", "POST"])
@door("case.edit")
def journey(request: HttpRequest, code: str) -> HttpResponse:
    """Show the journey, and take in one stretch more."""
    opened = open_case(request, code, "case.edit")
    person = opened.case.person
    form = LegForm(request.POST or None, places=offered(opened.actor))
    if request.method == "POST" and form.is_valid():
        leg_add(opened.actor, person, form.told())
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(reverse("cases:journey", args=[code]))
    rows = [(leg, when_of(leg), how_of(leg)) for leg in doors.legs(person)]
    values = {"legs": drawn(person), "stops": mapped(person), "rows": rows, "form": form, "unclear": unclear(person)}
    return page(request, opened, "journey", "cases/journey.html", **values)


@require_http_methods(["GET", "POST"])
@door("case.edit")
def leg_change(request: HttpRequest, code: str, leg_id: UUID) -> HttpResponse:
    """Change what was told about one stretch."""
    opened = open_case(request, code, "case.edit")
    leg = _leg(opened.case.person, leg_id)
    form = LegForm(request.POST or None, initial=_initial(leg), places=offered(opened.actor))
    if request.method == "POST" and form.is_valid():
        try:
            leg_edit(opened.actor, leg, form.told(), read_version=form.cleaned_data["version"] or 0)
        except StaleError:
            conflicts.explain(form, _initial(_leg(opened.case.person, leg_id)))
        else:
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(reverse("cases:journey", args=[code]))
    return page(request, opened, "journey", "cases/form.html", form=form, title=_("A part of the journey"))


@require_POST
@door("case.edit")
def leg_order(request: HttpRequest, code: str, leg_id: UUID, way: str) -> HttpResponse:
    """Put a stretch earlier, or take it out."""
    opened = open_case(request, code, "case.edit")
    person = opened.case.person
    leg = _leg(person, leg_id)
    if way == "remove":
        leg_remove(opened.actor, leg)
    else:
        before = doors.legs(person).filter(position__lt=leg.position).last()
        if before is not None:
            leg_move(opened.actor, leg, before)
    return HttpResponseRedirect(reverse("cases:journey", args=[code]))


def _leg(person: Person, leg_id: UUID) -> Leg:
    leg = doors.legs(person).select_related("person__record_key").filter(pk=leg_id).first()
    if leg is None:
        raise NotThereError
    return leg


def _initial(leg: Leg) -> dict[str, Any]:
    told = leg.told or {}
    return {**told, "events": "\n".join(told.get("events") or ()), "version": leg.version}
