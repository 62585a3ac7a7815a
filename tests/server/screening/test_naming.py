"""What a person calls it, or denies, is kept in their words and moves no result."""

from __future__ import annotations

from typing import Any

import pytest

from fristad.server.cases.models import Case
from fristad.server.screening import doors
from fristad.server.screening.models import Interview, Saying
from tests.server.cases.desk import Desk
from tests.server.cases.files import open_case
from tests.server.screening import talking

pytestmark = pytest.mark.django_db


def _statements(desk: Desk, account: str) -> Any:
    """Return what the same answers amount to beside these words, without what is of the one interview alone."""
    case: Case = open_case(desk.actor, "Aster Invented")
    interview: Interview = talking.begin(desk, case)
    talking.account(desk, interview, account)
    leaf = talking.asked(desk, interview)
    assert leaf is not None
    assert talking.answer(desk, interview, leaf, "no", words=account).status_code == 302
    desk.post("screening:close", interview.pk, next="Rest.", contact="")
    result = doors.results(case).first()
    assert result is not None
    said = Saying.unscoped.filter(interview=interview).select_related("record_key")
    assert [each.told.get("words") for each in said].count(account) == 2
    return leaf, result.body["statements"]


def test_naming_it_or_denying_it_changes_nothing_in_the_result(interviewer: Desk) -> None:
    named = _statements(interviewer, "I was trafficked, I am a victim of trafficking.")
    denied = _statements(interviewer, "It was my own choice. This was no trafficking.")
    assert named == denied
