"""The fast simulation of interviews asks what the engine asks."""

from __future__ import annotations

import pytest

from benchmarks.questions.crowd import NOBODY, Setting
from benchmarks.questions.judge import SimulationError, judge
from benchmarks.questions.persons import draw
from benchmarks.questions.simulate import interview
from benchmarks.questions.study import ADULT, PALERMO, start_of
from fristad.engine.outlook import PUBLISHED_PRIOR, Prior
from fristad.library import load_catalogue, load_instrument

TOPICS = load_catalogue().topics()
BOTH = (PALERMO, ADULT)


def setting_of(instruments: tuple[str, ...], prior: Prior = PUBLISHED_PRIOR) -> Setting:
    return Setting([load_instrument(i) for i in instruments], TOPICS, start_of(instruments), prior)


@pytest.mark.parametrize("by_block", [True, False], ids=["block", "free"])
@pytest.mark.parametrize("instruments", [(ADULT,), (PALERMO,), BOTH], ids=["adult", "palermo", "both"])
@pytest.mark.parametrize("prior", [Prior(0.3, 0.1), Prior(0.1, 0.4)], ids=["likely", "unlikely"])
def test_it_asks_the_same_topics_and_says_the_same_words(
    instruments: tuple[str, ...], prior: Prior, *, by_block: bool
) -> None:
    setting = setting_of(instruments, prior)
    truths = draw(setting.leaves, prior, 4, seed=7)
    judge(setting, TOPICS, truths, interview(setting, truths, by_block=by_block), range(4), by_block=by_block)


def test_a_topic_asked_out_of_turn_is_noticed() -> None:
    setting = setting_of((ADULT,))
    truths = draw(setting.leaves, PUBLISHED_PRIOR, 1, seed=7)
    found = interview(setting, truths, by_block=True)
    found.order[[0, 1]] = found.order[[1, 0]]
    with pytest.raises(SimulationError, match="the engine asks"):
        judge(setting, TOPICS, truths, found, [0], by_block=True)


def test_nobody_is_asked_twice_and_stopping_early_changes_no_word() -> None:
    setting = setting_of(BOTH)
    truths = draw(setting.leaves, PUBLISHED_PRIOR, 300, seed=8)
    found = interview(setting, truths, by_block=True)
    for person in range(300):
        asked = found.order[found.order[:, person] != NOBODY, person].tolist()
        assert len(set(asked)) == len(asked)
    assert found.disagreements == 0


def test_the_adult_list_consults_44_of_its_67_topics() -> None:
    assert setting_of((ADULT,)).consulted == 44
