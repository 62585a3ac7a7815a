"""One case at a time in a warm process, as an interview needs it: `python -m benchmarks.cases PERSONS`.

Each person is determined, explained and given the next topic, after a random part of the topics was answered. One list
of 67 indicators alone, then four instruments side by side over the same answers.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from time import perf_counter

import numpy as np

from benchmarks.data import INSTRUMENT, SEED
from fristad.engine.answers import Answer, Answers
from fristad.engine.evaluation import determine_frame
from fristad.engine.explanation import explain
from fristad.engine.frame import Frame
from fristad.engine.instrument import Instrument
from fristad.engine.questioning import Topic, next_topic
from fristad.engine.truth import AnswerValue
from fristad.library import load_catalogue, load_instrument

SETS = {
    "one": (INSTRUMENT,),
    "four": ("palermo_art3", INSTRUMENT, "ilo_delphi.child_labour", "smuggling_finding"),
}
PRIORS = {".30 / .10": (0.30, 0.10), ".10 / .40": (0.10, 0.40)}
_WARM_UP = 20


def measure(persons: int) -> dict[str, dict[str, list[float]]]:
    """For each set of instruments and prior the milliseconds of every person."""
    topics = load_catalogue().topics()
    found: dict[str, dict[str, list[float]]] = {}
    for name, ids in SETS.items():
        instruments = [load_instrument(i) for i in ids]
        for label, prior in PRIORS.items():
            cases = _people(instruments, topics, prior, persons + _WARM_UP)
            times = [_one(instruments, topics, answers) for answers in cases]
            found.setdefault(name, {})[label] = times[_WARM_UP:]
    return found


def _one(instruments: Sequence[Instrument], topics: Sequence[Topic], answers: Answers) -> float:
    start = perf_counter()
    for instrument in instruments:
        frame = Frame(instrument, answers)
        explain(frame, determine_frame(frame))
    next_topic(instruments, answers, topics)
    return 1000 * (perf_counter() - start)


def _people(
    instruments: Sequence[Instrument], topics: Sequence[Topic], prior: tuple[float, float], persons: int
) -> list[Answers]:
    every = {leaf for instrument in instruments for leaf in instrument.leaves}
    leaves = [t.leaf for t in topics if t.leaf in every and t.may_be_asked and not t.leaf.startswith("person.")]
    random = np.random.default_rng(SEED)
    return [_answers(leaves, prior, random) for _ in range(persons)]


def _answers(leaves: Sequence[str], prior: tuple[float, float], random: np.random.Generator) -> Answers:
    asked = random.random(len(leaves)) < random.random()
    drawn = random.random(len(leaves))
    given = {}
    for leaf, was_asked, chance in zip(leaves, asked, drawn, strict=True):
        if was_asked:
            known = AnswerValue.YES if chance < prior[0] else AnswerValue.NO
            given[leaf] = Answer(AnswerValue.UNKNOWN if prior[0] <= chance < sum(prior) else known)
    return Answers(given)


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]))))
