"""The proof: the engine itself interviews a random sample, topic by topic, and must ask and say the same."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from benchmarks.questions.ages import VALUE_OF
from benchmarks.questions.crowd import NOBODY, Setting
from benchmarks.questions.machine import Ints
from benchmarks.questions.simulate import Interviews
from fristad.engine.answers import Answers
from fristad.engine.evaluation import determine
from fristad.engine.questioning import Interview, Topic
from fristad.engine.truth import Truth


class SimulationError(AssertionError):
    """The fast simulation and the engine part ways; no figure of this run may be used."""


def judge(
    setting: Setting, topics: Sequence[Topic], truths: Ints, found: Interviews, sample: Sequence[int], *, by_block: bool
) -> None:
    """Raise SimulationError unless each sampled person is asked the same topics and given the same words."""
    for person in sample:
        order, answers = _by_engine(setting, topics, truths[person], by_block=by_block)
        fast = [setting.leaves[c] for c in found.order[:, person] if c != NOBODY]
        if order != fast:
            raise SimulationError(f"Person {person}: the engine asks {order}, the simulation {fast}.")
        full = _everything(setting, truths[person], answers)
        for at, instrument in enumerate(setting.instruments):
            said = determine(instrument, answers).result, determine(instrument, full).result
            if said != (found.words[at][person], found.full_words[at][person]):
                raise SimulationError(f"Person {person}, {instrument.id}: the engine says {said}.")


def _by_engine(setting: Setting, topics: Sequence[Topic], truths: Ints, *, by_block: bool) -> tuple[list[str], Answers]:
    answers, order = setting.start, list[str]()
    while choice := Interview(setting.instruments, answers, topics, setting.prior).next(by_block=by_block):
        order.append(choice.id)
        answers = answers.with_answer(choice.id, VALUE_OF[Truth(truths[setting.leaves.index(choice.id)])])
    return order, answers


def _everything(setting: Setting, truths: Ints, answers: Answers) -> Answers:
    """The same person after the topics that the interview left out."""
    for leaf, truth in zip(setting.leaves, truths, strict=True):
        if answers.value(leaf).may_be_asked:
            answers = answers.with_answer(leaf, VALUE_OF[Truth(truth)])
    return answers


def sample_of(persons: int, size: int, seed: int) -> list[int]:
    random = np.random.default_rng(seed)
    return [int(p) for p in random.choice(persons, size=min(size, persons), replace=False)]
