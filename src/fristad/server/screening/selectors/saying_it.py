"""What came of the talks, as it is said to the person: plain, in their language, without a word of any list."""

from __future__ import annotations

from typing import Any

from fristad.server.cases.models import Case
from fristad.server.screening import doors, words_said
from fristad.server.screening.models import InterviewState
from fristad.server.screening.selectors import decisions


def lines(case: Case) -> list[Any]:
    """Return what is said, line by line. Where no person decided, nothing is said of what a program worked out."""
    standing = decisions.standing(case)
    told = (standing.told or {}) if standing else {}
    found = [words_said.THANKS, words_said.DECIDED.get(told.get("decision", ""), words_said.NOTHING_DECIDED)]
    if standing is not None:
        found.append(words_said.BY_A_PERSON)
    return [*found, words_said.YOURS, words_said.HELP]


def agreed(case: Case) -> str:
    """Return what was agreed to come next when the last interview was closed, in the words of whoever closed it."""
    closed = doors.interviews(case).filter(state=InterviewState.CLOSED).last()
    return str(((closed.told or {}).get("closing") or {}).get("next") or "") if closed is not None else ""
