"""Forms for what a team writes and plans in a case."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from fristad.server.accounts.models import Staff
from fristad.server.cases import words
from fristad.server.cases.forms.answers import FOR_NO, ReasonedForm
from fristad.server.cases.forms.fields import CleanLine, CleanNote
from fristad.server.cases.models import NeedState, Risk
from fristad.server.common.forms import FristadForm, Narrow, Radios, VersionedForm, WholeDateField


class ItemForm(FristadForm):
    """A form of one kind of item. `READABLE` names the fields that are columns; the rest is sealed.

    Nothing is chosen beforehand: what a careless Save writes down would stand there as told.
    """

    READABLE: tuple[str, ...] = ()
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, people: dict[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "assignee" in self.fields:
            field = self.fields["assignee"]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
            field.choices = [("", _("Nobody yet")), *(people or {}).items()]

    def told(self) -> dict[str, Any]:
        """Return what is sealed."""
        return {name: value for name, value in self.cleaned_data.items() if name not in (*self.READABLE, "version")}

    def readable(self) -> dict[str, Any]:
        """Return what stands in columns."""
        found = {name: self.cleaned_data[name] for name in self.READABLE}
        if "assignee" in found:
            chosen = found["assignee"]
            found["assignee"] = Staff.unscoped.filter(pk=chosen).first() if chosen else None
        return found


class NoteForm(ItemForm):
    """Words for the case."""

    words = CleanNote(label=_("Note"), required=True, help_text=_("The person may read it one day."))


class NeedForm(ItemForm):
    """What the person needs."""

    READABLE = ("state",)
    kind = forms.ChoiceField(label=_("Need"), choices=[("", _("Choose")), *words.NEEDS.items()])
    words = CleanLine(label=_("In short"))
    state = forms.ChoiceField(label=_("State"), choices=NeedState.choices, widget=Radios)


class GoalForm(ItemForm):
    """A goal of the plan."""

    READABLE = ("review_on",)
    words = CleanLine(label=_("Goal"), required=True, help_text=_("In the person's words, where they gave them."))
    review_on = WholeDateField(label=_("Look at it again on"), required=False)


class TaskForm(ItemForm):
    """Who does what until when."""

    READABLE = ("assignee", "due_on")
    kind = forms.ChoiceField(label=_("Kind"), choices=list(words.TASKS.items()), widget=Radios)
    words = CleanLine(label=_("What is to be done"), required=True)
    assignee = forms.ChoiceField(label=_("Who"), required=False)
    due_on = WholeDateField(label=pgettext_lazy("task", "Until"), required=False)
    at = forms.TimeField(
        label=_("Hour"),
        required=False,
        input_formats=["%H:%M"],
        widget=Narrow(5, {"dir": "ltr"}),
        help_text=_("If you meet the person on that day: hours and minutes, such as 10:30."),
    )
    where = CleanLine(label=_("Where you meet"))

    def clean(self) -> dict[str, Any] | None:
        """Refuse an hour without a day."""
        data = super().clean()
        if data and data.get("at") and not data.get("due_on"):
            self.add_error("due_on", _("An hour needs a day."))
        return data

    def told(self) -> dict[str, Any]:
        """Return what is sealed, the hour as text."""
        told = super().told()
        return {**told, "at": told["at"].strftime("%H:%M") if told["at"] else ""}


class FlagForm(ItemForm):
    """A mark that asks for a look."""

    READABLE = ("due_on",)
    words = CleanLine(label=_("Why it needs a look"), required=True)
    due_on = WholeDateField(label=_("Look at it by"), required=False)


class FindingForm(ItemForm):
    """A grave harm on the way, beside trafficking."""

    kind = forms.ChoiceField(label=_("What happened"), choices=[("", _("Choose")), *words.FINDINGS.items()])
    state = forms.ChoiceField(label=_("How it is known"), choices=list(words.FINDING_STATES.items()), widget=Radios)
    words = CleanNote(label=_("As told"), help_text=_("Only what was said, no more than is needed."))


class EndForm(VersionedForm):
    """Closing an item by an explicit act."""

    answer = CleanLine(label=_("What came of it"), required=True)


class RiskForm(VersionedForm):
    """How a named person judges the danger now."""

    risk = forms.ChoiceField(label=_("Risk now"), choices=Risk.choices[1:], widget=Radios)
    reason = CleanNote(label=_("Why"), required=True)
    review_on = WholeDateField(label=_("Look at it again on"), required=False)


class CloseForm(VersionedForm):
    """Asking that a case be closed."""

    reason = forms.ChoiceField(label=_("Reason"), choices=list(words.CLOSE_REASONS.items()), widget=Radios)
    words = CleanNote(label=_("In a few words"), required=True)


class DecideForm(ReasonedForm):
    """A supervisor's answer to a closure."""

    agreed = forms.ChoiceField(
        label=_("Close this case?"),
        choices=[("yes", _("Yes, close it")), ("no", _("No, go on with it"))],
        widget=Radios,
    )
    words = CleanLine(label=_("Why"), help_text=FOR_NO)


class ReopenForm(VersionedForm):
    """Taking a closed case up again."""

    words = CleanLine(label=_("Why it is taken up again"), required=True)


class AssignForm(VersionedForm):
    """Giving a case to a colleague of its team."""

    owner = forms.ChoiceField(label=_("Colleague"))

    def __init__(self, *args: Any, people: dict[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["owner"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = list((people or {}).items())
