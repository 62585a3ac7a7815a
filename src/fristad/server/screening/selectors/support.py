"""What helps a person in a talk, in words: for those who are about to talk with them."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from fristad.server.cases.models import Case
from fristad.server.screening import doors_profiles, words, words_profiles

#: Answers that ask for nothing.
_NOTHING = ("", "none", "declined")


@dataclass(frozen=True)
class Helps:
    """How talks go best (a code of `words.FORMS`), and what helps."""

    form: str
    lines: tuple[str, ...]


def of(case: Case) -> Helps | None:
    """Return what was noted in a case that was reached through a door, or None."""
    noted = doors_profiles.support(case)
    if noted is None:
        return None
    told = noted.told or {}
    hard = [
        _("%(what)s: %(how)s.") % {"what": label, "how": words_profiles.HOW_HARD[told[code]]}
        for code, label in words_profiles.SUPPORT.items()
        if told.get(code, "") not in _NOTHING
    ]
    best = f"{words.FORMS[told['form']]}." if told.get("form", "plain") != "plain" else ""
    return Helps(told.get("form", ""), tuple(line for line in (best, *hard, told.get("helps", "")) if line))
