"""What a key holder brings to the page. Nothing of it is ever sent back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from fristad.server.common.forms import FristadForm

_LARGEST = 10_000


class UnlockForm(FristadForm):
    """Name, passphrase, key file."""

    name = forms.CharField(label=_("Your name as a key holder"), max_length=64)
    passphrase = forms.CharField(
        label=_("Passphrase"),
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    key_file = forms.FileField(
        label=_("Key file"),
        help_text=_("The small file on your stick."),
        error_messages={
            "required": _("Choose your key file. If it is lost or broken, read below what to do."),
            "empty": _("This file is empty, so it is broken. Read below what to do."),
        },
    )

    def clean_key_file(self) -> str:
        """Return what the file says. A file of another kind is said to be none."""
        given: UploadedFile[Any] = self.cleaned_data["key_file"]
        if (given.size or 0) > _LARGEST:
            raise forms.ValidationError(_("This is not a key file. Choose the file you were given."))
        return str(given.read(), "utf-8", errors="replace")
