"""Saying to the person what came of the talks."""

from __future__ import annotations

import pytest

from fristad.server.audit.models import Entry
from fristad.server.cases.models import Case
from fristad.server.screening import doors, words, words_said
from fristad.server.screening.models import Interview
from fristad.server.screening.services import interviews, results
from tests.server.cases.desk import Desk
from tests.server.screening import talking

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def closed(interviewer: Desk, case: Case) -> Case:
    """A case with a screening result that shows indications, and no decision yet."""
    made = talking.begin(interviewer, case)
    talking.account(interviewer, made, "First you pay, then you go.")
    sitting = doors.sitting(made)
    assert sitting is not None
    keys = ("debt_bondage@destination", "recruited@recruitment", "works_to_pay_debt@destination")
    interviews.say(interviewer.actor, made, sitting, [{"key": key, "value": "yes", "who": "person"} for key in keys])
    made = Interview.unscoped.get(pk=made.pk)
    interviews.close(interviewer.actor, made, sitting, {"next": "We meet at the well.", "contact": ""})
    results.work_out(interviewer.actor, case, ("palermo_art3",), made)
    return case


def _decide(desk: Desk, case: Case, decision: str) -> None:
    result = doors.results(case).first()
    assert result is not None
    told = {"decision": decision, "agrees": "differ", "reasons": "Reasons of staff."}
    results.decide(desk.actor, result, told, revises=None, ask_review=False)


def _page(desk: Desk, case: Case, language: str = "en") -> str:
    return str(desk.get("screening:say", case.code, language=language).content.decode())


def test_nothing_is_said_of_what_a_program_worked_out(interviewer: Desk, closed: Case) -> None:
    page = _page(interviewer, closed)
    assert "Nothing is decided yet." in page
    assert not [word for word in words.RESULTS.values() if str(word) in page]
    assert "We meet at the well." in page


@pytest.mark.parametrize("decision", list(words.DECISIONS))
def test_each_decision_has_plain_words_that_judge_nobody(interviewer: Desk, closed: Case, decision: str) -> None:
    _decide(interviewer, closed, decision)
    page = _page(interviewer, closed)
    said = str(words_said.DECIDED[decision])
    assert said in page
    assert "Reasons of staff." not in page
    for label in ("victim", "trafficking"):
        assert label not in said.casefold()


def test_it_stands_in_the_language_and_direction_of_the_person(interviewer: Desk, closed: Case) -> None:
    assert 'lang="ar" dir="rtl"' in _page(interviewer, closed, "ar")


def test_paper_is_made_only_where_it_is_safe_and_is_an_event(interviewer: Desk, closed: Case) -> None:
    sent = {"whom": "nobody", "language": "en"}
    refused = interviewer.post("screening:say_paper", closed.code, safe="no", **sent).content.decode()
    assert str(words_said.THANKS) not in refused
    assert not Entry.objects.filter(action="result.printed").exists()
    paper = interviewer.post("screening:say_paper", closed.code, safe="yes", **sent).content.decode()
    assert str(words_said.THANKS) in paper
    assert "Aster" not in paper
    assert Entry.objects.filter(action="result.printed").exists()
