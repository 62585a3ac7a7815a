"""Forms for what leaves the office on paper or as a file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from fristad.server.cases.exports import FIELDS
from fristad.server.cases.forms.fields import CleanLine, CleanNote
from fristad.server.cases.pure.codes import normalise
from fristad.server.cases.services.exports import CODE, FULL, NAME, NEUTRAL, NOBODY
from fristad.server.common.forms import Checkboxes, FristadForm, Radios
from fristad.server.vault import envelopes

PRINTS = (
    (NEUTRAL, _("Only the code and the meetings to come: day, hour and place, and nothing of why")),
    (FULL, _("The summary: wishes, plan, next steps, needs")),
)


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
        choices=PRINTS,
        widget=Radios,
        initial=NEUTRAL,
        help_text=_(
            "Look whether the place of a meeting says more than it should. What colleagues wrote stays in "
            "the language in which they wrote it."
        ),
    )
    contact = forms.BooleanField(
        label=_("Print also how the person is reached, and what must not be said"),
        required=False,
        help_text=_("Only on the summary. These rules are for us: on paper they tell others."),
    )
    whom = forms.ChoiceField(
        label=_("Who it names"),
        choices=[(NOBODY, _("Nobody")), (CODE, _("The survivor code")), (NAME, _("The name that the person uses"))],
        widget=Radios,
        initial=NOBODY,
        help_text=_("For this print only."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

    def leave_out(self, kind: str) -> None:
        """Do not offer one of the versions."""
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = [(code, label) for code, label in PRINTS if code != kind]

    def clean_safe(self) -> str:
        """Refuse where paper is not safe."""
        said: str = self.cleaned_data["safe"]
        if said != "yes":
            raise ValidationError(
                gettext("Then nothing is printed. Read it together on the screen, or say it aloud."), code="unsafe"
            )
        return said


def initial_language(spoken: list[dict[str, Any]] | None) -> str:
    """Return the first language that the person speaks and this service has, else the service's own."""
    known = dict(settings.LANGUAGES)
    return next((each["code"] for each in spoken or () if each["code"] in known), str(settings.LANGUAGE_CODE))


class SealForm(FristadForm):
    """For whom a file is sealed: a public key, or a password."""

    recipient = CleanLine(
        label=_("Public key of the reader (age)"),
        help_text=_("It begins with age1. Or leave it empty and choose a password."),
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label=_("Password of the file"),
        required=False,
        strip=False,
        max_length=256,
        help_text=_("At least 12 letters. Tell it to the reader by another way than the file."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("The same again"),
        required=False,
        strip=False,
        max_length=256,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_recipient(self) -> str:
        """Refuse what is no public key."""
        typed: str = self.cleaned_data["recipient"]
        if typed and not envelopes.is_recipient(typed):
            raise ValidationError(gettext("This is not a public key of age."), code="recipient")
        return typed

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two: a key or a good password."""
        cleaned = super().clean() or self.cleaned_data
        recipient, password = cleaned.get("recipient"), cleaned.get("password")
        if "recipient" in self.errors:
            return cleaned
        if bool(recipient) == bool(password):
            self.add_error("password", gettext("Give either a public key or a password."))
        elif password and password != cleaned.get("again"):
            self.add_error("again", gettext("The two are not the same."))
        elif password:
            try:
                validate_password(password)
            except ValidationError as fault:
                self.add_error("password", fault)
        return cleaned


class ExportForm(SealForm):
    """Which fields of which cases, why, and for whom the file is sealed."""

    codes = CleanNote(
        label=_("Which cases"),
        required=True,
        help_text=_("Their codes, one on each line."),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "ltr", "autocomplete": "off"}),
    )
    fields_chosen = forms.MultipleChoiceField(
        label=_("Which fields"),
        choices=list(FIELDS.items()),
        widget=Checkboxes,
        initial=["case.code"],
        help_text=_("As few as the reason needs."),
    )
    reason = CleanNote(label=_("What for, and for whom"), required=True, widget=forms.Textarea(attrs={"rows": 2}))
    field_order = ("codes", "fields_chosen", "reason", "recipient", "password", "again")

    def codes_typed(self) -> list[str]:
        """Return the codes as they are stored, each once."""
        lines = self.cleaned_data["codes"].split()
        return list(dict.fromkeys(normalise(line) for line in lines))


class ToldForm(PrintForm):
    """The same questions, for all that is recorded: there is one version of it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["kind"]
        del self.fields["contact"]


class TakeAwayForm(SealForm, ToldForm):
    """The same as a locked file, that the person takes along or keeps where it is safe."""

    field_order = ("safe", "whom", "language", "password", "again", "recipient")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        safe = self.fields["safe"]
        safe.label = _("Is it safe for this person to have such a file?")
        safe.help_text = _("Ask who may find it, and who may make the person open it: at home, on the way, at a check.")
        self.fields["whom"].help_text = _("For this file only.")
        self.fields["password"].help_text = _(
            "At least 12 letters, chosen and typed by the person. Nobody here can open the file without it."
        )
        self.fields["recipient"].help_text = _("Only if the person has one. It begins with age1.")

    def clean_safe(self) -> str:
        """Refuse where such a file is not safe."""
        said: str = self.cleaned_data["safe"]
        if said != "yes":
            raise ValidationError(
                gettext("Then no file is made. Read it together on the screen, or say it aloud."), code="unsafe"
            )
        return said
