"""The engine is an evaluator like any other: it passes every case."""

import json

import pytest

from fristad.engine.answers import read_answers
from fristad.engine.evaluation import determine
from fristad.engine.instrument import RESULT_WORDS
from fristad.library import load_instrument, vocabulary
from fristad.targets.plan import make_plan
from tests.conformance.cases import BY_INSTRUMENT, CASES, HOME
from tests.conformance.generate import TABLES, made_case


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_engine(case):
    found = determine(case.instrument, read_answers(case.answers, vocabulary()))
    dimensions = {name: truth.word for name, truth in found.dimensions.items()}
    assert {"result": found.result, "classification": found.classification, "dimensions": dimensions} == case.expect


@pytest.mark.parametrize("name", TABLES)
def test_generated_cases_can_be_made_again(name):
    """The committed file is what the generator writes; a few are enough, since listing completions takes its time."""
    committed = json.loads((HOME / "generated.json").read_text())["cases"]
    mine = [case for case in committed if case["instrument"] == name][:2]
    assert [made_case(load_instrument(name), int(case["id"].rpartition("_")[2])) for case in mine] == mine


def test_every_word_and_state_occurs():
    found = {case.expect["result"] for case in CASES}
    assert found == {*RESULT_WORDS, "report_only", "outside_population", None}


def test_every_reachable_outcome_of_every_table_occurs():
    """Each result with each class that a plan can give stands in some case, so that no target can leave one out."""
    for name in TABLES:
        seen = {(case.expect["result"], case.expect["classification"]) for case in BY_INSTRUMENT[name]}
        assert set(make_plan(load_instrument(name)).outcomes) <= seen
