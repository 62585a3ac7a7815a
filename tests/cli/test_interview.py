"""`fristad interview` with piped answers."""

import json

import pytest

from fristad.library import load_catalogue, load_texts, statement
from tests.cli.conftest import Fristad, Said

BEGIN = ["yes", "yes"]
ADULT = ["no", "no"]
WORDS = ("indications", "settled", "exploitation", "unclassified", "no indication")


def talk(fristad: Fristad, *lines: str, instrument: str = "palermo_art3", more: tuple[str, ...] = ()) -> Said:
    return fristad("interview", "--instrument", instrument, *more, stdin="".join(f"{line}\n" for line in lines))


def test_safety_comes_first_and_no_ends_it_before_any_topic(fristad: Fristad) -> None:
    said = talk(fristad, "no")
    assert (said.code, said.out) == (0, "")
    assert load_texts("en").question("phrase.safety") in said.err
    assert load_texts("en").question("phrase.consent") not in said.err
    assert "Nothing was asked" in said.err


def test_without_consent_nothing_is_asked(fristad: Fristad) -> None:
    said = talk(fristad, "yes", "perhaps", "no")
    assert (said.code, said.out) == (0, "")
    assert "Please answer yes or no." in said.err
    assert "No consent" in said.err
    assert "To note" not in said.err


def test_answers_end_in_the_same_statement_as_determine(fristad: Fristad) -> None:
    said = talk(fristad, *BEGIN, *ADULT, *["yes"] * 20, more=("--json",))
    found = json.loads(said.out)
    assert found["result"] == "indications_present"
    assert found["next"] is None
    assert "Nothing that could be asked now would change a result." in said.err


def test_only_topics_are_shown_never_the_leaning(fristad: Fristad) -> None:
    said = talk(fristad, *BEGIN, *ADULT, "yes", "yes", "no", "don't know", more=("--lang", "sv", "--json"))
    before_end = said.err
    texts = load_texts("sv")
    asked = [topic.leaf for topic in load_catalogue().topics() if topic.may_be_asked]
    assert sum(texts.question(leaf) in before_end for leaf in asked) >= 6
    for word in ("indications", "not_settled", "settled", "classification", "palermo", "trafficked"):
        assert word not in before_end.lower()


def test_the_end_of_the_input_stops_and_says_what_is_known(fristad: Fristad) -> None:
    said = talk(fristad, *BEGIN)
    assert said.code == 0
    assert "Not settled" in said.out


@pytest.mark.parametrize("typed", ["stop", "q", "STOP"])
def test_stop_prints_what_is_known_in_words(fristad: Fristad, typed: str) -> None:
    said = talk(fristad, *BEGIN, *ADULT, typed)
    assert "Not settled" in said.out
    assert "Still possible: elements adult" in said.out


def test_what_a_word_is_noted_as(fristad: Fristad) -> None:
    """Each reason for not knowing is kept, and none is asked again."""
    typed = ["declined", "not safe", "don't know", "y", "N"]
    said = talk(fristad, *BEGIN, *typed, "stop", more=("--json",))
    shown = [line.removeprefix("  To note: ") for line in said.err.splitlines() if line.startswith("  To note: ")]
    assert len(shown) == len(set(shown)) == 6
    whys = {row["why"] for row in json.loads(said.out)["open"]}
    assert {"declined", "not_asked"} <= whys


def test_back_takes_the_last_answer_back(fristad: Fristad) -> None:
    said = talk(fristad, *BEGIN, "back", "yes", "back", "no", "stop", more=("--json",))
    assert "This is the first topic." in said.err
    assert (
        json.loads(said.out)["readings"] == statement(["palermo_art3"], {"person.under_18_then": "no"})[0]["readings"]
    )


def test_skip_leaves_a_topic_out_and_unanswered(fristad: Fristad) -> None:
    said = talk(fristad, *BEGIN, "skip", "stop", more=("--json",))
    texts = load_texts("en")
    assert said.err.count(texts.question("person.under_18_then")) == 1
    assert json.loads(said.out)["open"] == statement(["palermo_art3"], {})[0]["open"]


def test_why_and_nonsense_ask_the_same_topic_again(fristad: Fristad) -> None:
    said = talk(fristad, *BEGIN, "why", "perhaps", "no", "stop")
    assert load_catalogue().of("person.under_18_then").why in said.err
    assert "Answer yes, no, don't know" in said.err


def test_not_applicable_is_refused_where_it_makes_no_sense(fristad: Fristad) -> None:
    said = talk(fristad, *BEGIN, "na", "stop")
    assert "cannot be answered not_applicable" in said.err


def test_what_happened_at_an_unknown_time_is_asked_about_next(fristad: Fristad) -> None:
    """Everything is answered no until a topic comes up that may have happened in several phases."""
    lines = [*BEGIN, *ADULT]
    texts = load_texts("en")
    for _ in range(60):
        said = talk(fristad, *lines, more=("--json",))
        label = [line for line in said.err.splitlines() if line.startswith("  To note: ")][-1]
        leaf = next(t.leaf for t in load_catalogue().topics() if label == f"  To note: {texts.label(t.leaf)}")
        if len(load_catalogue().of(leaf).phases) > 1:
            break
        lines.append("no")
    else:
        pytest.fail("no topic with several phases was asked")
    said = talk(fristad, *lines, "when unknown", "yesterday", "recruitment, destination", "stop", more=("--json",))
    assert texts.question("phrase.when") in said.err
    assert "Say recruitment, travel, destination" in said.err
    concept = leaf.partition("@")[0]
    assert concept not in {row["id"].partition("@")[0] for row in json.loads(said.out)["open"]}
    left = talk(fristad, *lines, "when unknown", "don't know", "stop", more=("--json",))
    assert left.err.count(texts.question("phrase.when")) == 1


def test_what_can_only_have_happened_in_one_phase_is_a_plain_yes(fristad: Fristad) -> None:
    yes, unsure = (talk(fristad, *BEGIN, *ADULT, typed, "stop", more=("--json",)) for typed in ("yes", "when unknown"))
    assert yes.out == unsure.out


def test_several_instruments_end_in_several_statements(fristad: Fristad) -> None:
    said = talk(fristad, *BEGIN, "stop", more=("--instrument", "iom_domv"))
    assert "palermo_art3 (2000)" in said.out
    assert "A person chooses a level" in said.out


def test_an_unchecked_list_says_so_at_the_beginning_and_the_end(fristad: Fristad) -> None:
    said = talk(fristad, *BEGIN, "stop", instrument="ilo_delphi.adult_labour")
    assert "For training and pilots only" in said.err
    assert "For training and pilots only" in said.out
