"""The two age questions as a small machine, moved by the engine's own derivation of one age from the other."""

from __future__ import annotations

from itertools import product

import numpy as np

from benchmarks.questions.machine import TRUTHS, Bools, Ints
from fristad.engine.answers import Answers
from fristad.engine.instrument import UNDER_18_NOW, UNDER_18_THEN
from fristad.engine.truth import AnswerValue, Truth

AGE_KEYS = (UNDER_18_THEN, UNDER_18_NOW)
VALUE_OF = {Truth.MET: AnswerValue.YES, Truth.NOT_MET: AnswerValue.NO, Truth.UNKNOWN: AnswerValue.UNKNOWN}


class Ages:
    """Every state of the two ages that an interview can come to; state 0 is `start`.

    `after[state, key, truth]` is the next state, `open[state, key]` whether the age may still be asked.
    """

    def __init__(self, start: Answers) -> None:
        self.states = [start]
        number = {self._key(start): 0}
        steps: list[list[int]] = []
        for state in self.states:  # grows while it is walked through
            row = []
            for key, truth in product(AGE_KEYS, TRUTHS):
                following = state.with_answer(key, VALUE_OF[truth]) if state.value(key).may_be_asked else state
                found = number.setdefault(self._key(following), len(self.states))
                if found == len(self.states):
                    self.states.append(following)
                row.append(found)
            steps.append(row)
        self.after: Ints = np.array(steps).reshape(len(self.states), len(AGE_KEYS), len(TRUTHS))
        self.open: Bools = np.array([[s.value(key).may_be_asked for key in AGE_KEYS] for s in self.states])

    @staticmethod
    def _key(answers: Answers) -> tuple[AnswerValue, ...]:
        return tuple(answers.value(key) for key in AGE_KEYS)
