"""Reasons are sufficient and smallest; what would settle a result does."""

from itertools import combinations, product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from fristad.engine.answers import Answer, Answers
from fristad.engine.evaluation import determine, determine_frame
from fristad.engine.explanation import explain
from fristad.engine.frame import Frame
from fristad.engine.truth import AnswerValue, Truth
from fristad.library import load_instrument
from tests.engine.judge import verdict
from tests.engine.people import UNKNOWNS, nearly_complete, scattered
from tests.engine.small import legal, tied, weighted

seeds = st.integers(0, 2**32 - 1)
REAL = ("palermo_art3", "ilo_delphi.adult_labour", "ilo_delphi.child_labour")
SMALL = (legal, weighted)


def explained(instrument, answers):
    frame = Frame(instrument, answers)
    found = determine_frame(frame)
    return found, explain(frame, found)


def only(answers: Answers, keys) -> Answers:
    return Answers({k: answers.given[k] for k in keys if k in answers.given})


@pytest.mark.parametrize("name", REAL)
@given(seed=seeds)
def test_the_reason_alone_gives_the_same_word(name: str, seed: int) -> None:
    instrument = load_instrument(name)
    answers = nearly_complete(instrument, seed)
    found, explanation = explained(instrument, answers)
    assume(found.words and found.result != "not_settled")
    alone = determine(instrument, only(answers, [g.id for g in explanation.reason]))
    assert alone.result == found.result
    for dimension, truth in found.dimensions.items():
        assert Truth.UNKNOWN in (truth, alone.dimensions[dimension]) or truth == alone.dimensions[dimension]


@pytest.mark.parametrize("make", SMALL)
@given(seed=seeds, person=seeds)
@settings(max_examples=40)
def test_no_smaller_set_of_answers_gives_the_word(make, seed: int, person: int) -> None:
    instrument = make(seed)
    answers = nearly_complete(instrument, person, unknowns=4)
    found, explanation = explained(instrument, answers)
    assume(found.words and found.result != "not_settled" and not found.presumed)
    assume(not Frame(instrument, answers).conflicts)  # leaving out one half of a contradiction is no reason
    keys = [k for k in answers.given if answers.value(k) in (AnswerValue.YES, AnswerValue.NO)]
    for size in range(len(explanation.reason)):
        for subset in combinations(keys, size):
            smaller = verdict(instrument, only(answers, subset))
            if agrees(smaller["dimensions"], found):  # it must not rest on a dimension that is otherwise in truth
                assert smaller["result"] != found.result or len(smaller["words"]) > 1, subset


@pytest.mark.parametrize("make", SMALL)
@given(seed=seeds, person=seeds)
@settings(max_examples=40)
def test_what_would_settle_a_word_settles_it_and_nothing_smaller_does(make, seed: int, person: int) -> None:
    instrument = make(seed)
    answers = nearly_complete(instrument, person, unknowns=5, reasons=UNKNOWNS)
    found, explanation = explained(instrument, answers)
    assume(found.result == "not_settled")
    frame = Frame(instrument, answers)
    values = {answers.value(key) for key in instrument.leaves}
    assume(AnswerValue.CONFLICTING not in values and not frame.conflicts)  # these take changing an answer: see below
    given = [k for k in answers.given if answers.truth(k) == Truth.UNKNOWN and k != "person.under_18_now"]
    abstract = {item.id for item in instrument.items if item.establishing}  # never asked, so never proposed
    open_keys = [k for k in given if k not in abstract and k not in frame.blocked]  # blocked: denied elsewhere
    assert {word for word, _ in explanation.would_settle} == found.words
    for word, ids in explanation.would_settle:
        assert settles(instrument, answers, ids, word)
        for size in range(len(ids)):
            assert not any(settles(instrument, answers, s, word) for s in combinations(open_keys, size))


def agrees(dimensions: dict[str, str], found) -> bool:
    return all(word in ("unknown", found.dimensions[name].word) for name, word in dimensions.items())


def settles(instrument, answers: Answers, keys, word: str) -> bool:
    """Whether some answers to these keys make the word certain."""
    for values in product((AnswerValue.YES, AnswerValue.NO), repeat=len(keys)):
        more = {**answers.given, **{k: Answer(v) for k, v in zip(keys, values, strict=True)}}
        if verdict(instrument, Answers(more))["words"] == {word}:
            return True
    return False


