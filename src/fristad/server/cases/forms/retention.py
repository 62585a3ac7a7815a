"""Forms of retention: the policy, legal holds, what is due, sealing, erasing."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from fristad.server.cases.forms.fields import CleanNote
from fristad.server.cases.forms.supervision import choose
from fristad.server.cases.words_retention import KINDS, OUTCOMES, REASONS
from fristad.server.common.clock import today
from fristad.server.common.forms import Checkboxes, FristadForm, Narrow, Radios, VersionedForm, WholeDateField

ERASE, KEEP = "erase", "keep"
_READ = _("I have read what goes and what stays")


class RuleForm(FristadForm):
    """One line of the policy. It takes the place of the one for the same cases."""

    outcome = forms.ChoiceField(label=_("Which cases"), choices=list(OUTCOMES.items()), required=False)
    kind = forms.ChoiceField(label=_("Of whom"), choices=list(KINDS.items()), required=False)
    months = forms.IntegerField(
        label=_("Months from the closure"),
        min_value=0,
        max_value=1200,
        widget=Narrow(4, {"inputmode": "numeric"}),
        help_text=_("0 means that they are due at once."),
    )
    source = CleanNote(
        label=_("Where it stands written"),
        required=True,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The policy, law or agreement with its article and day. It is shown beside each date."),
    )


class HoldForm(FristadForm):
    """A legal hold."""

    why = CleanNote(
        label=_("Who requires it, and why"),
        required=True,
        help_text=_("Such as a court and its file number, or a complaint that is being heard."),
    )
    until = WholeDateField(
        label=_("Until"), required=False, help_text=_("Leave it empty if nobody knows yet. Somebody lifts it then.")
    )

    def clean_until(self) -> date | None:
        """Refuse a day that has passed."""
        day: date | None = self.cleaned_data["until"]
        if day is not None and day < today():
            raise ValidationError(gettext("This day has passed. Choose a later one, or leave it open."), code="past")
        return day


class LiftForm(VersionedForm):
    """Why a hold ends."""

    words = CleanNote(label=_("Why it ends"), required=True, widget=forms.Textarea(attrs={"rows": 2}))


class DueForm(VersionedForm):
    """What becomes of a case that is due."""

    answer = forms.ChoiceField(
        label=_("What should become of it?"),
        choices=[(ERASE, _("Erase it now, for ever")), (KEEP, _("Keep it longer"))],
        widget=Radios,
    )
    words = CleanNote(
        label=_("Why it must be kept"),
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Only if it is kept. The person may be shown this."),
    )
    until = WholeDateField(label=_("Until"), required=False, help_text=_("Only if it is kept: it is due again then."))

    def clean(self) -> dict[str, Any]:
        """Ask for a reason and a day, where the case is kept."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("answer") == KEEP:
            if not cleaned.get("words"):
                self.add_error("words", gettext("Say why it must be kept."))
            if "until" not in self.errors and not cleaned.get("until"):
                self.add_error("until", gettext("Say until when."))
        return cleaned


class EraseForm(VersionedForm):
    """Erasing a case before its time. No words: the log keeps the reason, and no words may outlive the person's."""

    why = forms.ChoiceField(label=_("Why"), choices=list(REASONS.items()), widget=Radios)
    read = forms.MultipleChoiceField(label=_("Before you erase"), choices=[("yes", _READ)], widget=Checkboxes)


class SealForm(VersionedForm):
    """Who else may open a sealed case, and what it must be kept for."""

    person = forms.ChoiceField(label=_("Who may open it, beside you"))
    duty = CleanNote(
        label=_("What we must keep it for"),
        required=True,
        help_text=_("The duty with its source. The person is told this."),
    )

    def __init__(self, *args: Any, people: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "person", {"": _("Choose a colleague"), **people})
