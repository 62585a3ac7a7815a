"""Forms of the register of interpreters."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from fristad.server.cases import words, words_languages
from fristad.server.cases.forms.fields import CleanLine, CleanNote, NameField, PhoneField
from fristad.server.cases.models import Interpreter
from fristad.server.common.clock import today
from fristad.server.common.forms import FristadForm, VersionedForm, WholeDateField

TONGUES = 4


class InterpreterForm(VersionedForm):
    """What is known of somebody who interprets."""

    name = NameField(label=_("Name"), required=True)
    language_1 = forms.ChoiceField(label=_("Interprets"))
    language_2 = forms.ChoiceField(label=_("A second language"), required=False)
    language_3 = forms.ChoiceField(label=_("A third language"), required=False)
    language_4 = forms.ChoiceField(label=_("A fourth language"), required=False)
    dialects = CleanLine(label=_("Dialects"), help_text=_("Those that are spoken well, and those that are not."))
    sex = forms.ChoiceField(
        label=_("Sex"),
        choices=[("", _("Not asked")), *words.SEXES.items()],
        required=False,
        help_text=_("Asked because the person who is heard may wish for a woman or a man."),
    )
    employer = CleanLine(label=_("Works for"), help_text=_("An agency, a company, nobody."))
    contact = PhoneField(label=_("Telephone number"))
    conduct_signed_on = WholeDateField(label=_("Code of conduct signed on"), required=False)
    ties = CleanNote(
        label=_("Declared ties and conflicts"),
        help_text=_("Family, village, party, employer, authority: whatever could make it unsafe to speak before them."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    words = CleanNote(label=_("Other words"), widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, TONGUES + 1):
            field = self.fields[f"language_{number}"]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
            field.choices = words_languages.with_any(_("Choose a language"))

    def clean_conduct_signed_on(self) -> Any:
        """Refuse a day that has not come: nobody has signed yet."""
        day = self.cleaned_data["conduct_signed_on"]
        if day is not None and day > today():
            raise forms.ValidationError(_("This day has not come yet."), code="future")
        return day

    def told(self) -> dict[str, Any]:
        """Return what is sealed."""
        data = self.cleaned_data
        tongues = (data[f"language_{number}"] for number in range(1, TONGUES + 1))
        signed = data["conduct_signed_on"]
        plain = ("name", "dialects", "sex", "employer", "contact", "ties", "words")
        return {
            **{name: data[name] for name in plain},
            "languages": list(dict.fromkeys(filter(None, tongues))),
            "conduct_signed_on": signed.isoformat() if signed else None,
        }

    @staticmethod
    def initial_of(person: Interpreter) -> dict[str, Any]:
        """Return what the form shows of somebody."""
        told = person.told or {}
        tongues = {f"language_{number}": code for number, code in enumerate(told["languages"], 1)}
        return {**told, **tongues, "conduct_signed_on": person.signed_on, "version": person.version}


class FilterForm(FristadForm):
    """Which interpreters are shown. It names nobody, so it may stand in the address."""

    language = forms.ChoiceField(label=_("Language"), required=False)
    sex = forms.ChoiceField(
        label=_("Sex"), choices=[("", _("Any sex")), *list(words.SEXES.items())[:2]], required=False
    )
    ended = forms.ChoiceField(
        label=_("Who"),
        choices=[("", _("Working now")), ("yes", pgettext_lazy("interpreters", "Ended"))],
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["language"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = words_languages.with_any(_("Any language"))


class EndForm(VersionedForm):
    """Ending somebody's work by an explicit act."""

    answer = CleanLine(label=_("Why"), required=True)
