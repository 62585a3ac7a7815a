"""A paper of a person with its dates, each known as far as it is known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fristad.server.cases.forms.dates import PartialDateField
from fristad.server.cases.forms.fields import CleanLine
from fristad.server.cases.pure.dates import PartialDate
from fristad.server.cases.words_papers import KNOWN, PAPERS
from fristad.server.common.forms import Radios, VersionedForm


class PaperForm(VersionedForm):
    """One paper. Only its kind is needed; how it is known is asked and never chosen beforehand."""

    kind = forms.ChoiceField(label=_("Kind of paper"), choices=[("", _("Choose")), *PAPERS.items()])
    words = CleanLine(label=_("In words"), help_text=_("Where no kind fits, or where it helps to find it again."))
    number = CleanLine(
        label=_("Number of the paper"), widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"})
    )
    country = CleanLine(label=_("Issued by"), help_text=_("The country, authority or organisation."))
    since = PartialDateField(label=_("Valid from"), ahead=True)
    until = PartialDateField(label=_("Valid until"), ahead=True)
    watch = forms.BooleanField(
        label=_("Remind us: the day it ends is the next date of the case"), required=False, initial=True
    )
    known = forms.ChoiceField(label=_("How we know of it"), choices=list(KNOWN.items()), widget=Radios, required=False)
    held_by = CleanLine(
        label=_("Where the original is"),
        help_text=_("With the person, with an employer, at an office, lost on the way: as it was told."),
    )

    def clean(self) -> dict[str, Any] | None:
        """Refuse a paper that surely ends before it begins."""
        data = super().clean()
        since, until = (data or {}).get("since"), (data or {}).get("until")
        if isinstance(since, PartialDate) and isinstance(until, PartialDate) and until.surely_before(since):
            self.add_error("until", _("This day lies before the day from which the paper is valid. Check both."))
        return data

    def paper(self, before: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Return what is sealed; what an older row says beside it stays."""
        data = self.cleaned_data
        days = {"from": data["since"], "until": data["until"]}
        typed = {name: data[name] for name in ("kind", "words", "number", "country", "known", "held_by")}
        told = {name: value for name, value in typed.items() if value}
        dated = {name: day.to_json() for name, day in days.items() if day}
        rest = {name: value for name, value in (before or {}).items() if name not in {*typed, *days, "watch"}}
        return {**rest, **told, **dated, "watch": data["watch"]}


def initial_of(paper: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the form shows of a paper. A kind that was written in words shows as words."""
    kind = paper.get("kind") or "other"
    shown = {**paper, "since": paper.get("from"), "watch": paper.get("watch", True)}
    return shown if kind in PAPERS else {**shown, "kind": "other", "words": kind}
