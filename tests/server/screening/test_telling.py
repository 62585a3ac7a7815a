"""What screening and the ledger of consent hold, told to the person in plain words."""

from __future__ import annotations

import pytest
from django.utils import translation

from fristad.server.cases import telling
from fristad.server.cases.models import Case
from fristad.server.consent import services as consent
from fristad.server.screening import doors
from fristad.server.screening.models import Interview
from fristad.server.screening.services import interviews, results
from tests.server.cases.desk import Desk
from tests.server.screening import talking

pytestmark = pytest.mark.django_db


@pytest.fixture
def interview(interviewer: Desk, case: Case) -> Interview:
    """An interview that goes on, in which somebody told of debt."""
    made = talking.begin(interviewer, case)
    talking.account(interviewer, made, "First you pay, then you go.")
    said = {"key": "debt_bondage@destination", "value": "yes", "who": "person", "words": "Each month more."}
    sitting = doors.sitting(made)
    assert sitting is not None
    interviews.say(interviewer.actor, made, sitting, [said])
    return made


def _told(desk: Desk, case: Case) -> str:
    lines = []
    for heading, rows in telling.about(case.person, desk.actor):
        lines.append(f"# {heading}")
        lines += [f"{label}: {text}" for row in rows for label, text in row.facts]
    return "\n".join(lines)


def _close(desk: Desk, interview: Interview) -> None:
    interview = Interview.unscoped.get(pk=interview.pk)
    interviews.close(desk.actor, interview, doors.sitting(interview), {"next": "We meet at the well.", "contact": ""})
    result = results.work_out(desk.actor, interview.case, ("palermo_art3",), interview)
    decided = {"decision": "at_risk", "agrees": "differ", "reasons": "The debt grows."}
    results.decide(desk.actor, result, decided, revises=None, ask_review=False)


def test_answers_result_decision_and_consent_are_told_in_words(
    interviewer: Desk, case: Case, interview: Interview
) -> None:
    event = {"purpose": "contact", "answer": "given", "way": "by message", "free": True, "words": "Mornings."}
    consent.event_add(interviewer.actor, case.person, event)
    _close(interviewer, interview)
    told = _told(interviewer, case)
    assert "In your own words: First you pay, then you go." in told
    assert "Told. Each month more." in told
    assert "What comes next, as we agreed: We meet at the well." in told
    assert "Why: The debt grows." in told
    assert "To be contacted (by message): Agreed" in told
    assert "It decides nothing" in told
    for inner in ("debt_bondage", "palermo_art3", "at_risk", "given"):
        assert inner not in told, inner


def test_it_is_told_in_the_language_of_the_person(interviewer: Desk, case: Case, interview: Interview) -> None:
    with translation.override("sv"):
        svenska = _told(interviewer, case)
    assert "Each month more." in svenska
    assert svenska != _told(interviewer, case)


def test_a_colleague_who_hands_it_over_does_not_read_a_talk_that_goes_on(
    interviewer: Desk, supervisor: Desk, case: Case, interview: Interview
) -> None:
    assert "Each month more." not in _told(supervisor, case)
    assert "Each month more." in _told(interviewer, case)
    _close(interviewer, interview)
    assert "Each month more." in _told(supervisor, case)
