"""Answers are read strictly, kept with their reasons, and never turned into no."""

import pytest

from fristad.engine.answers import Answer, Answers, combine_legs, merge, read_answers
from fristad.engine.errors import AnswerError, InstrumentError
from fristad.engine.rules import Rule, all_of, any_of, indicator, threshold
from fristad.engine.truth import AnswerValue, Truth
from fristad.library import vocabulary


def read(**answers):
    return read_answers({key.replace("__", "@"): value for key, value in answers.items()}, vocabulary())


@pytest.mark.parametrize("value", ["unknown", "declined", "not_asked", "not_safe", "conflicting", "yes_phase_unknown"])
def test_every_reason_for_not_knowing_computes_as_unknown(value: str) -> None:
    assert AnswerValue(value).truth == Truth.UNKNOWN


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ({"no_such_thing": "yes"}, "not an indicator, a concept"),
        ({"debt_bondage@travel": "yes"}, "Use debt_bondage@recruitment or debt_bondage@destination"),
        ({"debt_bondage": "yes"}, "Say which: debt_bondage@recruitment or debt_bondage@destination"),
        ({"debt_bondage@destination": "maybe"}, "Use one of yes, no, unknown"),
        ({"debt_bondage@destination": None}, "not text"),
        ({"debt_bondage@destination": {"time": "2026"}}, "has no value"),
        ({"debt_bondage@destination": {"value": "yes", "by": "x"}}, "field 'by'"),
        ({"debt_bondage@destination": "not_applicable"}, "cannot be answered not_applicable"),
    ],
)
def test_what_cannot_be_read_is_refused_with_one_sentence(answers: dict, says: str) -> None:
    with pytest.raises(AnswerError, match=says.replace("(", r"\(")):
        read_answers(answers, vocabulary())


def test_a_concept_with_one_phase_needs_no_phase() -> None:
    assert read(deceived_wages="yes").value("deceived_wages@recruitment") == "yes"


def test_an_indicator_and_its_concept_that_differ_are_conflicting() -> None:
    answers = read_answers(
        {"ilo_delphi.adult_labour.DR.deceived_wages": "yes", "deceived_wages@recruitment": "no"}, vocabulary()
    )
    assert answers.value("deceived_wages@recruitment") is AnswerValue.CONFLICTING


@pytest.mark.parametrize("key", ["debt_bondage", "debt_bondage@destination", "ilo_delphi.adult_labour.CD.debt_bondage"])
def test_not_knowing_when_is_said_of_the_concept_whatever_names_it(key: str) -> None:
    answers = read_answers({key: "yes_phase_unknown"}, vocabulary())
    assert answers.phase_open == ("debt_bondage",)
    assert answers.value("debt_bondage@recruitment") is AnswerValue.YES_PHASE_UNKNOWN


def test_an_element_has_no_phase_to_ask_for() -> None:
    answers = read_answers({"palermo.act.receipt": "yes_phase_unknown"}, vocabulary())
    assert (answers.phase_open, answers.truth("palermo.act.receipt")) == ((), Truth.UNKNOWN)


def test_a_phase_that_becomes_known_opens_the_others_again() -> None:
    answers = read(debt_bondage="yes_phase_unknown", debt_bondage__recruitment="yes")
    assert answers.phase_open == ()
    assert answers.value("debt_bondage@destination") is AnswerValue.NOT_ASKED


def test_it_happened_and_no_to_every_phase_is_a_contradiction() -> None:
    answers = read(debt_bondage="yes_phase_unknown", debt_bondage__recruitment="no", debt_bondage__destination="no")
    assert answers.value("debt_bondage@destination") is AnswerValue.CONFLICTING
    later = read(debt_bondage="yes_phase_unknown")
    for phase in ("recruitment", "destination"):
        later = later.with_answer(f"debt_bondage@{phase}", AnswerValue.NO)
    assert (later.value("debt_bondage@recruitment"), later.phase_open) == (AnswerValue.CONFLICTING, ())


def test_an_age_corrected_later_is_not_kept_from_before() -> None:
    answers = Answers().with_answer("person.under_18_now", AnswerValue.YES)
    corrected = answers.with_answer("person.under_18_now", AnswerValue.NO)
    assert corrected.value("person.under_18_then") is AnswerValue.NOT_ASKED


def test_it_happened_but_when_is_not_known() -> None:
    answers = read(debt_bondage="yes_phase_unknown")
    assert answers.phase_open == ("debt_bondage",)
    assert answers.truth("debt_bondage@recruitment") == answers.truth("debt_bondage@destination") == Truth.UNKNOWN


@pytest.mark.parametrize(
    ("now", "then", "expected"),
    [("yes", None, "yes"), ("no", None, "not_asked"), ("yes", "no", "conflicting"), ("yes", "declined", "yes")],
)
def test_under_18_now_makes_under_18_then(now: str, then: str | None, expected: str) -> None:
    raw = {"person.under_18_now": now} | ({"person.under_18_then": then} if then else {})
    assert read_answers(raw, vocabulary()).value("person.under_18_then") == expected


def test_told_and_observed_that_disagree_are_conflicting() -> None:
    told, seen = Answer(AnswerValue.YES, source="told"), Answer(AnswerValue.NO, source="observed")
    assert merge([told, seen]).value is AnswerValue.CONFLICTING
    assert merge([told, Answer(AnswerValue.DECLINED)]) == told


@pytest.mark.parametrize(
    ("legs", "expected"),
    [(("no", "yes"), "yes"), (("no", "no"), "no"), (("no", "declined"), "declined"), (("no", None), "not_asked")],
)
def test_legs_are_yes_if_any_is_and_no_only_if_all_are(legs: tuple, expected: str) -> None:
    answers = [Answers({"x@travel": Answer(AnswerValue(v))} if v else {}) for v in legs]
    assert combine_legs(answers).value("x@travel") == expected


@pytest.mark.parametrize(
    ("rule", "truths", "expected"),
    [
        (indicator("a"), "2", 2),
        (all_of("ab"), "21", 1),
        (all_of("ab"), "20", 0),
        (any_of("ab"), "10", 1),
        (any_of("ab"), "00", 0),
        (threshold({"a": 20, "b": 1}, 21), "22", 2),
        (threshold({"a": 20, "b": 1}, 21), "21", 1),
        (threshold({"a": 20, "b": 1}, 21), "02", 0),
        (threshold({"a": 1, "b": 1, "c": 1}, 2), "210", 1),
    ],
)
def test_the_closed_set_of_rules(rule: Rule, truths: str, expected: int) -> None:
    assert rule.value({name: Truth(int(t)) for name, t in zip("abc", truths, strict=False)}) == expected


@pytest.mark.parametrize("terms", [(("a", 0),), (("a", -1),), (("a", 1), ("a", 1))])
def test_a_rule_that_is_not_monotone_or_counts_twice_is_refused(terms: tuple) -> None:
    with pytest.raises(InstrumentError):
        Rule(terms, 1)


def test_a_rule_that_silence_would_meet_is_refused() -> None:
    with pytest.raises(InstrumentError, match="silence"):
        Rule((("a", 1),), 0)
