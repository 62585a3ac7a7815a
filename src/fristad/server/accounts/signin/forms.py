"""Forms of signing in. A password is never sent back to the page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import get_language_info, pgettext_lazy
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from fristad.server.accounts.passwords import same
from fristad.server.common.forms import FristadForm, Narrow, Radios, VersionedForm

#: A password longer than this is a way to keep the server busy.
MOST_LETTERS = 256


def word_field(label: Any, hint: Any = "", autocomplete: str = "current-password") -> forms.CharField:
    """Return a field for a password, kept exactly as typed."""
    shown = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(label=label, help_text=hint, widget=shown, strip=False, max_length=MOST_LETTERS)


class EnterForm(FristadForm):
    """Name, password, and whether others use this machine."""

    name = forms.CharField(
        label=_("Sign-in name"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = word_field(_("Password"))
    shared = forms.BooleanField(
        label=_("Other people use this machine too"),
        help_text=_("Your session then ends after 10 minutes without use instead of 30."),
        required=False,
    )


class CodeForm(FristadForm):
    """A one-time code, or a recovery code."""

    code = forms.CharField(
        label=pgettext_lazy("second factor", "Code"),
        help_text=_("The six digits that your app shows now, or one of your recovery codes."),
        max_length=40,
        widget=Narrow(10, {"autocomplete": "one-time-code", "inputmode": "numeric", "dir": "ltr"}),
    )


class Answer(forms.JSONField):
    """What a passkey answers: some kilobytes of JSON. Deeper or longer is none."""

    MOST_LETTERS = 20_000

    def to_python(self, value: Any) -> Any:
        """Return what it says. Raises `ValidationError`."""
        if isinstance(value, str) and len(value) > self.MOST_LETTERS:
            raise ValidationError(self.error_messages["invalid"], code="invalid", params={"value": ""})
        try:
            return super().to_python(value)
        except RecursionError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid", params={"value": ""}) from error


class LinkForm(FristadForm):
    """Another account of the same person: its name, password and code."""

    name = forms.CharField(
        label=_("Sign-in name there"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = word_field(_("Password there"), autocomplete="off")
    code = forms.CharField(
        label=_("Code there"),
        help_text=_("The six digits that your app shows for that account, or one of its recovery codes."),
        required=False,
        max_length=40,
        widget=Narrow(10, {"autocomplete": "one-time-code", "inputmode": "numeric", "dir": "ltr"}),
    )


class PasskeyForm(FristadForm):
    """What a passkey answered. Written by the page's script."""

    credential = Answer(widget=forms.HiddenInput)


class NewPasskeyForm(PasskeyForm):
    """A new passkey and its name."""

    name = forms.CharField(
        label=_("A name for this passkey"),
        help_text=_("So that you know it again, such as “work telephone”."),
        max_length=40,
    )


class NewAppForm(FristadForm):
    """The first code of a new app. The seed travels sealed through the page."""

    seed = forms.CharField(widget=forms.HiddenInput)
    code = forms.CharField(
        label=_("The six digits that the app shows now"),
        max_length=10,
        widget=Narrow(10, {"autocomplete": "one-time-code", "inputmode": "numeric", "dir": "ltr"}),
    )


class OwnPasswordForm(FristadForm):
    """The password that somebody has now."""

    password = word_field(_("Your password"))

    def __init__(self, *args: Any, encoded: str | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.encoded = encoded

    def clean_password(self) -> str:
        """Refuse a wrong password."""
        typed: str = self.cleaned_data["password"]
        if not same(typed, self.encoded):
            raise ValidationError(_t("This is not your password."))
        return typed


class NewWordMixin(FristadForm):
    """A new secret word, typed twice."""

    new_password = word_field(
        _("New password"),
        _("At least 12 letters. Three or four words that do not belong together are good."),
        "new-password",
    )
    again = word_field(_("The same again"), autocomplete="new-password")

    def clean(self) -> dict[str, Any]:
        """Refuse two different words, and a weak one."""
        cleaned = super().clean() or self.cleaned_data
        typed = cleaned.get("new_password")
        if typed and cleaned.get("again") and typed != cleaned["again"]:
            self.add_error("again", _t("The two are not the same."))
        elif typed:
            try:
                validate_password(typed)
            except ValidationError as fault:
                self.add_error("new_password", fault)
        return cleaned


class ChangePasswordForm(NewWordMixin, OwnPasswordForm):
    """The old password, and a new one twice."""

    field_order = ("password", "new_password", "again")


class DuressForm(NewWordMixin, OwnPasswordForm):
    """The word that calls for help: it signs in to an empty office."""

    field_order = ("password", "new_password", "again")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_password"].label = _("The word that calls for help")

    def clean(self) -> dict[str, Any]:
        """Refuse the password itself."""
        cleaned = super().clean()
        if cleaned.get("new_password") and cleaned.get("new_password") == cleaned.get("password"):
            self.add_error("new_password", _t("This must be another word than your password."))
        return cleaned


class LanguageForm(VersionedForm):
    """The language of one's own pages and mails."""

    language = forms.ChoiceField(
        label=_("Language"),
        # Each in its own words: who reads only one of them finds it.
        choices=[
            ("", _("As the browser says")),
            *((code, capfirst(get_language_info(code)["name_local"])) for code, _name in settings.LANGUAGES),
        ],
        required=False,
        widget=Radios,
    )


class ConductForm(FristadForm):
    """The agreement to the code of conduct."""

    agree = forms.BooleanField(label=_("I have read this, and I will keep to it"))
