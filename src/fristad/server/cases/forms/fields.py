"""Fields that take what people really have: names in any script, ages as ranges, dates known in part."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from fristad.server.cases.pure import names, phone, text
from fristad.server.cases.pure.wording import RefusedError

_AGE = re.compile(r"(\d{1,3})(?:\s*(?:-|\u2013|to|till|à|a|до|إلى)\s*(\d{1,3}))?")
OLDEST = 120


class _Cleaned(forms.CharField):
    """A text that a pure function cleans or refuses."""

    def __init__(self, *, hint: Any = "", **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault("help_text", hint)
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        """Return the cleaned text. Raises ValidationError with one sentence."""
        typed = super().clean(value)
        if not typed:
            return ""
        try:
            return self.cleaned(typed)
        except RefusedError as refused:
            sentence = refused.sentence.through(gettext)
            raise ValidationError(sentence, code="refused") from refused

    def cleaned(self, typed: str) -> str:
        """Clean one text."""
        raise NotImplementedError


class CleanLine(_Cleaned):
    """One line without hidden characters."""

    def cleaned(self, typed: str) -> str:
        """Clean one line."""
        return text.clean_line(typed)


class CleanNote(_Cleaned):
    """Some paragraphs, up to the limit of a note."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 4}))
        super().__init__(**kwargs)

    def cleaned(self, typed: str) -> str:
        """Clean paragraphs."""
        return text.clean_note(typed)


class NameField(_Cleaned):
    """A name in any script."""

    def cleaned(self, typed: str) -> str:
        """Clean a name."""
        return names.clean_name(typed)


class PhoneField(_Cleaned):
    """A telephone number in any digits."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"dir": "ltr", "inputmode": "tel", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def cleaned(self, typed: str) -> str:
        """Clean a number."""
        return phone.normalise(typed)


class AgeField(forms.CharField):
    """An age or a range of ages, such as 25 or 25 to 29: a pair of numbers, or None."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault("help_text", _("Years, or a range such as 25 to 29."))
        super().__init__(max_length=20, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Show a pair as a range."""
        if isinstance(value, list | tuple):
            least, most = value
            return str(least) if least == most else f"{least} - {most}"
        return value

    def clean(self, value: Any) -> Any:
        """Return (least, most). Raises ValidationError for anything else."""
        typed = super().clean(value).strip()
        if not typed:
            return None
        found = _AGE.fullmatch(typed)
        least = int(found[1]) if found else -1
        most = int(found[2] or found[1]) if found else -1
        if not 0 <= least <= most <= OLDEST:
            raise ValidationError(_("Write an age in years, such as 25, or a range, such as 25 to 29."), code="age")
        return least, most
