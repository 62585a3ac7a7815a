"""A protection interview from its first step to the decision beside its result."""

from __future__ import annotations

import random

import pytest

from fristad.library import load_instrument, statement
from fristad.library.asking import next_choice
from fristad.server.cases.models import Case
from fristad.server.consent import selectors as consents
from fristad.server.screening.forms.topics import ALWAYS
from fristad.server.screening.models import Decision, Interview, Saying, ScreeningResult
from tests.server.cases.desk import Desk
from tests.server.screening import talking

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("seed", range(3))
def test_it_asks_exactly_what_the_engine_says_and_ends_in_the_same_result(
    interviewer: Desk, case: Case, seed: int
) -> None:
    dice = random.Random(seed)
    interview = talking.begin(interviewer, case)
    talking.account(interviewer, interview, "There was a boat, and a debt.")
    instruments = [load_instrument(name) for name in ALWAYS]
    given: dict[str, str] = {}
    left_out: set[str] = set()
    while (leaf := talking.asked(interviewer, interview)) is not None:
        expected = next_choice(instruments, given, left_out)
        assert expected is not None
        assert leaf == expected.id
        value = dice.choice(["yes", "no", "no", "unknown", "declined", "not_safe"])
        given[leaf] = value
        assert talking.answer(interviewer, interview, leaf, value).status_code == 302
    assert next_choice(instruments, given, left_out) is None
    interviewer.post("screening:close", interview.pk, next="A bed for tonight.", contact="")
    found = ScreeningResult.unscoped.get(case=case).body["statements"]
    said = statement(ALWAYS, given)
    assert [each["result"] for each in found] == [each["result"] for each in said]
    assert [each["dimensions"] for each in found] == [each["dimensions"] for each in said]


def test_no_page_of_the_interview_carries_a_result(interviewer: Desk, case: Case) -> None:
    interview = talking.begin(interviewer, case)
    talking.account(interviewer, interview, "", "excessive_hours")
    for _ in range(12):
        page = interviewer.get("screening:interview", interview.pk).content.decode().lower()
        for word in ("indications", "not settled", "not_settled", "exploitation short", "unclassified", "dimension"):
            assert word not in page
        leaf = talking.asked(interviewer, interview)
        if leaf is None:
            break
        talking.answer(interviewer, interview, leaf, "yes")


def test_consent_is_written_into_the_ledger_apart(interviewer: Desk, case: Case) -> None:
    talking.begin(interviewer, case)
    stands = {each.purpose: each.live for each in consents.standing(case.person)}
    assert stands == {"talk": True, "record": True, "contact": False}


def test_it_stops_where_it_is_not_safe_and_asks_nothing(interviewer: Desk, case: Case) -> None:
    interviewer.post("screening:begin", case.code, language="en", **talking.BEGIN)
    interview = Interview.unscoped.get(case=case)
    interviewer.post("screening:interview", interview.pk, step="setting", setting="camp", holder="no", form="plain")
    interviewer.post("screening:interview", interview.pk, step="private", safe="no", company="nobody")
    page = interviewer.get("screening:interview", interview.pk).content.decode()
    assert "It is not safe to talk now" in page
    assert talking.asked(interviewer, interview) is None


def test_it_pauses_and_goes_on_elsewhere_with_the_safety_questions_first(interviewer: Desk, case: Case) -> None:
    interview = talking.begin(interviewer, case)
    talking.account(interviewer, interview)
    leaf = talking.asked(interviewer, interview)
    assert leaf is not None
    talking.answer(interviewer, interview, leaf, "no")
    interviewer.post("screening:pause", interview.pk)
    elsewhere = Desk(interviewer.staff)
    assert "This interview is paused" in elsewhere.get("screening:interview", interview.pk).content.decode()
    elsewhere.post("screening:resume", interview.pk)
    for step, noted in talking.STEPS.items():
        elsewhere.post("screening:interview", interview.pk, step=step, **noted)
    talking.account(elsewhere, interview)
    assert talking.asked(elsewhere, interview) not in (None, leaf)


def test_an_answer_for_a_topic_that_is_no_longer_open_is_not_taken(interviewer: Desk, case: Case) -> None:
    interview = talking.begin(interviewer, case)
    talking.account(interviewer, interview)
    leaf = talking.asked(interviewer, interview)
    assert leaf is not None
    talking.answer(interviewer, interview, leaf, "no")
    before = Saying.unscoped.count()
    talking.answer(interviewer, interview, leaf, "yes")
    assert Saying.unscoped.count() == before


def test_words_of_a_companion_are_no_answer_of_the_person(interviewer: Desk, case: Case) -> None:
    interview = talking.begin(interviewer, case)
    talking.account(interviewer, interview)
    leaf = talking.asked(interviewer, interview)
    assert leaf is not None
    talking.answer(interviewer, interview, leaf, "yes", who="companion")
    assert talking.asked(interviewer, interview) == leaf


def test_a_decision_is_revised_never_overwritten_and_reviewed_by_another(
    interviewer: Desk, supervisor: Desk, case: Case
) -> None:
    interview = talking.begin(interviewer, case)
    talking.account(interviewer, interview)
    interviewer.post("screening:close", interview.pk, next="Rest.", contact="")
    first = {"seen": 1, "decision": "presumed", "agrees": "differ", "reasons": "What I saw.", "unchecked": "on"}
    interviewer.post("screening:decide", case.code, **first)
    again = {**first, "reasons": "On reflection.", "standing": Decision.unscoped.get(case=case).pk}
    interviewer.post("screening:decide", case.code, **again, review="1")
    one, two = Decision.unscoped.filter(case=case).order_by("created_on", "-revises")
    assert {one.told["reasons"], two.told["reasons"]} == {"What I saw.", "On reflection."}
    waiting = Decision.unscoped.get(state="asked")
    assert case.code in supervisor.get("screening:to_review").content.decode()
    assert interviewer.get("screening:review", waiting.pk).status_code == 404
    supervisor.post("screening:review", waiting.pk, version=waiting.version, verdict="agreed", words="I see it so.")
    waiting.refresh_from_db()
    assert waiting.state == "reviewed"
    assert waiting.reviewed_by_id == supervisor.staff.pk


def test_nobody_else_reads_an_interview_that_goes_on(interviewer: Desk, supervisor: Desk, case: Case) -> None:
    interview = talking.begin(interviewer, case)
    assert supervisor.get("screening:interviews", case.code).status_code == 200
    assert supervisor.get("screening:interview", interview.pk).status_code == 404
