"""A talk that is not recorded: how it begins and how it ends. In between, the questions of the recorded talk."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from fristad.library import LANGUAGES
from fristad.server.common.forms import Checkboxes, FristadForm
from fristad.server.screening import words_arrivals
from fristad.server.screening.forms.topics import LANGUAGE_NAMES, LISTS


class UnrecordedBeginForm(FristadForm):
    """The language of the questions, and what is asked about."""

    language = forms.ChoiceField(
        label=_("Language of the questions"), choices=[(code, LANGUAGE_NAMES[code]) for code in LANGUAGES], initial="en"
    )
    lists = forms.MultipleChoiceField(
        label=_("Lists beside the elements of the law"),
        choices=list(LISTS.items()),
        widget=Checkboxes,
        required=False,
    )


class UnrecordedCloseForm(FristadForm):
    """What help was offered: all that is kept, as a number of the week."""

    offered = forms.MultipleChoiceField(
        label=_("What help did you offer?"),
        choices=list(words_arrivals.HELP.items()),
        widget=Checkboxes,
        required=False,
        help_text=_("Only the number is kept, for your team and this week."),
    )
