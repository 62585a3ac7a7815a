"""Deciding, and reviewing what a colleague decided."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from fristad.server.cases.forms.fields import CleanNote
from fristad.server.common.forms import FristadForm, Radios, VersionedForm
from fristad.server.screening import words


class DecisionForm(FristadForm):
    """The decision of a named person. Nothing is chosen beforehand, and nothing is copied from the result."""

    decision = forms.ChoiceField(label=_("What do you decide?"), choices=list(words.DECISIONS.items()), widget=Radios)
    agrees = forms.ChoiceField(
        label=_("Do you agree with the screening result?"), choices=list(words.AGREEMENT.items()), widget=Radios
    )
    reasons = CleanNote(
        label=_("Your reasons"), required=True, help_text=_("What you saw and weighed. The person may read this.")
    )


class ReviewForm(VersionedForm):
    """What a second person thinks."""

    verdict = forms.ChoiceField(label=_("What do you say?"), choices=list(words.VERDICTS.items()), widget=Radios)
    words = CleanNote(label=_("In a few words"), required=True)
