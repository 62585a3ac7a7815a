"""Asking, and taking back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fristad.server.cases.forms.fields import CleanLine, CleanNote
from fristad.server.common.forms import Checkboxes, FristadForm, Radios, WholeDateField
from fristad.server.consent import words

#: What is asked here. Sharing is asked where its receiver is known.
ASKED_HERE = {code: label for code, label in words.PURPOSES.items() if code != "share"}


class EventForm(FristadForm):
    """What the person was asked, and what they said."""

    purpose = forms.ChoiceField(label=_("What was asked"), choices=list(ASKED_HERE.items()), widget=Radios)
    answer = forms.ChoiceField(
        label=_("What the person said"),
        choices=[("given", words.ANSWERS["given"]), ("refused", words.ANSWERS["refused"])],
        widget=Radios,
    )
    way = CleanLine(
        label=_("If it is about contact: in which way"),
        help_text=_("For example: a message that asks about the language course, Tuesday mornings."),
    )
    how = forms.ChoiceField(
        label=_("How it was said"), choices=list(words.HOW.items()), widget=Radios, initial="spoken"
    )
    language = CleanLine(label=_("In which language it was explained"))
    explained_by = CleanLine(
        label=_("Who explained it"), help_text=_("If it was not you. Never somebody who may be part of it.")
    )
    support = forms.MultipleChoiceField(
        label=_("What helped the person to understand and to decide"),
        choices=list(words.SUPPORT.items()),
        widget=Checkboxes,
        required=False,
    )
    ground = forms.ChoiceField(
        label=_("Beside the child's own word, what does a yes rest on?"),
        choices=list(words.GROUNDS.items()),
        widget=Radios,
        required=False,
        help_text=_(
            "A husband or wife, an employer, a smuggler or an armed group is no guardian. That adult is then neither"
            " asked nor told."
        ),
    )
    free = forms.ChoiceField(
        label=_("Could the person answer freely?"),
        choices=[
            ("yes", _("Yes")),
            ("no", _("No: somebody who holds the person could hear it or punish it")),
        ],
        widget=Radios,
    )
    until = WholeDateField(label=_("Until which day"), required=False)
    words = CleanNote(label=_("In the person's words"))

    def __init__(self, *args: Any, child: bool = False, **kwargs: Any) -> None:
        """`child` says that the person is, or may be, under 18. Nobody agrees for an adult."""
        super().__init__(*args, **kwargs)
        if not child:
            del self.fields["ground"]

    def told(self) -> dict[str, Any]:
        """Return what is sealed."""
        data = dict(self.cleaned_data)
        data["free"] = data["free"] == "yes"
        data["until"] = data["until"].isoformat() if data["until"] else None
        return data

    def clean(self) -> dict[str, Any]:
        """A yes to being contacted needs its way."""
        data = super().clean() or {}
        if data.get("purpose") == "contact" and data.get("answer") == "given" and not data.get("way"):
            self.add_error("way", _("Write in which way the person may be contacted."))
        if "ground" in self.fields and data.get("answer") == "given" and not data.get("ground"):
            self.add_error("ground", _("Say what the yes of a child rests on, or that it is not settled yet."))
        return data


class WithdrawForm(FristadForm):
    """Taking something back."""

    words = CleanNote(label=_("In the person's words"), help_text=_("No reason is needed."))
