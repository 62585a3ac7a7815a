"""The screening result of a case, the decision beside it, and its review, as people use them."""

from __future__ import annotations

import re
from typing import Any

import pytest

from fristad.server.accounts import notices
from fristad.server.cases.models import Case
from fristad.server.screening import doors
from fristad.server.screening.models import Decision, Interview, ScreeningResult, Sitting
from fristad.server.screening.selectors import decisions
from fristad.server.screening.services import interviews, results
from tests.server.cases.desk import Desk
from tests.server.screening import talking

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed(interviewer: Desk, case: Case) -> Interview:
    """An interview in which somebody told of debt, and did not want to say one thing."""
    interview = talking.begin(interviewer, case)
    talking.account(interviewer, interview, "It was a debt, always.")
    _say(interviewer, interview, "debt_bondage@destination", "yes", words="First you pay, then you go.")
    _say(interviewer, interview, "recruited@recruitment", "declined")
    interviewer.post("screening:close", interview.pk, next="Rest.", contact="")
    return interview


def _say(desk: Desk, interview: Interview, key: str, value: str, words: str | None = None) -> None:
    sitting = doors.sitting(interview) or interview_sitting(interview)
    interviews.say(desk.actor, interview, sitting, [{"key": key, "value": value, "who": "person", "words": words}])


def interview_sitting(interview: Interview) -> Any:
    """Return the last sitting of an interview, also when it is over."""
    return Sitting.unscoped.filter(interview=interview).latest("number")


def _page(desk: Desk, case: Case) -> str:
    return str(desk.get("screening:result", case.code).content.decode())


def _sent(page: str, **more: Any) -> dict[str, Any]:
    """Return a filled-in form, with the hidden fields of the page it was filled in on."""
    hidden = dict(re.findall(r'<input type="hidden" name="(seen|standing)"(?: value="([^"]*)")?', page))
    return {**hidden, "decision": "presumed", "agrees": "differ", "reasons": "What I saw.", "unchecked": "on", **more}


def _decide(desk: Desk, case: Case, **more: Any) -> Any:
    return desk.post("screening:decide", case.code, **_sent(_page(desk, case), **more))


def test_it_says_because_in_the_words_of_the_person_with_interview_and_time(
    interviewer: Desk, case: Case, closed: Interview
) -> None:
    page = _page(interviewer, case)
    assert "First you pay, then you go." in page
    assert re.search(r"Interview 1, [^<]*\d\d:\d\d", page)


def test_it_says_why_something_is_still_open(interviewer: Desk, case: Case, closed: Interview) -> None:
    assert "Does not want to say" in _page(interviewer, case)


def test_the_decision_form_is_empty(interviewer: Desk, case: Case, closed: Interview) -> None:
    _decide(interviewer, case)
    form = _page(interviewer, case).partition('id="decision"')[2]
    assert not re.search(r"<input[^>]* checked", form)
    assert "What I saw." not in form


def test_each_decision_revises_the_one_before_it_also_on_one_day(
    interviewer: Desk, case: Case, closed: Interview
) -> None:
    for reasons in ("One.", "Two.", "Three.", "Four."):
        assert _decide(interviewer, case, reasons=reasons).status_code == 302
    assert [each.told["reasons"] for each in decisions.history(case)] == ["Four.", "Three.", "Two.", "One."]


def test_a_decision_beside_unchecked_lists_must_say_so(interviewer: Desk, case: Case, closed: Interview) -> None:
    page = _decide(interviewer, case, unchecked="").content.decode()
    assert "Lists on this page were not checked" in page
    assert "What I saw." in page
    assert not Decision.unscoped.filter(case=case).exists()


def test_a_decision_sent_twice_is_recorded_once(interviewer: Desk, case: Case, closed: Interview) -> None:
    sent = _sent(_page(interviewer, case))
    interviewer.post("screening:decide", case.code, **sent)
    assert interviewer.post("screening:decide", case.code, **sent).status_code == 302
    assert Decision.unscoped.filter(case=case).count() == 1


