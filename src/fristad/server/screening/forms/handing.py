"""Handing an interview over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fristad.server.common.forms import VersionedForm


class HandOverForm(VersionedForm):
    """Who goes on."""

    receiver = forms.ChoiceField(
        label=_("Who goes on with it"),
        help_text=_("People with the certificate who can open this case; for a child, child protection officers."),
    )
    asked = forms.BooleanField(label=_("The person knows who comes next, and agrees to talk with them."))

    def __init__(self, *args: Any, people: Mapping[str, str], present: bool, **kwargs: Any) -> None:
        """`present` is False for a supervisor, who hands over what lies still and does not meet the person."""
        super().__init__(*args, **kwargs)
        self.fields["receiver"].choices = [("", _("Choose")), *people.items()]  # type: ignore[attr-defined]
        if not present:
            del self.fields["asked"]
