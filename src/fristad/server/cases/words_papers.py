"""Papers that a person has, had, or was promised: their kinds, how we know of them, and one of them in a line."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from fristad.server.cases.pure.dates import from_json
from fristad.server.cases.words_dates import words_of

PAPERS = {
    "passport": _("Passport"),
    "identity_card": _("Identity card"),
    "birth": _("Birth certificate"),
    "family_book": _("Family book or marriage certificate"),
    "residence": _("Residence permit"),
    "asylum": _("Card or letter of an asylum application"),
    "registration": _("Registration as a refugee or in a camp"),
    "visa": _("Visa"),
    "work": _("Work permit"),
    "travel": _("Travel document"),
    "letter": _("Letter or decision of an authority"),
    "other": pgettext_lazy("paper", "Another paper"),
}
KNOWN = {"seen": pgettext_lazy("paper", "We have seen it"), "told": pgettext_lazy("paper", "The person told us")}


def name_of(paper: Mapping[str, Any]) -> str:
    """Return what a paper is: its kind, or what somebody wrote where no kind fits."""
    kind, words = paper.get("kind") or "other", paper.get("words")
    if kind == "other" and words:
        return str(words)
    return str(PAPERS.get(kind, kind))


def ends_on(paper: Mapping[str, Any]) -> date | None:
    """Return the first day on which a paper may have ended; None where nobody told, or where nobody need look."""
    if not paper.get("until") or not paper.get("watch", True):
        return None
    return from_json(paper["until"]).earliest


def line_of(paper: Mapping[str, Any]) -> str:
    """Return all of a paper in one line, each part with its label: for what is told, printed or shown in a list."""
    parts = [
        ("", name_of(paper)),
        (gettext("In words"), "" if name_of(paper) == paper.get("words") else paper.get("words")),
        (gettext("Number of the paper"), paper.get("number")),
        (gettext("Issued by"), paper.get("country")),
        (gettext("Valid from"), words_of(paper.get("from"))),
        (gettext("Valid until"), words_of(paper.get("until"))),
        ("", KNOWN.get(paper.get("known") or "", "")),
        (gettext("Where the original is"), paper.get("held_by")),
    ]
    return ". ".join(f"{label}: {value}" if label else str(value) for label, value in parts if value)
