"""Deciding, and reviewing what a colleague decided."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from fristad.server.cases.forms.fields import CleanNote
from fristad.server.common.forms import FristadForm, Radios, VersionedForm
from fristad.server.screening import words


class DecisionForm(FristadForm):
    """The decision of a named person. Nothing is chosen beforehand, and nothing is copied from the result.

    `seen` is the number of the result on the page, `standing` the decision that stood on it. With `unchecked` lists the
    decision says that they were not checked.
    """

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    standing = forms.UUIDField(widget=forms.HiddenInput, required=False)
    decision = forms.ChoiceField(label=_("What do you decide?"), choices=list(words.DECISIONS.items()), widget=Radios)
    agrees = forms.ChoiceField(
        label=_("Do you agree with the screening result?"),
        choices=list(words.AGREEMENT.items()),
        widget=Radios,
        help_text=_("Both answers are kept beside each other, with your name."),
    )
    reasons = CleanNote(
        label=_("Your reasons"), required=True, help_text=_("What you saw and weighed. The person may read this.")
    )
    unchecked = forms.BooleanField(
        label=_(
            "I know that lists on this page were not checked against their source. My decision does not rest on them."
        ),
        error_messages={
            "required": _("Lists on this page were not checked. Your decision must say that it does not rest on them.")
        },
    )

    def __init__(self, *args: Any, unchecked: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not unchecked:
            del self.fields["unchecked"]

    def told(self) -> dict[str, Any]:
        """Return what is kept of the decision itself."""
        kept = {name: self.cleaned_data[name] for name in ("decision", "agrees", "reasons")}
        return {**kept, "unchecked": bool(self.cleaned_data.get("unchecked"))}


class ReviewForm(VersionedForm):
    """What a second person thinks."""

    verdict = forms.ChoiceField(label=_("What do you say?"), choices=list(words.VERDICTS.items()), widget=Radios)
    words = CleanNote(label=_("In a few words"), required=True)


class LanguageForm(FristadForm):
    """In which language something is said."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
