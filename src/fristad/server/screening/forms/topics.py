"""Beginning, the own account, one topic, closing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fristad.library import LANGUAGES
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
}
#: Asked of everybody who is or may be under 18.
CHILD_LIST = "ilo_delphi.child_labour"
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
    age = forms.ChoiceField(
        label=_("How old is the person?"),
        help_text=_("As they say, or as is plain. Whoever may be under 18 talks with a child protection officer."),
        choices=list(words.AGES.items()),
        widget=Radios,
    )
    why = CleanNote(
        label=_("Why talking helps this person now"),
        required=True,
        help_text=_("No confirmed service is known for this place and language yet, so write what the person gains."),
    )

    def __init__(
        self, *args: Any, child: bool = False, child_protection: bool = False, fits: bool = False, **kwargs: Any
    ) -> None:
        """`child` says that the record leaves it open that the person is under 18; `fits`, that a confirmed service
        fits, so that nobody needs to write why talking helps.
        """
        super().__init__(*args, **kwargs)
        if fits:
            self.fields["why"].required = False
            self.fields["why"].help_text = _("If there is more to say than the services above.")
        self._recorded_child, self._child_protection = child, child_protection

    def clean(self) -> dict[str, Any]:
        """Whoever is, or may be, under 18 talks with a child protection officer, and nobody overrules the record."""
        data = super().clean() or {}
        if data.get("age") == "adult" and self._recorded_child:
            self.add_error(
                "age", _("What is recorded of the age leaves it open that the person is under 18. Mend it there first.")
            )
        elif data.get("age") in ("maybe", "under") and not self._child_protection:
            self.add_error(
                "age", _("Only a child protection officer talks with a child. Ask no more, and hand the case to one.")
            )
        return data

    def instruments(self) -> tuple[str, ...]:
        """Return the lists that are asked: with a child only the child's, and as few questions as can be."""
        if self.cleaned_data["age"] == "adult":
            return (*ALWAYS, *self.cleaned_data["lists"])
        return (*ALWAYS, CHILD_LIST)


class AccountForm(FristadForm):
    """The person's own account, before any question."""

    words = CleanNote(label=_("In the person's own words"), widget=OwnWords(rows=8), help_text=_("Listen first."))
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
        label=_("What the person says"),
        choices=[*words.ANSWERS.items(), *words.REASONS.items()],
        widget=Radios(attrs={"class": "answers"}),
        help_text=_("A reason for no answer is kept as just that, never as no."),
    )
    leg = forms.ChoiceField(label=_("On which stretch of the journey"), required=False)
    who = forms.ChoiceField(
        label=_("Whose words these are"),
        choices=[(code, label) for code, label in words.WHO.items() if code != "observed"],
        initial="person",
        widget=Radios,
    )
    words = CleanNote(label=_("In the person's own words, if they wish"), widget=OwnWords(rows=3))

    field_order = ("leaf", "value", "leg", "words", "who")

    def __init__(self, *args: Any, legs: Sequence[tuple[str, Any]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["leg"].choices = [("", _("All of it, or it was not said")), *legs]  # type: ignore[attr-defined]
        if not legs:
            del self.fields["leg"]


class LateForm(TopicForm):
    """An answer that came when its topic was no longer open."""


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
    carry = forms.ChoiceField(
        label=_("How the person takes this with them"),
        choices=list(words.CARRY.items()),
        widget=Radios,
        initial="aloud",
        required=False,
    )

    def __init__(self, *args: Any, held: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if held:
            del self.fields["carry"]

    def told(self) -> dict[str, Any]:
        """Return what is kept. Where nothing was said of paper, it is said aloud."""
        return {**self.cleaned_data, "carry": self.cleaned_data.get("carry") or "aloud"}
