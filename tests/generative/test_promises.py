"""Promises of the product, tried on random people."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fristad.engine.answers import Answer, Answers
from fristad.engine.evaluation import determine
from fristad.engine.frame import Frame
from fristad.engine.instrument import RESULT_WORDS
from fristad.engine.truth import AnswerValue, Truth
from fristad.library import load_catalogue, load_instrument
from tests.engine.people import scattered

seeds = st.integers(0, 2**32 - 1)
TRAFFICKING = ("palermo_art3", "ilo_delphi.adult_labour", "ilo_delphi.child_labour")
LOADABLE = (*TRAFFICKING, "smuggling_finding", "ilo_forced_labour_11", "unodc_indicators", "iom_domv")


@pytest.mark.parametrize("name", TRAFFICKING)
@given(seed=seeds)
def test_no_smuggling_answer_changes_a_trafficking_result(name: str, seed: int) -> None:
    instrument, smuggling = load_instrument(name), load_instrument("smuggling_finding")
    without = scattered(instrument, seed)
    smuggled = {k: a for k, a in scattered(smuggling, seed).given.items() if not k.startswith("person.")}
    assert smuggled
    both = determine(instrument, Answers({**without.given, **smuggled}))
    alone = determine(instrument, without)
    assert (both.result, both.classification, both.dimensions) == (alone.result, alone.classification, alone.dimensions)


@given(seed=seeds)
def test_no_trafficking_answer_changes_the_smuggling_finding(seed: int) -> None:
    smuggling = load_instrument("smuggling_finding")
    without = scattered(smuggling, seed)
    others = {k: a for n in TRAFFICKING for k, a in scattered(load_instrument(n), seed).given.items()}
    both = determine(smuggling, Answers({**others, **without.given}))
    assert both.result == determine(smuggling, without).result


@pytest.mark.parametrize("name", [*TRAFFICKING, "smuggling_finding"])
@given(seed=seeds)
def test_one_answer_more_never_brings_back_a_word_that_was_excluded(name: str, seed: int) -> None:
    instrument, rng = load_instrument(name), random.Random(seed)
    answers = scattered(instrument, seed)
    frame = Frame(instrument, answers)
    open_keys = [k for k, t in frame.values.items() if t == Truth.UNKNOWN and k not in frame.conflicts]
    if not open_keys:
        return
    more = answers.with_answer(rng.choice(open_keys), rng.choice([AnswerValue.YES, AnswerValue.NO]))
    now = determine(instrument, more)
    assert now.result == "outside_population" or now.words <= determine(instrument, answers).words


@pytest.mark.parametrize("name", TRAFFICKING)
@given(seed=seeds)
def test_a_reason_for_not_knowing_is_never_read_as_no(name: str, seed: int) -> None:
    instrument, rng = load_instrument(name), random.Random(seed)
    answers = scattered(instrument, seed)
    unknown = [k for k, a in answers.given.items() if a.value.truth == Truth.UNKNOWN and a.value != "conflicting"]
    reasons = (AnswerValue.DECLINED, AnswerValue.NOT_SAFE, AnswerValue.UNKNOWN, AnswerValue.NOT_ASKED)
    other = Answers({**answers.given, **{k: Answer(rng.choice(reasons)) for k in unknown}})
    assert determine(instrument, other).result == determine(instrument, answers).result


@pytest.mark.parametrize("name", LOADABLE)
def test_no_trait_of_the_person_is_an_input(name: str) -> None:
    concepts = load_catalogue().concepts
    for leaf in load_instrument(name).leaves:
        concept = leaf.partition("@")[0]
        assert concept not in concepts or concepts[concept].about != "trait"


def test_the_engine_has_no_word_for_a_person_but_only_for_answers() -> None:
    assert not any("victim" in word for word in RESULT_WORDS)
    for name in TRAFFICKING:
        for row in load_instrument(name).table.rows:
            assert "victim" not in f"{row.result} {row.classification}"
