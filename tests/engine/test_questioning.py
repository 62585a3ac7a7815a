"""The stop rule never disagrees with the full list, and stops as soon as nothing can change a word."""

import random
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fristad.engine.answers import Answer, Answers, read_answers
from fristad.engine.evaluation import determine
from fristad.engine.outlook import Prior
from fristad.engine.questioning import Interview, Topic, next_topic
from fristad.engine.truth import AnswerValue
from fristad.library import load_catalogue, load_instrument, vocabulary
from tests.engine.small import legal, tied, weighted

seeds = st.integers(0, 2**32 - 1)
VALUES = (AnswerValue.YES, AnswerValue.NO, AnswerValue.UNKNOWN)
GIVEN = (*VALUES, AnswerValue.CONFLICTING)


def topics_of(instrument) -> list[Topic]:
    keys = sorted({leaf for i in instrument.items for leaf in (i.establishing or (i.answer_key,))})
    keys += [k for k in instrument.age_keys if k not in keys]
    keys.sort(key=lambda k: not k.startswith("person."))
    return [Topic(k, int(not k.startswith("person.")), 0, n, may_be_asked=True) for n, k in enumerate(keys)]


def continuations(answers: Answers, keys):
    for values in product(VALUES, repeat=len(keys)):
        more = answers
        for key, value in zip(keys, values, strict=True):
            more = more.with_answer(key, value)
        yield more


@pytest.mark.parametrize("make", [legal, weighted])
@given(seed=seeds, person=seeds)
@settings(max_examples=40)
def test_it_stops_exactly_when_no_continuation_changes_the_word(make, seed: int, person: int) -> None:
    instrument, rng = make(seed), random.Random(person)
    topics = topics_of(instrument)
    keys = [t.leaf for t in topics]
    left = rng.sample(keys, rng.randint(0, 4))
    answers = Answers()
    for key in keys:
        if key not in left:
            answers = answers.with_answer(key, rng.choice(GIVEN))
    left = [k for k in left if answers.value(k).may_be_asked]
    words = {determine(instrument, more).result for more in continuations(answers, left)}
    interview = Interview([instrument], answers, topics)
    assert interview.settled() == {"small": len(words) == 1}
    assert (interview.next() is None) == (len(words) == 1)


@pytest.mark.parametrize(
    "names", [("palermo_art3",), ("ilo_delphi.adult_labour",), ("palermo_art3", "ilo_delphi.child_labour")]
)
@pytest.mark.parametrize("by_block", [True, False])
@pytest.mark.parametrize("prior", [Prior(0.3, 0.1), Prior(0.1, 0.4), Prior(0.1, 0.0)])
def test_an_interview_ends_with_the_word_of_the_full_list(names, prior: Prior, *, by_block: bool) -> None:
    instruments = [load_instrument(name) for name in names]
    topics = load_catalogue().topics()
    asked = [t.leaf for t in topics if t.may_be_asked and any(t.leaf in i.leaves for i in instruments)]
    for seed in range(3):
        rng = random.Random(seed)
        truth = {k: rng.choices(VALUES, [prior.yes, 1 - prior.yes - prior.unknown, prior.unknown])[0] for k in asked}
        answers, full = Answers(), Answers()
        for key, value in truth.items():
            full = full.with_answer(key, value)
        while choice := Interview(instruments, answers, topics, prior).next(by_block=by_block):
            answers = answers.with_answer(choice.id, truth[choice.id])
        for instrument in instruments:
            assert determine(instrument, answers).result == determine(instrument, full).result


def test_age_comes_first_because_it_removes_lists() -> None:
    instruments = [load_instrument(n) for n in ("palermo_art3", "ilo_delphi.adult_labour", "ilo_delphi.child_labour")]
    choice = next_topic(instruments, Answers(), load_catalogue().topics())
    assert choice.id.startswith("person.")


