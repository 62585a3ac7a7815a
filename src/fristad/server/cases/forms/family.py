"""The form that links two people."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from fristad.server.cases import words
from fristad.server.cases.forms.fields import CleanLine
from fristad.server.common.forms import FristadForm, Radios


class FamilyForm(FristadForm):
    """Who belongs to the person, by the code of their own case."""

    # Not named `code`: what is kept of a form that came too late leaves out fields of that name (`accounts.held`).
    their_code = CleanLine(
        label=_("Code of their case"), required=True, help_text=_("Everybody has a case of their own.")
    )
    relation = forms.ChoiceField(
        label=_("What they are to this person"), choices=[("", _("Choose")), *words.RELATIONS.items()]
    )
    said_by = forms.ChoiceField(label=_("Who says so"), choices=list(words.SAID_BY.items()), widget=Radios)
    hidden = forms.BooleanField(
        label=_("Show this link in this file only"),
        help_text=_("For example where one of them must not learn that the other is here."),
        required=False,
    )
