"""Letting a colleague hold protection interviews."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fristad.server.common.forms import FristadForm, WholeDateField


class CertificateForm(FristadForm):
    """Who, and until when."""

    person = forms.ChoiceField(label=_("Who"))
    until = WholeDateField(label=_("Last day"), help_text=_("A year from now at the latest."))

    def __init__(self, *args: Any, people: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [("", _("Choose")), *people.items()]  # type: ignore[attr-defined]
