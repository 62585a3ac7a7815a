"""A step of a prevention plan: what, who, until when; and its end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from fristad.server.cases.forms.fields import CleanLine
from fristad.server.common.forms import FristadForm, Radios, WholeDateField
from fristad.server.screening import words_profiles
from fristad.server.screening.services.prevention import Owner


class StepForm(FristadForm):
    """An action has an owner and a day, or it is a wish."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput, required=False)
    words = CleanLine(label=_("What is done"), required=True)
    part = forms.ChoiceField(label=_("What it strengthens"), choices=[("", _("Choose")), *words_profiles.PARTS.items()])
    assignee = forms.ChoiceField(label=_("Who sees to it"))
    outside = CleanLine(
        label=_("Who does it, if not a colleague"),
        help_text=_("Such as a school, a neighbour group, the person. A colleague sees that it happens."),
    )
    due_on = WholeDateField(label=pgettext_lazy("task", "Until"))
    agreed = forms.ChoiceField(
        label=_("What does the person say?"), choices=list(words_profiles.AGREED.items()), widget=Radios
    )

    def __init__(self, *args: Any, people: Mapping[str, str], of_place: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["assignee"].choices = [("", _("Choose")), *people.items()]  # type: ignore[attr-defined]
        if of_place:
            del self.fields["agreed"]
            self.fields["outside"].help_text = _("Such as a school or a neighbour group. No person by name.")

    def told(self) -> dict[str, Any]:
        """Return what is sealed."""
        data = self.cleaned_data
        return {**{name: data[name] for name in ("words", "part", "outside")}, "agreed": data.get("agreed", "")}

    def owner(self) -> Owner:
        """Return who sees to it, and until when."""
        return Owner(UUID(self.cleaned_data["assignee"]), self.cleaned_data["due_on"])


class StepEndForm(FristadForm):
    """Ending a step by an explicit act."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    outcome = forms.ChoiceField(label=_("How it ended"), choices=list(words_profiles.OUTCOMES.items()), widget=Radios)
    answer = CleanLine(label=_("What came of it"), required=True)
