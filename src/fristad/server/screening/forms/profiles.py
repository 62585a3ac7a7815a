"""Judging one level, beginning with a place, choosing two dates, noting what helps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from fristad.library.texts import Texts
from fristad.server.cases.forms.fields import CleanLine, CleanNote
from fristad.server.cases.forms.places import PlaceField
from fristad.server.common.clock import today
from fristad.server.common.forms import FristadForm, Radios, VersionedForm, WholeDateField
from fristad.server.screening import words, words_profiles
from fristad.server.screening.selectors.profiles import Factor, day_words

#: What was judged is looked at again within a year: lives change.
LONGEST = timedelta(days=366)
_FACTOR = "factor-"


class LevelForm(FristadForm):
    """What was said of each factor of one level, then the word that a named person chooses. Nothing is chosen before.

    A factor that is left alone keeps what was told earlier, with its day; one never told stays "not asked".
    """

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    risks = CleanNote(label=_("Other risks"), help_text=_("One a line."), widget=forms.Textarea(attrs={"rows": 2}))
    protections = CleanNote(
        label=_("Other protections"),
        help_text=_("One a line. What helps already, however small."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    level = forms.ChoiceField(
        label=_("How vulnerable, in your judgement?"), choices=list(words_profiles.LEVELS.items()), widget=Radios
    )
    reason = CleanNote(
        label=_("Your reasons"), required=True, help_text=_("What you saw and weighed. The person may read this.")
    )
    review_on = WholeDateField(label=_("Look at it again on"), help_text=_("A year from now at the latest."))

    def __init__(
        self,
        *args: Any,
        factors: Iterable[Factor],
        known: Texts,
        heard: Mapping[str, Any],
        of_place: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._factors = tuple(factors)
        asked = {f"{_FACTOR}{each.item.id}": _field(each, known, heard, of_place=of_place) for each in self._factors}
        self.fields = {"seen": self.fields["seen"], **asked, **self.fields}
        if of_place:
            self.fields["reason"].help_text = _("What you saw and weighed. No person, no case.")

    def clean(self) -> dict[str, Any]:
        """The day of the next look lies ahead, within a year."""
        data = super().clean() or {}
        day = data.get("review_on")
        if isinstance(day, date) and not today() < day <= today() + LONGEST:
            self.add_error("review_on", _now("Choose a day from tomorrow to a year from now."))
        return data

    def said(self) -> dict[str, Any]:
        """Return what is kept of the judgement."""
        data = self.cleaned_data
        return {
            "level": data["level"],
            "reason": data["reason"],
            "factors": dict(self._kept()),
            **{side: [line for line in data[side].splitlines() if line.strip()] for side in ("risks", "protections")},
        }

    def _kept(self) -> Any:
        for each in self._factors:
            chosen = self.cleaned_data[f"{_FACTOR}{each.item.id}"]
            if chosen == "forget":
                continue
            if chosen:
                yield each.item.id, {"value": chosen, "on": today().isoformat()}
            elif each.value:
                yield each.item.id, {"value": each.value, "on": each.on}


def _field(each: Factor, known: Texts, heard: Mapping[str, Any], *, of_place: bool) -> forms.ChoiceField:
    fits = words_profiles.FITS[each.item.polarity or "context"]
    offered: list[tuple[str, Any]] = [
        (code, words_profiles.SAID[code]) for code in fits if not (of_place and code in words_profiles.NOT_OF_PLACES)
    ]
    blank: Any = words_profiles.NOT_ASKED
    if each.value and each.told_on:
        told = {"word": each.word, "day": day_words(each.told_on)}
        blank = _now("As before: %(word)s (%(day)s)") % told
        offered.append(("forget", _now("Take out what was noted: it was a mistake")))
    return forms.ChoiceField(
        label=each.label, choices=[("", blank), *offered], required=False, help_text=_hint(each, known, heard)
    )


def _hint(each: Factor, known: Texts, heard: Mapping[str, Any]) -> str:
    key = each.item.answer_key
    if key in heard:
        return _now("In an interview: %(answer)s. Do not ask again.") % {"answer": heard[key]}
    try:
        return known.question(key)
    except KeyError:
        return ""


class PlaceForm(FristadForm):
    """A place to look at."""

    place = PlaceField(label=_("Place"), required=True)
    words = CleanLine(
        label=_("What it is"), help_text=_("Such as a settlement, a market, a border crossing. No person.")
    )


class PlaceEndForm(VersionedForm):
    """Stopping."""

    sure = forms.BooleanField(label=_("Nobody needs this profile and its plan any more"))


class SupportForm(VersionedForm):
    """What helps. It is asked only to give support, and may stay empty."""

    helps = CleanNote(
        label=_("What helps"),
        help_text=_(
            "In the person's words: a seat near the door, larger letters, a sign language interpreter, breaks."
        ),
    )
    form = forms.ChoiceField(label=_("How talks go best"), choices=list(words.FORMS.items()), widget=Radios)
    asked = forms.ChoiceField(label=_("How it is known"), choices=list(words_profiles.ASKED_BY.items()), widget=Radios)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", words_profiles.NOT_ASKED), *words_profiles.HOW_HARD.items()]
        hard = {
            code: forms.ChoiceField(label=label, choices=choices, required=False)
            for code, label in words_profiles.SUPPORT.items()
        }
        self.fields = {"version": self.fields["version"], **hard, **self.fields}

    def told(self) -> dict[str, Any]:
        """Return what is sealed."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}
