"""Forms for what leaves the office on paper or as a file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _

from fristad.server.cases.services.exports import CODE, FULL, NAME, NEUTRAL, NOBODY
from fristad.server.common.forms import FristadForm, Radios


class PrintForm(FristadForm):
    """Whether paper is safe, and what may stand on it. Nothing is chosen beforehand that could betray somebody."""

    safe = forms.ChoiceField(
        label=_("Is paper safe to carry for this person?"),
        choices=[("yes", _("Yes, we talked about it")), ("no", _("No, or not sure"))],
        widget=Radios,
        help_text=_("Ask who may find it: at home, at work, on the way, at a check."),
    )
    kind = forms.ChoiceField(
        label=_("What stands on it"),
        choices=[
            (NEUTRAL, _("Only the code and the days: nothing says why the person was here")),
            (FULL, _("The summary: wishes, plan, next steps, needs")),
        ],
        widget=Radios,
        initial=NEUTRAL,
    )
    whom = forms.ChoiceField(
        label=_("Who it names"),
        choices=[(NOBODY, _("Nobody")), (CODE, _("The survivor code")), (NAME, _("The name that the person uses"))],
        widget=Radios,
        initial=NOBODY,
        help_text=_("For this print only."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

    def clean_safe(self) -> str:
        """Refuse where paper is not safe."""
        said: str = self.cleaned_data["safe"]
        if said != "yes":
            raise ValidationError(
                translated("Then nothing is printed. Read it together on the screen, or say it aloud."), code="unsafe"
            )
        return said


def initial_language(spoken: list[dict[str, Any]] | None) -> str:
    """Return the first language that the person speaks and this service has, else the service's own."""
    known = dict(settings.LANGUAGES)
    return next((each["code"] for each in spoken or () if each["code"] in known), str(settings.LANGUAGE_CODE))
