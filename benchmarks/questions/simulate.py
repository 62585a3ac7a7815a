"""Whole interviews of many persons, and the words they end with."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from benchmarks.questions.ages import VALUE_OF
from benchmarks.questions.crowd import NOBODY, Crowd, Setting
from benchmarks.questions.machine import Bools, Ints
from fristad.engine.answers import Answer, Answers
from fristad.engine.evaluation import determine
from fristad.engine.instrument import UNDER_18_NOW
from fristad.engine.truth import Truth

Words = npt.NDArray[np.str_]


@dataclass(frozen=True)
class Interviews:
    """What came of them. `order[step, person]` is the column asked, or NOBODY after the end; `words` per instrument."""

    order: Ints
    words: list[Words]
    full_words: list[Words]

    @property
    def asked(self) -> Ints:
        return np.asarray((self.order != NOBODY).sum(axis=0))

    @property
    def disagreements(self) -> int:
        """Persons for whom some instrument says another word after the adaptive interview than after every topic."""
        differ = [a != b for a, b in zip(self.words, self.full_words, strict=True)]
        return int(np.any(differ, axis=0).sum())


def interview(setting: Setting, truths: Ints, *, by_block: bool) -> Interviews:
    """Interview each row of `truths` (columns are `setting.leaves`) until nothing can change any word."""
    crowd, steps = Crowd(setting, len(truths)), []
    active = np.arange(len(truths))
    while len(active):
        chosen = crowd.choose(active, by_block=by_block)
        step = np.full(len(truths), NOBODY)
        step[active] = chosen
        steps.append(step)
        for column in np.unique(chosen[chosen != NOBODY]):
            persons = active[chosen == column]
            crowd.answer(persons, int(column), truths[persons, column])
        active = active[chosen != NOBODY]
    return Interviews(np.array(steps), words(crowd, truths), words(_ask_all(setting, truths), truths))


def _ask_all(setting: Setting, truths: Ints) -> Crowd:
    crowd = Crowd(setting, len(truths))
    for column in range(len(setting.leaves)):
        crowd.answer(np.arange(len(truths)), column, truths[:, column])
    return crowd


def answers_of(setting: Setting, truths: Ints, asked: Bools) -> Answers:
    """One person's answers to the topics asked, as the engine reads them."""
    given = {
        leaf: Answer(VALUE_OF[Truth(truth)])
        for leaf, truth, was_asked in zip(setting.leaves, truths, asked, strict=True)
        if was_asked and leaf != UNDER_18_NOW
    }
    answers = Answers({**setting.start.given, **given}, setting.start.phase_open)
    if UNDER_18_NOW in setting.leaves:
        at = setting.leaves.index(UNDER_18_NOW)
        if asked[at]:
            answers = answers.with_answer(UNDER_18_NOW, VALUE_OF[Truth(truths[at])])
    return answers


def words(crowd: Crowd, truths: Ints) -> list[Words]:
    """What the engine determines, once for each state that persons ended in."""
    found = []
    for at, instrument in enumerate(crowd.setting.instruments):
        _, first, inverse = np.unique(_bounds(crowd, at, truths), axis=0, return_index=True, return_inverse=True)
        said = [determine(instrument, answers_of(crowd.setting, truths[i], crowd.asked[i])).result for i in first]
        found.append(np.array([str(word) for word in said])[inverse.reshape(-1)])
    return found


def _bounds(crowd: Crowd, at: int, truths: Ints) -> Ints:
    """All that a determination depends on: per dimension certain and possible, under each reading of shared leaves."""
    view, states = crowd.setting.views[at], crowd.states[at]
    columns: list[Ints | Bools] = [crowd.age]
    weight = {n: np.zeros(len(states), dtype=np.int64) for n in range(len(view.machines))}
    for leaf in view.shared:
        column = crowd.setting.leaves.index(leaf)
        unknown = ~crowd.asked[:, column] | (truths[:, column] == Truth.UNKNOWN)
        columns.append(unknown.astype(np.int64))
        for dimension, kind in view.places[leaf]:
            weight[dimension] += unknown * view.machines[dimension].kinds[kind][0]
    for n, machine in enumerate(view.machines):
        need, spare = machine.need[states[:, n]], machine.spare[states[:, n]]
        columns += [need <= 0, need <= spare, need <= weight[n], need <= spare - weight[n]]
    return np.column_stack(columns).astype(np.int64)
