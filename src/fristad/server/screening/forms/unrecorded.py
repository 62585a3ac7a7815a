"""A talk that is not recorded: how it begins and how it ends. In between, the questions of the recorded talk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fristad.library import LANGUAGES
from fristad.server.common.forms import Checkboxes, FristadForm, Radios
from fristad.server.screening import words, words_arrivals
from fristad.server.screening.forms.steps import FORMS, HeldForm, StepForm
from fristad.server.screening.forms.topics import ALWAYS, CHILD_LIST, LANGUAGE_NAMES, LISTS


class UnrecordedBeginForm(FristadForm):
    """The age before anything else; the language of the questions, and what is asked about."""

    age = forms.ChoiceField(
        label=_("How old is the person?"),
        help_text=_("As they say, or as is plain. Whoever may be under 18 talks with a child protection officer."),
        choices=list(words.AGES.items()),
        widget=Radios,
    )
    language = forms.ChoiceField(
        label=_("Language of the questions"), choices=[(code, LANGUAGE_NAMES[code]) for code in LANGUAGES], initial="en"
    )
    lists = forms.MultipleChoiceField(
        label=_("Lists beside the elements of the law"),
        choices=list(LISTS.items()),
        widget=Checkboxes,
        required=False,
    )

    def instruments(self) -> list[str]:
        """Return the lists that are asked: with a child only the child's."""
        if self.cleaned_data["age"] == "adult":
            return [*ALWAYS, *self.cleaned_data["lists"]]
        return [*ALWAYS, CHILD_LIST]


class UnrecordedHeldForm(HeldForm):
    """Where somebody holds the person. Nobody looks for reprisals later by a record: there is none."""

    check_on = None  # type: ignore[assignment]

    def noted(self) -> dict[str, Any]:
        """Return what serves this talk."""
        return {name: value for name, value in self.cleaned_data.items() if value not in ("", None, [])}


#: The forms of the recorded talk, but for what only a record can keep.
STEP_FORMS: dict[str, type[StepForm]] = {**FORMS, "held": UnrecordedHeldForm}


class UnrecordedCloseForm(FristadForm):
    """What help was offered: all that is kept, as a number of the week."""

    offered = forms.MultipleChoiceField(
        label=_("What help did you offer?"),
        choices=list(words_arrivals.HELP.items()),
        widget=Checkboxes,
        required=False,
        help_text=_("Only the number is kept, for your team and this week."),
    )