def test_of_two_tabs_the_second_is_told_and_loses_nothing(interviewer: Desk, case: Case, closed: Interview) -> None:
    other_tab = _sent(_page(interviewer, case), reasons="From the other tab.")
    _decide(interviewer, case)
    page = interviewer.post("screening:decide", case.code, **other_tab).content.decode()
    assert "Another decision was recorded while you were writing" in page
    assert "From the other tab." in page
    assert Decision.unscoped.filter(case=case).count() == 1
    interviewer.post("screening:decide", case.code, **_sent(page, reasons="From the other tab."))
    assert [each.told["reasons"] for each in decisions.history(case)] == ["From the other tab.", "What I saw."]


def test_it_is_worked_out_again_when_answers_change_and_says_what_changed(
    interviewer: Desk, case: Case, closed: Interview
) -> None:
    writing = _sent(_page(interviewer, case))
    _decide(interviewer, case)
    _say(interviewer, closed, "recruited@recruitment", "yes")
    assert "Answers changed since" in _page(interviewer, case)
    interviewer.post("screening:again", case.code)
    assert [each.number for each in ScreeningResult.unscoped.filter(case=case).order_by("number")] == [1, 2]
    changed = interviewer.get("screening:history", case.code).content.decode()
    assert "Not asked" in changed or "now Told" in changed
    assert "This decision was made on result 1. The latest is result 2." in _page(interviewer, case)
    late = interviewer.post("screening:decide", case.code, **writing).content.decode()
    assert "The result was worked out again while you were writing" in late
    assert Decision.unscoped.filter(case=case).count() == 1


def test_nothing_new_is_made_where_no_answer_changed(interviewer: Desk, case: Case, closed: Interview) -> None:
    interviewer.post("screening:again", case.code)
    assert ScreeningResult.unscoped.filter(case=case).count() == 1


def test_a_decision_that_was_sent_back_leads_to_a_revision(
    interviewer: Desk, supervisor: Desk, case: Case, closed: Interview
) -> None:
    _decide(interviewer, case, review="1")
    waiting = Decision.unscoped.get(case=case)
    assert "What I saw." in supervisor.get("screening:review", waiting.pk).content.decode()
    supervisor.post("screening:review", waiting.pk, version=waiting.version, verdict="back", words="And the debt?")
    assert [each.content["kind"] for each in notices.waiting(interviewer.staff.pk)].count("decision.reviewed") == 1
    page = _page(interviewer, case)
    assert "It was sent back" in page
    assert "And the debt?" in page
    _decide(interviewer, case, reasons="With the debt.", review="1")
    new, old = decisions.history(case)
    assert (new.told["reasons"], new.state, new.revises_id) == ("With the debt.", "asked", old.pk)
    assert (old.told["reasons"], old.state, old.review["words"]) == ("What I saw.", "reviewed", "And the debt?")


@pytest.mark.parametrize(("age", "word"), [("no", "If a child"), ("yes", "If a child"), (None, "If a child")])
def test_both_readings_are_said_only_where_the_age_is_open(
    interviewer: Desk, case: Case, age: str | None, word: str
) -> None:
    interview = talking.begin(interviewer, case)
    talking.account(interviewer, interview)
    if age is not None:
        _say(interviewer, interview, "person.under_18_then", age)
    interviewer.post("screening:close", interview.pk, next="Rest.", contact="")
    assert (word in _page(interviewer, case)) == (age is None)


def test_words_of_an_interview_that_goes_on_are_only_for_its_interviewer(
    interviewer: Desk, supervisor: Desk, case: Case
) -> None:
    interview = talking.begin(interviewer, case)
    talking.account(interviewer, interview)
    _say(interviewer, interview, "debt_bondage@destination", "yes", words="Said in trust.")
    results.work_out(interviewer.actor, case, ["palermo_art3"], interview)
    assert "Said in trust." in _page(interviewer, case)
    assert "Said in trust." not in _page(supervisor, case)
