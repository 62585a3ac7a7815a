"""Evaluation against plain enumeration of all completions."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from fristad.engine.answers import Answers, read_answers
from fristad.engine.evaluation import determine
from fristad.library import load_instrument, vocabulary
from tests.engine.judge import free_variables, verdict
from tests.engine.people import nearly_complete

TABLES = ("palermo_art3", "ilo_delphi.adult_labour", "ilo_delphi.child_labour", "smuggling_finding")
seeds = st.integers(0, 2**32 - 1)


def determination(instrument: str, **answers: str):
    raw = {key.replace("__", "@").replace("_DOT_", "."): value for key, value in answers.items()}
    return determine(load_instrument(instrument), read_answers(raw, vocabulary()))


def of(instrument: str, answers: dict[str, str]):
    return determine(load_instrument(instrument), read_answers(answers, vocabulary()))


@pytest.mark.parametrize("name", TABLES)
@given(seed=seeds)
def test_every_result_is_what_the_completions_share(name: str, seed: int) -> None:
    instrument = load_instrument(name)
    answers = nearly_complete(instrument, seed)
    assume(len(free_variables(instrument, answers)) <= 14)
    found, judged = determine(instrument, answers), verdict(instrument, answers)
    assert found.result == judged["result"]
    assert set(found.reachable) == judged["classes"]
    assert {n: t.word for n, t in found.dimensions.items()} == judged["dimensions"]
    assert found.words == judged["words"]


@pytest.mark.parametrize("name", TABLES)
def test_silence_settles_nothing(name: str) -> None:
    found = determine(load_instrument(name), Answers())
    assert found.result == "not_settled"
    assert set(found.own.values()) <= {1}


def test_the_adult_table_is_silent_on_36_of_64_patterns() -> None:
    instrument = load_instrument("ilo_delphi.adult_labour")
    assert instrument.table.unclassified_patterns(len(instrument.own_dimensions)) == 36


ACT = {"palermo.act.recruitment": "yes"}
PURPOSE = {"palermo.purpose.forced_labour": "yes"}
MEANS = {"palermo.means.deception": "yes"}
NO_MEANS = {i.id: "no" for i in load_instrument("palermo_art3").items if i.dimension == "means"}
NO_PURPOSE = {i.id: "no" for i in load_instrument("palermo_art3").items if i.dimension == "purpose"}
ADULT = {"person.under_18_then": "no"}
CHILD = {"person.under_18_then": "yes"}
ADULT_NOW = {"person.under_18_now": "no"}


@pytest.mark.parametrize(
    ("answers", "result", "classification"),
    [
        (ACT | MEANS | PURPOSE | ADULT, "indications_present", "elements_adult"),
        (ACT | PURPOSE | CHILD, "indications_present", "elements_child"),
        (ACT | NO_MEANS | PURPOSE | CHILD, "indications_present", "elements_child"),
        (ACT | MEANS | PURPOSE, "indications_present", "elements_any_age"),
        (ACT | PURPOSE, "indications_present", "elements_if_child"),
        (ACT | NO_MEANS | PURPOSE, "indications_present", "elements_if_child"),
        (ACT | PURPOSE | ADULT_NOW, "not_settled", None),
        (ACT | NO_MEANS | PURPOSE | ADULT, "other_exploitation", "exploitation_without_all_elements"),
        (ACT | MEANS | NO_PURPOSE | CHILD, "no_indication_in_what_was_asked", "no_purpose_in_what_was_asked"),
        (ACT | MEANS | CHILD, "not_settled", None),
        (MEANS | PURPOSE | ADULT, "not_settled", None),
    ],
)
def test_article_3_as_a_lawyer_reads_it(answers: dict, result: str, classification: str | None) -> None:
    found = of("palermo_art3", answers)
    assert (found.result, found.classification) == (result, classification)


def test_both_readings_are_returned_when_age_is_unknown() -> None:
    assert of("palermo_art3", ACT | NO_MEANS | PURPOSE).readings == {
        "adult": "other_exploitation",
        "child": "indications_present",
    }


def test_an_element_that_is_denied_and_evidenced_is_open() -> None:
    answers = {"palermo.purpose.practices_similar": "no", "debt_bondage@destination": "yes"}
    found = of("palermo_art3", {**NO_PURPOSE, **answers})
    assert found.dimensions["purpose"].word == "unknown"


def test_a_list_for_adults_gives_no_result_for_a_child() -> None:
    assert of("ilo_delphi.adult_labour", CHILD).result == "outside_population"
    assert of("ilo_delphi.child_labour", ADULT).result == "outside_population"
    assert of("ilo_delphi.child_labour", ADULT_NOW).result == "not_settled"


def test_no_smuggling_answer_changes_a_trafficking_result() -> None:
    smuggling = {k for k in load_instrument("smuggling_finding").leaves if not k.startswith("person.")}
    for name in ("palermo_art3", "ilo_delphi.adult_labour", "ilo_delphi.child_labour"):
        assert not smuggling & load_instrument(name).leaves


@pytest.mark.parametrize(
    ("said", "heard", "expected"),
    [
        ("no", "no", "not_met"),
        ("no", "conflicting", "unknown"),
        ("no", "yes", "unknown"),
        ("conflicting", "no", "unknown"),
        ("conflicting", "yes", "met"),
        ("declined", "no", "not_met"),
    ],
)
def test_a_contradiction_is_never_read_as_no(said: str, heard: str, expected: str) -> None:
    leaves = {k: "no" for k in load_instrument("palermo_art3").leaves if "@" in k}
    answers = leaves | {"forced_work@destination": heard, "palermo.purpose.forced_labour": said}
    assert of("palermo_art3", answers).dimensions["purpose"].word == expected
