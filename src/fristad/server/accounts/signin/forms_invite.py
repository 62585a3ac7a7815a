"""Forms of inviting and of accepting an invitation."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from fristad.server.accounts import selectors
from fristad.server.accounts.actor import Actor
from fristad.server.accounts.invitations import Chosen, Offered
from fristad.server.accounts.models import Agency
from fristad.server.accounts.rights import ON_TOP_OF, SCOPES, Role, Scope
from fristad.server.accounts.signin.forms import NewWordMixin
from fristad.server.accounts.words import ROLES
from fristad.server.accounts.words import SCOPES as SCOPE_WORDS
from fristad.server.common.clock import today
from fristad.server.common.forms import FristadForm, WholeDateField
from fristad.server.common.forms.signs import nothing_hidden

#: A role ends at the latest after this long; then somebody decides again.
LONGEST = timedelta(days=366)


class InviteForm(FristadForm):
    """Whom to invite, and what that person will be."""

    label = forms.CharField(
        label=_("A note for your own list"),
        help_text=_("So that you know which invitation this is. The invited person does not see it."),
        max_length=60,
    )
    role = forms.ChoiceField(label=_("Role"))
    team = forms.ChoiceField(label=_("Team"), required=False)
    until = WholeDateField(label=_("Last day of the role"), help_text=_("At most one year from now."))

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.teams = {str(team.pk): team for team in selectors.teams(actor, "people.manage")}
        _offer(self.fields["team"], [("", _("No team")), *((key, team.name) for key, team in self.teams.items())])
        _offer(self.fields["role"], _roles())

    def clean_until(self) -> date:
        """Refuse a day that is over or too far away."""
        last: date = self.cleaned_data["until"]
        if not today() <= last <= today() + LONGEST:
            raise ValidationError(_t("Choose a day from today until a year from now."))
        return last

    def clean(self) -> dict[str, Any]:
        """Ask for the team where the role is for one team."""
        cleaned = super().clean() or self.cleaned_data
        if str(cleaned.get("role", "")).endswith(f":{Scope.TEAM}") and not cleaned.get("team"):
            self.add_error("team", _t("This role is for one team. Choose which."))
        return cleaned

    def offered(self) -> Offered:
        """Return what the form says."""
        role, scope = self.cleaned_data["role"].split(":")
        agency = Agency.unscoped.get(pk=self.actor.agency_id)
        team = self.teams.get(self.cleaned_data["team"])
        return Offered(agency, Role(role), Scope(scope), self.cleaned_data["until"], self.cleaned_data["label"], team)


class AcceptForm(NewWordMixin):
    """What the invited person chooses."""

    sign_in_name = forms.RegexField(
        r"^[\w.@+-]{3,40}$",
        label=_("Sign-in name"),
        help_text=_("It need not be your real name. Letters, digits and . - _ without spaces."),
        error_messages={"invalid": _("Use 3 to 40 letters, digits and . - _ without spaces.")},
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    display_name = forms.CharField(
        label=_("The name that colleagues see"),
        help_text=_("It is kept encrypted."),
        max_length=80,
        validators=[nothing_hidden],
    )
    contact_mail = forms.EmailField(
        label=_("Mail address"),
        help_text=_("Only to say that something waits for you, without saying what. It is kept encrypted."),
        required=False,
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, initial=get_language)
    field_order = ("sign_in_name", "display_name", "contact_mail", "language", "new_password", "again")

    def chosen(self) -> Chosen:
        """Return what the form says."""
        data = self.cleaned_data
        return Chosen(
            data["sign_in_name"], data["display_name"], data["contact_mail"], data["language"], data["new_password"]
        )


def _offer(field: forms.Field, choices: list[tuple[Any, Any]]) -> None:
    if isinstance(field, forms.ChoiceField):
        field.choices = choices


def _roles() -> list[tuple[str, str]]:
    """Return the roles that stand alone, each with each scope in which it is given."""
    alone = [role for role in Role if role not in ON_TOP_OF]
    return [(f"{role}:{scope}", f"{ROLES[role]}: {SCOPE_WORDS[scope]}") for role in alone for scope in SCOPES[role]]
