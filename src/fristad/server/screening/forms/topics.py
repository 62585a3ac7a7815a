"""Beginning, the own account, one topic, closing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fristad.library import LANGUAGES, load_texts
from fristad.server.cases.forms.fields import CleanLine, CleanNote
from fristad.server.common.forms import Checkboxes, FristadForm, OwnWords, Radios
from fristad.server.screening import words

LANGUAGE_NAMES = {
    "en": "English",
    "sv": "svenska",
    "ar": "العربية",
    "fr": "français",
    "es": "español",
    "uk": "українська",
}
#: What can be asked along; elements of the law and the finding of smuggling always are.
LISTS = {
    "ilo_delphi.adult_labour": _("Work, for adults (ILO and European Commission, 2009)"),
    "ilo_delphi.child_labour": _("Work, for children (ILO and European Commission, 2009)"),
}
ALWAYS = ("palermo_art3", "smuggling_finding")


class BeginForm(FristadForm):
    """What the interview is to cover."""

    language = forms.ChoiceField(
        label=_("Language of the questions"),
        choices=[(code, LANGUAGE_NAMES[code]) for code in LANGUAGES],
        initial="en",
    )
    lists = forms.MultipleChoiceField(
        label=_("Lists beside the elements of the law"),
        choices=list(LISTS.items()),
        widget=Checkboxes,
        required=False,
    )
    why = CleanNote(
        label=_("Why talking helps this person now"),
        required=True,
        help_text=_("No confirmed service is known for this place and language yet, so write what the person gains."),
    )


class AccountForm(FristadForm):
    """The person's own account, before any question."""

    words = CleanNote(
        label=_("In the person's own words"), widget=OwnWords(attrs={"rows": 8}), help_text=_("Listen first.")
    )
    heard = forms.MultipleChoiceField(label=_("What you heard in it"), widget=Checkboxes, required=False)

    def __init__(self, *args: Any, heard: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["heard"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - for the type checker
        field.choices = heard


class TopicForm(FristadForm):
    """One topic. No answer is chosen beforehand."""

    leaf = forms.CharField(widget=forms.HiddenInput)
    value = forms.ChoiceField(
        label=_("What the person says"), choices=[*words.ANSWERS.items(), *words.REASONS.items()], widget=Radios
    )
    who = forms.ChoiceField(
        label=_("Whose words these are"),
        choices=[(code, label) for code, label in words.WHO.items() if code != "observed"],
        initial="person",
        widget=Radios,
    )
    words = CleanNote(label=_("In the person's own words, if they wish"), widget=OwnWords(attrs={"rows": 3}))


class WhenForm(FristadForm):
    """It is known that something happened; when is open."""

    PHASES = ("recruitment", "travel", "destination")
    leaf = forms.CharField(widget=forms.HiddenInput)
    phases = forms.MultipleChoiceField(label=_("When did it happen?"), widget=Checkboxes, required=True)

    def __init__(self, *args: Any, phases: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["phases"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - for the type checker
        field.choices = phases


class CloseForm(FristadForm):
    """What happens next, agreed with the person."""

    next = CleanNote(label=_("What happens next, as you told the person"), required=True)
    contact = CleanLine(label=_("How to meet again safely"))


def topic_texts(leaf: str, language: str) -> dict[str, Any]:
    """Return the words for one topic: what can be said to the person, in their language and in English."""
    texts = load_texts(language)
    return {"question": texts.question(leaf), "status": texts.status(leaf), "language": language}
