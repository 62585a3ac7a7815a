"""Forms of suspected ties and of a second file about one person."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fristad.server.cases.forms.fields import CleanLine, CleanNote
from fristad.server.cases.forms.supervision import choose
from fristad.server.cases.pure import codes
from fristad.server.cases.words_apart import GROUNDS, SUSPECTED_BY
from fristad.server.common.forms import Checkboxes, FristadForm, Narrow, Radios, VersionedForm, WholeDateField


class TieForm(FristadForm):
    """Who suspects what, and whom to keep apart."""

    grounds = forms.MultipleChoiceField(
        label=_("What joins them"), choices=list(GROUNDS.items()), widget=Checkboxes, required=False
    )
    said_by = forms.ChoiceField(
        label=_("Who suspects it"), choices=list(SUSPECTED_BY.items()), widget=Radios, initial="staff"
    )
    who = CleanLine(
        label=_("Who is suspected"), help_text=_("A few words, if there is no file: the uncle with the grey car.")
    )
    suspected = CleanLine(label=_("Code of their file"), help_text=_("If they have one."), widget=Narrow(10))
    others = CleanLine(
        label=_("Codes of others around the same person"),
        help_text=_("With a space between. All of them are kept apart, each from each."),
    )
    why = CleanNote(label=_("Why"), required=True, help_text=_("What was told or seen, and no more."))
    review_on = WholeDateField(label=_("Look at it again on"))

    def codes_of(self, name: str) -> list[str]:
        """Return the codes typed into a field, each once."""
        return list(dict.fromkeys(map(codes.normalise, self.cleaned_data[name].replace(",", " ").split())))

    def told(self) -> dict[str, Any]:
        """Return what is sealed."""
        return {name: self.cleaned_data[name] for name in ("grounds", "said_by", "who", "why")}


class TieLookForm(VersionedForm):
    """What a second look at a tie came to."""

    stands = forms.ChoiceField(
        label=_("Should they still be kept apart?"),
        choices=[("yes", _("Yes, keep them apart")), ("no", _("No, it does not stand any more"))],
        widget=Radios,
    )
    words = CleanNote(label=_("Why"), required=True)
    review_on = WholeDateField(label=_("Look at it again on"), required=False)

    def clean(self) -> dict[str, Any] | None:
        """Ask for the next day where it goes on."""
        data = super().clean()
        if data and data.get("stands") == "yes" and not data.get("review_on"):
            self.add_error("review_on", _("Please say when somebody looks at it again."))
        return data


class SuspicionForm(FristadForm):
    """Who reads the second file, and what it begins with."""

    people = forms.MultipleChoiceField(
        label=_("Who reads the new file"),
        widget=Checkboxes,
        help_text=_("At least two. To them this file will not be there from now on, and the new one is not to you."),
    )
    called = CleanLine(label=_("Name that the new file begins with"))
    code = CleanLine(
        label=_("Or the code of a file about them that is there already"),
        help_text=_("Whoever worked with it until now, you too, does not see it any more."),
        widget=Narrow(10),
    )
    why = CleanNote(
        label=_("What is suspected, and why"),
        required=True,
        help_text=_("Write nothing that the person told you in confidence. Only what the readers need to begin."),
    )

    def __init__(self, *args: Any, people: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "people", people)

    def clean(self) -> dict[str, Any] | None:
        """Ask for a name or a code, and not for both."""
        data = super().clean()
        if data and bool(data.get("called")) == bool(data.get("code")):
            self.add_error("called", _("Please give a name for a new file, or the code of one that is there."))
        return data


class TalkForm(FristadForm):
    """How long everybody is offered to talk alone, and until when."""

    minutes = forms.IntegerField(
        label=_("Minutes for each"), min_value=10, max_value=120, initial=30, widget=Narrow(3, {"inputmode": "numeric"})
    )
    until = WholeDateField(label=_("Offer it until"))
