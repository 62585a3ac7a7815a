"""The form of a token."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fristad.server.accounts.tokens import LONGEST
from fristad.server.common.clock import today
from fristad.server.common.forms import Checkboxes, FristadForm, WholeDateField


class TokenForm(FristadForm):
    """What a token is for, what it may do, and how long. Nothing is chosen beforehand but the last day."""

    label = forms.CharField(
        label=_("What is it for?"),
        max_length=60,
        help_text=_("A name by which you know the program again. No name of a person you work for."),
    )
    rights = forms.MultipleChoiceField(
        label=_("What may it do?"),
        help_text=_("Each only as far as you may do it yourself. Choose as few as the program needs."),
        widget=Checkboxes,
        error_messages={"required": _("Choose at least one.")},
    )
    until = WholeDateField(label=_("Its last day"), help_text=_("In 90 days at most. A new one can be made then."))

    def __init__(self, *args: Any, rights: list[str], **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"until": today() + timedelta(days=30)})
        super().__init__(*args, **kwargs)
        field = self.fields["rights"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - for the type checker
        field.choices = [(right, words_of(right)) for right in rights]

    def clean_until(self) -> date:
        """A token is never for longer than its owner can remember it."""
        day: date = self.cleaned_data["until"]
        if not today() <= day <= today() + LONGEST:
            raise forms.ValidationError(_("Choose a day from today on, and in 90 days at most."))
        return day


#: What the rights allow, as the table of rights says it, for people who read other languages.
WORDS = {
    "case.list": _("See a list of cases by code and state"),
    "case.create": _("Begin a case"),
    "case.open": _("Open a case and read it"),
    "case.edit": _("Write in a case"),
    "interview.see": _("See that a person was interviewed, when, and what came of it"),
    "interview.hold": _("Go on with an interview of your own, with the certificate for it"),
    "result.see": _("See the screening result of a case and why"),
    "decision.make": _("Record a decision of your own beside a screening result"),
    "person.search": _("Find a case by code, name or telephone number"),
}


def words_of(right: str) -> Any:
    """Return in words what a right allows."""
    return WORDS[right]
