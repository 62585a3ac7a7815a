"""Holding an interview through the pages, as an interviewer does: for tests."""

from __future__ import annotations

import re
from typing import Any

from fristad.server.cases.models import Case
from fristad.server.screening.models import Interview
from tests.server.cases.desk import Desk

#: What is written when a talk with an adult begins.
BEGIN = {"age": "adult", "why": "To find a safe bed."}
#: What is noted before any topic when nothing stands in the way.
STEPS: dict[str, dict[str, str]] = {
    "setting": {"setting": "office", "holder": "no", "form": "plain"},
    "private": {"safe": "yes", "company": "nobody"},
    "interpreter": {"mode": "none"},
    "duties": {"told": "yes"},
    "consent": {"talk": "given", "record": "given", "contact": "refused"},
    "urgent": {"urgent": "no"},
    "before": {"asked": "no"},
}


def begin(desk: Desk, case: Case, *lists: str, language: str = "en") -> Interview:
    """Begin an interview and go through the steps before any topic, up to the own account."""
    answer = desk.post("screening:begin", case.code, language=language, lists=list(lists), **BEGIN)
    assert answer.status_code == 302, answer.content.decode()
    interview: Interview = Interview.unscoped.filter(case=case).latest("number")
    for step, noted in STEPS.items():
        assert desk.post("screening:interview", interview.pk, step=step, **noted).status_code == 302, step
    return interview


def account(desk: Desk, interview: Interview, words: str = "", *heard: str) -> None:
    """Let the person tell, and tick what was heard."""
    told = desk.post("screening:interview", interview.pk, step="account", words=words, heard=list(heard))
    assert told.status_code == 302, told.content.decode()


def asked(desk: Desk, interview: Interview) -> str | None:
    """Return the topic of the page that is open, or None when no topic is left."""
    page = desk.get("screening:interview", interview.pk).content.decode()
    found = re.search(r'name="leaf" value="([^"]+)"', page)
    return found[1] if found else None


def answer(desk: Desk, interview: Interview, leaf: str, value: str, **more: Any) -> Any:
    """Answer the open topic."""
    sent = {"leaf": leaf, "value": value, "who": "person", "words": "", **more}
    return desk.post("screening:interview", interview.pk, **sent)
