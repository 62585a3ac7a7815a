"""Forms of supervision: emergencies, circles, moves, doubles, load."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from fristad.server.cases.forms.answers import FOR_NO, ReasonedForm
from fristad.server.cases.forms.fields import CleanLine, CleanNote
from fristad.server.cases.words_supervision import VERDICTS
from fristad.server.common.forms import Checkboxes, FristadForm, Narrow, Radios, VersionedForm, WholeDateField


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


class JudgeForm(ReasonedForm):
    """What the owner or a supervisor thinks of an emergency access."""

    asked = "verdict"
    yes = "right"

    verdict = forms.ChoiceField(label=_("Was it right?"), choices=list(VERDICTS.items()), widget=Radios)
    words = CleanLine(label=_("In a few words"), help_text=FOR_NO)


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


class TransferForm(FristadForm):
    """Whom to ask, and why."""

    to = forms.ChoiceField(label=_("Who should take it over"))
    why = CleanNote(
        label=_("Why"),
        required=True,
        help_text=_("They read this before they see the case. Write no more about the person than they need."),
    )

    def __init__(self, *args: Any, receivers: dict[str, dict[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = {str(_("A person")): receivers["staff"], str(_("A team")): receivers["team"]}
        full = {name: list(group.items()) for name, group in groups.items() if group}
        choose(self, "to", {"": _("Choose"), **full})


class AnswerForm(ReasonedForm):
    """Taking a case over, or not."""

    agreed = forms.ChoiceField(
        label=_("Do you take this case over?"),
        choices=[("yes", _("Yes, it moves to me now")), ("no", _("No"))],
        widget=Radios,
    )
    words = CleanLine(label=_("In a few words"), help_text=FOR_NO)


class HandoverForm(FristadForm):
    """Who stands in, in which cases, until when."""

    cases = forms.MultipleChoiceField(label=_("Which of your cases"), widget=Checkboxes)
    stand_in = forms.ChoiceField(label=_("Who stands in for you"))
    until = WholeDateField(
        label=pgettext_lazy("days away", "Until"), help_text=_("The last day on which you are away.")
    )
    words = CleanNote(label=_("What they should know"))

    def __init__(self, *args: Any, cases: dict[str, str], people: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "cases", cases)
        choose(self, "stand_in", {"": _("Choose a colleague"), **people})


class GiveForm(FristadForm):
    """Many cases for one colleague."""

    cases = forms.MultipleChoiceField(label=_("Cases"), widget=Checkboxes)
    owner = forms.ChoiceField(label=_("Colleague"))

    def __init__(self, *args: Any, cases: dict[str, str], people: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "cases", cases)
        choose(self, "owner", {"": _("Choose a colleague"), **people})


class GiveFilterForm(FristadForm):
    """Which cases are offered to be given. It names nobody."""

    team = forms.ChoiceField(label=_("Team"), required=False)
    which = forms.ChoiceField(
        label=_("Which"), choices=[("", _("Without an owner")), ("all", _("All in work"))], required=False
    )

    def __init__(self, *args: Any, teams: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "team", teams)


class PlanAskForm(FristadForm):
    """Asking for the approval of a plan."""

    words = CleanLine(label=_("What your supervisor should look at"))


class PlanDecideForm(ReasonedForm):
    """A supervisor's answer to a plan."""

    agreed = forms.ChoiceField(
        label=_("Is this plan good to go?"),
        choices=[("yes", _("Yes, I approve it")), ("no", _("No, look at it again"))],
        widget=Radios,
    )
    words = CleanLine(label=_("Why"), help_text=FOR_NO)
    plan = forms.CharField(widget=forms.HiddenInput)


class DoubleAskForm(VersionedForm):
    """A question of the duplicate desk to one of two teams."""

    case = forms.ChoiceField(label=_("Whom to ask"), widget=Radios)
    words = CleanNote(
        label=_("Question"),
        required=True,
        help_text=_("They see this and their own case. Write nothing that you know from the other one."),
    )

    def __init__(self, *args: Any, cases: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "case", cases)


class DoubleJoinForm(VersionedForm):
    """Which of two records stays the main one."""

    keep = forms.ChoiceField(label=_("The main record"), widget=Radios)
    words = CleanLine(label=_("How you know that it is one person"), required=True)

    def __init__(self, *args: Any, cases: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "keep", cases)


class DoubleLeaveForm(VersionedForm):
    """Why two records stay two."""

    words = CleanLine(label=_("How you know that they are two people"), required=True)


class DoubleAnswerForm(VersionedForm):
    """The answer of a team to the desk."""

    words = CleanNote(label=_("Your answer"), required=True)


class CeilingForm(VersionedForm):
    """How many open cases are enough for one person."""

    cases = forms.IntegerField(
        label=_("The most open cases"),
        min_value=1,
        max_value=500,
        required=False,
        widget=Narrow(3, {"inputmode": "numeric"}),
        help_text=_("Who gives them another one is warned. Leave it empty for no ceiling."),
    )