@pytest.mark.parametrize("name", REAL)
@given(seed=seeds)
def test_an_open_result_says_why_not_yet_and_why_not_excluded(name: str, seed: int) -> None:
    instrument = load_instrument(name)
    answers = scattered(instrument, seed)
    found, explanation = explained(instrument, answers)
    assume(found.result == "not_settled")
    assert {g.side for g in explanation.reason} == {"not_yet", "not_excluded"}
    assert all(g.answer.truth == 1 for g in explanation.open)
    assert explanation.open


def test_a_presumption_of_age_is_shown_in_the_reason() -> None:
    answers = Answers(
        {k: Answer(AnswerValue.YES) for k in ("palermo.act.recruitment", "palermo.purpose.forced_labour")}
    )
    _, explanation = explained(load_instrument("palermo_art3"), answers)
    assert ("person.under_18_then", "not_asked") in [(g.id, g.answer.value) for g in explanation.reason]


def test_contradictions_come_first_among_what_is_open() -> None:
    answers = Answers(
        {
            "palermo.purpose.practices_similar": Answer(AnswerValue.NO),
            "debt_bondage@destination": Answer(AnswerValue.YES),
        }
    )
    _, explanation = explained(load_instrument("palermo_art3"), answers)
    assert (explanation.open[0].id, explanation.open[0].answer.value) == (
        "palermo.purpose.practices_similar",
        "conflicting",
    )


def answered(**answers: str) -> Answers:
    return Answers({key: Answer(AnswerValue(value)) for key, value in answers.items()})


def test_a_leaf_that_was_answered_both_ways_comes_first_too() -> None:
    leaf = "violence_on_victim@destination"
    _, explanation = explained(load_instrument("palermo_art3"), answered(**{leaf: "conflicting"}))
    assert explanation.open[0] == (leaf, "conflicting", None)


def test_a_contradicted_denial_is_cleared_up_at_the_answer_that_contradicts_it() -> None:
    instrument = load_instrument("palermo_art3")
    purposes = {i.id: "no" for i in instrument.items if i.dimension == "purpose"}
    _, explanation = explained(instrument, answered(**purposes, **{"debt_bondage@destination": "yes"}))
    settling = dict(explanation.would_settle)
    assert settling["no_indication_in_what_was_asked"] == ("debt_bondage@destination",)


def test_a_dimension_that_is_met_is_never_given_as_not_met() -> None:
    instrument = load_instrument("palermo_art3")
    leaves = dict.fromkeys((k for k in instrument.leaves if "@" in k), "no")
    told = {"palermo.act.recruitment": "yes", "forced_work@destination": "yes", "person.under_18_then": "no"}
    found, explanation = explained(instrument, answered(**{**leaves, **told}))
    assert (found.result, found.dimensions["act"]) == ("other_exploitation", Truth.MET)
    assert not any(given.id in ("recruited@recruitment", "transported@travel") for given in explanation.reason)


def test_a_list_for_children_keeps_the_age_open_and_says_whose_reading_it_is() -> None:
    instrument = load_instrument("ilo_delphi.child_labour")
    yes = dict.fromkeys((i.leaf for i in instrument.items if i.dimension == "exploitation"), "yes")
    found, explanation = explained(instrument, answered(**yes, **{"palermo.act.receipt": "yes"}))
    assert found.readings == {"child": "indications_present"}
    assert ("person.under_18_then", "not_asked", None) in explanation.open


def test_an_age_derived_from_today_is_given_as_what_was_answered() -> None:
    yes = {"palermo.act.receipt": "yes", "forced_work@destination": "yes", "person.under_18_now": "yes"}
    _, explanation = explained(load_instrument("palermo_art3"), answered(**yes))
    assert [given.id for given in explanation.reason][-1] == "person.under_18_now"


def test_a_word_that_only_a_shared_answer_settles_is_still_explained() -> None:
    found, explanation = explained(tied(), answered(**{"first@now": "yes"}))
    assert found.result == "indications_present"
    assert [given.id for given in explanation.reason] == ["first@now"]
