"""Forms of supervision: emergencies, circles, moves, doubles, load."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fristad.server.cases.forms.fields import CleanLine, CleanNote
from fristad.server.cases.words_supervision import VERDICTS
from fristad.server.common.forms import Checkboxes, FristadForm, Radios, VersionedForm


class EmergencyForm(FristadForm):
    """Which case, and why it cannot wait."""

    typed = CleanLine(
        label=_("Case code or telephone number"),
        required=True,
        help_text=_("Exactly as it was given to you. A name is not enough."),
    )
    reason = CleanNote(
        label=_("Why it cannot wait"),
        required=True,
        help_text=_("The owner and the supervisor read this, and say within two working days whether it was right."),
    )


class JudgeForm(VersionedForm):
    """What the owner or a supervisor thinks of an emergency access."""

    verdict = forms.ChoiceField(label=_("Was it right?"), choices=list(VERDICTS.items()), widget=Radios)
    words = CleanLine(label=_("In a few words"), required=True)


class CircleForm(VersionedForm):
    """Who alone may see a case, and why."""

    people = forms.MultipleChoiceField(
        label=_("Who may see this case, beside you"),
        widget=Checkboxes,
        help_text=_("Everybody else, supervisors too, sees nothing of it from now on. It is not counted for them."),
    )
    why = CleanNote(
        label=_("Why"),
        required=True,
        help_text=_("Such as a complaint against a colleague, a relative of a colleague, a known threat."),
    )

    def __init__(self, *args: Any, people: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "people", people)


class WidenForm(FristadForm):
    """Whom to let into a circle."""

    person = forms.ChoiceField(label=_("Let one more person in"))

    def __init__(self, *args: Any, people: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "person", {"": _("Choose a colleague"), **people})


def choose(form: forms.Form, name: str, choices: Mapping[str, Any]) -> None:
    """Give a field its choices, value: words."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
    field.choices = list(choices.items())
