"""The form that takes a file into a case."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from fristad.server.cases.forms.fields import CleanLine
from fristad.server.common.forms import FristadForm, VersionedForm


class DocumentForm(FristadForm):
    """A file, and what it is."""

    file = forms.FileField(
        label=_("File"),
        max_length=None,
        help_text=_(
            "PDF, PNG, JPEG, WebP, plain text, Word, Excel or OpenDocument text, 20 MB at most. Of a picture only what "
            "is seen is kept: the place, the time and the device that a camera notes are left out."
        ),
        error_messages={"empty": _("This file is empty."), "required": _("Choose a file.")},
        widget=forms.FileInput,
    )
    title = CleanLine(label=_("What it is"), help_text=_("For example: letter of the hospital, 3 May 2026."))


class WithdrawForm(VersionedForm):
    """Withdrawing a document by an explicit act."""

    answer = CleanLine(label=_("Why it is withdrawn"), required=True)
