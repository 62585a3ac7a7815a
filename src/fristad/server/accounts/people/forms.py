"""Forms about staff. Each carries the version at which its record was read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from fristad.server.accounts.models import Staff, Team
from fristad.server.accounts.rights import SCOPES, Role, Scope, has_rights
from fristad.server.accounts.services.granting import Offer
from fristad.server.accounts.services.operations import NewFocalPoint
from fristad.server.accounts.services.people import About
from fristad.server.accounts.words import COUNTRIES, ROLES
from fristad.server.accounts.words import SCOPES as SCOPE_WORDS
from fristad.server.common.forms import FristadForm, Radios, VersionedForm, WholeDateField
from fristad.server.common.forms.signs import nothing_hidden

#: Of somebody's pages and mails.
LANGUAGES = [("", _("As the browser says")), *settings.LANGUAGES]


#: Words that tell what is done here. A title may hold none of them; what else it gives away is for people to judge.
TELLING = ("fristad", "traffick", "victim", "refugee", "asylum", "protection", "smuggl", "exploit")


def says_nothing(title: str) -> None:
    """Refuse a title that names the service or its work. Raises `ValidationError`."""
    if any(word in title.casefold() for word in TELLING):
        raise ValidationError(_("This title says what is done here. Choose another."), code="telling")


class ConfirmForm(VersionedForm):
    """Nothing to fill in: the act alone, on the record as it was read."""


class StaffForm(VersionedForm):
    """What is known of somebody who works here."""

    display_name = forms.CharField(label=_("Name"), max_length=120, validators=[nothing_hidden])
    contact_mail = forms.EmailField(
        label=_("Mail"), required=False, help_text=_("Mails say only that something waits here.")
    )
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, required=False)
    team = forms.ChoiceField(label=_("Team"), required=False, help_text=_("New cases of this person go to this team."))

    def __init__(self, *args: Any, teams: Iterable[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.teams = _by_id(teams)
        self.fields["team"].choices = _choices(self.teams, _("No team"))  # type: ignore[attr-defined]

    def about(self) -> About:
        """Return what was filled in."""
        data = self.cleaned_data
        return About(data["display_name"], data["contact_mail"], data["language"], self.teams.get(data["team"]))

    @staticmethod
    def initial_of(person: Staff) -> dict[str, Any]:
        """Return what the form shows of somebody."""
        return {
            "display_name": person.display_name,
            "contact_mail": person.contact_mail,
            "language": person.language or "",
            "team": str(person.team_id or ""),
            "version": person.version,
        }


class _TermsForm(VersionedForm):
    """Where and until when a role holds."""

    team = forms.ChoiceField(label=_("Which team"), required=False, help_text=_("For a role in one team only."))
    until = WholeDateField(label=_("Last day"))

    def __init__(self, *args: Any, teams: Iterable[Team], **kwargs: Any) -> None:
        super().__init__(*args, field_order=["what", "scope"], **kwargs)
        self.teams = _by_id(teams)
        self.fields["team"].choices = _choices(self.teams, "")  # type: ignore[attr-defined]

    def offer_of(self, role: Role, scope: Scope) -> Offer:
        """Return the role with what was filled in."""
        return Offer(role, scope, self.cleaned_data["until"], self.teams.get(self.cleaned_data["team"]))


class NewRoleForm(_TermsForm):
    """A role, in a scope in which it is given."""

    what = forms.ChoiceField(
        label=_("Role"),
        widget=Radios,
        choices=[
            (f"{role.value} {scope.value}", format_lazy("{}: {}", words, SCOPE_WORDS[scope]))
            for role, words in ROLES.items()
            if has_rights(role)
            for scope in SCOPES[role]
        ],
    )

    def offer(self) -> Offer:
        """Return what was filled in."""
        role, scope = self.cleaned_data["what"].split()
        return self.offer_of(Role(role), Scope(scope))


class NarrowForm(_TermsForm):
    """The same role, in no wider scope."""

    scope = forms.ChoiceField(label=_("How far"), widget=Radios)

    def __init__(self, *args: Any, role: Role, widest: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.role = role
        possible = [scope for scope in SCOPES[role] if scope.width <= widest.width]
        self.fields["scope"].choices = [(scope.value, SCOPE_WORDS[scope]) for scope in possible]  # type: ignore[attr-defined]

    def offer(self) -> Offer:
        """Return what was filled in."""
        return self.offer_of(self.role, Scope(self.cleaned_data["scope"]))


class ReasonForm(VersionedForm):
    """Why a second factor is to be reset."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Say how you know that it is this person who asks: in person, or by a call that you made."),
    )


class DecisionForm(VersionedForm):
    """What a second person says."""

    decision = forms.ChoiceField(
        label=_("What do you say?"),
        widget=Radios,
        choices=[("agree", _("I agree")), ("refuse", _("No"))],
    )


class NameForm(VersionedForm):
    """The name of a team."""

    name = forms.CharField(label=_("Name"), max_length=80, validators=[nothing_hidden])


class FocalPointForm(FristadForm):
    """Whom to turn to with a complaint."""

    name = forms.CharField(label=_("Name"), max_length=120, validators=[nothing_hidden])
    contact = forms.CharField(label=_("How to reach this person"), max_length=200)
    staff = forms.ChoiceField(
        label=_("Account here"),
        required=False,
        help_text=_("Somebody with an account hears of calls for help and alarms that reach nobody else."),
    )
    line = forms.CharField(
        label=_("Whom this person answers to"),
        max_length=120,
        help_text=_("Two focal points of one agency must not answer to the same person."),
    )

    def __init__(self, *args: Any, people: Iterable[Staff], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(str(each.pk), each.display_name or each.sign_in_name) for each in people if each.is_active]
        self.fields["staff"].choices = [("", _("No account")), *known]  # type: ignore[attr-defined]

    def focal_point(self) -> NewFocalPoint:
        """Return what was filled in."""
        data = self.cleaned_data
        staff_id = UUID(data["staff"]) if data["staff"] else None
        return NewFocalPoint(data["name"], data["contact"], data["line"], staff_id)


class OutsideForm(VersionedForm):
    """The one address outside the operation."""

    address = forms.CharField(label=_("Address outside the operation"), max_length=200)


class LooksForm(VersionedForm):
    """What somebody sees who looks over a shoulder, or through a browser's history."""

    page_title = forms.CharField(
        label=_("Title of every page"),
        max_length=40,
        required=False,
        validators=[says_nothing],
        help_text=_("It stands in the browser's tab and history. Choose a dull word that says nothing of the work."),
    )
    neutral_page = forms.CharField(
        label=_("Where Exit this page leads"),
        max_length=200,
        required=False,
        validators=[URLValidator(schemes=["https"])],
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
        help_text=_("A page that anybody might read, such as the weather. Empty: an empty page of this service."),
    )


class CountryForm(VersionedForm):
    """Where the operation works."""

    country = forms.ChoiceField(
        label=_("Country where you work"),
        required=False,
        help_text=_("Before an interview the person hears what must or may be reported here."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["country"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        known = [(code, words) for code, words in COUNTRIES.items() if settings.DEMO or code != "XNO"]
        field.choices = [("", _("Another country: nothing is known of it yet")), *known]


def _by_id(teams: Iterable[Team]) -> dict[str, Team]:
    return {str(team.pk): team for team in teams}


def _choices(teams: dict[str, Team], none: Any) -> list[tuple[str, Any]]:
    return [("", none), *((pk, team.name) for pk, team in teams.items())]