def test_reports_never_keep_an_interview_open() -> None:
    reports = [load_instrument("ilo_forced_labour_11"), load_instrument("unodc_indicators")]
    assert next_topic(reports, Answers(), load_catalogue().topics()) is None


def test_only_what_can_be_told_is_asked_and_never_an_abstract_element() -> None:
    instrument, topics = load_instrument("palermo_art3"), load_catalogue().topics()
    elements = {item.id for item in instrument.items if item.is_element}
    askable = {t.leaf for t in topics if t.may_be_asked}
    answers = Answers()
    while choice := next_topic([instrument], answers, topics):
        assert choice.id in askable - elements
        answers = answers.with_answer(choice.id, AnswerValue.NO)


@pytest.mark.parametrize("value", ["declined", "not_safe", "unknown"])
def test_what_was_declined_is_not_asked_again_today(value: str) -> None:
    instrument, topics = load_instrument("palermo_art3"), load_catalogue().topics()
    answers = Answers()
    first = next_topic([instrument], answers, topics)
    again = next_topic([instrument], answers.with_answer(first.id, AnswerValue(value)), topics)
    assert again.id != first.id


def test_it_happened_but_when_is_not_known_makes_when_the_next_topic() -> None:
    answers = read_answers({"debt_bondage": "yes_phase_unknown"}, vocabulary())
    choice = next_topic([load_instrument("palermo_art3")], answers, load_catalogue().topics())
    assert (choice.id, choice.asks_when) == ("debt_bondage", True)


def test_when_is_not_asked_once_it_can_change_nothing() -> None:
    settled = {"palermo.act.receipt": "yes", "palermo.means.deception": "yes", "palermo.purpose.slavery": "yes"}
    answers = read_answers({**settled, "debt_bondage": "yes_phase_unknown"}, vocabulary())
    assert next_topic([load_instrument("palermo_art3")], answers, load_catalogue().topics()) is None


def test_an_interview_is_not_settled_while_when_is_open() -> None:
    instrument = load_instrument("palermo_art3")
    others = {k: "no" for k in instrument.leaves if "@" in k and not k.startswith("debt_bondage")}
    raw = {**others, "debt_bondage": "yes_phase_unknown", "person.under_18_then": "no", "recruited": "yes"}
    interview = Interview([instrument], read_answers(raw, vocabulary()), load_catalogue().topics())
    assert interview.settled() == {"palermo_art3": False}
    assert interview.next().asks_when


def test_ages_that_contradict_each_other_leave_the_adult_list_open() -> None:
    answers = read_answers({"person.under_18_now": "yes", "person.under_18_then": "no"}, vocabulary())
    assert next_topic([load_instrument("ilo_delphi.adult_labour")], answers, load_catalogue().topics()) is not None


def test_an_interview_goes_on_where_only_a_shared_answer_would_settle_it() -> None:
    instrument = tied()
    topics = topics_of(instrument)
    answers = Answers().with_answer("shared@now", AnswerValue.DECLINED)
    assert Interview([instrument], answers, topics).next().id == "first@now"


def test_a_topic_never_leaves_the_first_block_that_can_change_a_word() -> None:
    instrument, topics = load_instrument("palermo_art3"), load_catalogue().topics()
    block = {t.leaf: t.block for t in topics}
    blocks, answers = [], Answers()
    while choice := next_topic([instrument], answers, topics):
        blocks.append(block[choice.id])
        answers = answers.with_answer(choice.id, AnswerValue.NO)
    assert blocks == sorted(blocks)


def test_the_same_topic_is_reached_whatever_the_order_of_the_answers() -> None:
    instrument, topics = load_instrument("ilo_delphi.adult_labour"), load_catalogue().topics()
    given = {k: Answer(AnswerValue.NO) for k in sorted(instrument.leaves)[:20]}
    forwards = next_topic([instrument], Answers(given), topics)
    backwards = next_topic([instrument], Answers(dict(reversed(given.items()))), topics)
    assert forwards == backwards
