"""First contact, a worry about somebody, people who are still held."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from fristad.library import load_texts
from fristad.server.cases.forms.fields import CleanLine, CleanNote
from fristad.server.common.forms import FristadForm, Radios
from fristad.server.screening import words_arrivals as words

CHOICES = ("need", "danger", "child")


class FirstContactForm(FristadForm):
    """The neutral questions, all of them optional, and what the person answers to the offer of a talk."""

    own_word = CleanLine(label=_("What the person calls it, in their own word"))
    answer = forms.ChoiceField(
        label=_("Would the person like to talk with somebody, and have it written down?"),
        choices=list(words.ANSWERS.items()),
        widget=Radios,
    )
    keep = forms.ChoiceField(
        label=_("If later: may these words be kept until then, for 30 days at most?"),
        choices=[("given", _("Agrees")), ("refused", _("Does not agree: nothing is kept"))],
        widget=Radios,
        required=False,
    )

    def __init__(self, *args: Any, language: str = "en", **kwargs: Any) -> None:
        """`language` is the person's: each question stands in it too, to be read out or shown."""
        super().__init__(*args, **kwargs)
        self.language = language
        offer = {name: self.fields.pop(name) for name in ("own_word", "answer", "keep")}
        for code, question in words.QUESTIONS.items():
            self.fields[code] = _question(code, question)
            if language != "en":
                self.fields[code].help_text = _spoken(language, f"phrase.first_{code}")
        self.fields.update(offer)
        if language != "en":
            self.fields["answer"].help_text = _spoken(language, "phrase.first_offer")

    def told(self, door: str) -> dict[str, Any]:
        """Return what is kept if the person wants to be met."""
        data = self.cleaned_data
        answers = {code: data[code] for code in words.QUESTIONS if data.get(code)}
        return {"door": door, "own_word": data["own_word"], "answers": answers, "language": self.language}

    def clean(self) -> dict[str, Any]:
        """Who wants to be asked again says how."""
        data = super().clean() or {}
        if data.get("answer") == "later" and not data.get("keep"):
            self.add_error("keep", _("Ask whether these words may be kept."))
        if data.get("answer") == "later" and data.get("keep") == "given" and not data.get("again"):
            self.add_error("again", _("Write how to talk again safely, or choose No: nothing is kept then."))
        return data


def _spoken(language: str, phrase: str) -> SafeString:
    direction = "rtl" if language == "ar" else "ltr"
    text = load_texts(language).question(phrase)
    return format_html('<span lang="{}" dir="{}">{}</span>', language, direction, text)


def _question(code: str, question: Any) -> forms.Field:
    if code in CHOICES:
        return forms.ChoiceField(label=question, choices=list(words.YES_NO.items()), widget=Radios, required=False)
    return CleanLine(label=question)


class MetAgainForm(FristadForm):
    """What somebody who was met again answers to the offer."""

    answer = forms.ChoiceField(
        label=_("Would the person like to talk with somebody, and have it written down?"),
        choices=[("accept", _("Yes, now: begin a case")), ("no", _("No, or not any more: forget them"))],
        widget=Radios,
    )


class WorryEndForm(FristadForm):
    """The end of a worry. Its words go."""

    sure = forms.BooleanField(
        label=_("The person was met, or others see to it: erase this worry"),
    )


class WorryForm(FristadForm):
    """A worry carries no name: the person has not agreed to a file."""

    place = CleanLine(label=_("Where the person can be found"), required=True)
    seen = CleanNote(label=_("What was seen"), required=True, help_text=_("No name: they have not agreed to a file."))
    meet = CleanNote(label=_("How to meet them safely"), required=True)
    child = forms.ChoiceField(
        label=_("Is it a child?"),
        choices=[("yes", _("Yes, or it may be")), ("no", _("No"))],
        widget=Radios,
    )


class HeldForm(FristadForm):
    """People who are still held. First what the teller thinks of the danger."""

    danger = CleanNote(label=_("What could happen to those held, or to others, if somebody acts?"), required=True)
    place = CleanLine(label=_("Where they are held"), required=True)
    people = CleanLine(label=_("How many, as far as is known"))
    what = CleanNote(label=_("What else would help them"), help_text=_("Nothing that shows who told it."))
    live = forms.ChoiceField(
        label=_("Is it a kidnapping that goes on now, with a demand to a family?"),
        choices=[("no", _("No")), ("yes", _("Yes"))],
        widget=Radios,
    )


class AlarmForm(FristadForm):
    """What was done within the hour."""

    said = forms.ChoiceField(
        label=_("Was the family advised neither to pay nor to refuse, and to wait for advice?"),
        choices=[("yes", _("Yes")), ("no", _("They could not be reached"))],
        widget=Radios,
    )
    done = CleanNote(label=_("What you did"), required=True)


class ReportEndForm(FristadForm):
    """What was done for people who were held."""

    done = CleanNote(
        label=_("What was done, to end this report"),
        required=True,
        help_text=_("The report's own words are erased. Name nobody, and not who told it."),
    )
