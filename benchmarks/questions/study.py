"""The questions study: settings, priors, orders, and one line of figures for each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from benchmarks.questions.ages import AGE_KEYS
from benchmarks.questions.crowd import Setting
from benchmarks.questions.judge import judge, sample_of
from benchmarks.questions.persons import draw
from benchmarks.questions.simulate import interview
from fristad.engine.answers import Answer, Answers
from fristad.engine.outlook import PUBLISHED_PRIOR, Prior
from fristad.engine.truth import AnswerValue
from fristad.library import load_catalogue, load_instrument

ADULT, PALERMO = "ilo_delphi.adult_labour", "palermo_art3"
SETTINGS = ((ADULT,), (PALERMO,), (PALERMO, ADULT))
PRIORS = (Prior(0.30, 0.10), Prior(0.25, 0.10), Prior(0.10, 0.40), Prior(0.10, 0.0))
SEED = 20261123


@dataclass(frozen=True)
class Line:
    """Topics asked in one simulation. `fitting` says whether the engine's prior is the persons' own.

    `consulted` counts the topics that can bear on a result word, `full` all topics of the instruments.
    """

    instruments: tuple[str, ...]
    persons_prior: Prior
    fitting: bool
    by_block: bool
    persons: int
    judged: int
    median: float
    p90: float
    mean: float
    most: int
    consulted: int
    full: int
    disagreements: int


def study(persons: int, judged: int) -> Iterator[Line]:
    """Every setting, prior and order, first with the prior that ships, then with the one that fits the persons."""
    for fitting in (False, True):
        for instruments in SETTINGS:
            for prior in PRIORS:
                if not fitting or prior != PUBLISHED_PRIOR:
                    yield from _lines(instruments, prior, persons, judged, fitting=fitting)


def _lines(instruments: tuple[str, ...], prior: Prior, persons: int, judged: int, *, fitting: bool) -> Iterator[Line]:
    topics = load_catalogue().topics()
    loaded = [load_instrument(i) for i in instruments]
    setting = Setting(loaded, topics, start_of(instruments), prior if fitting else PUBLISHED_PRIOR)
    truths = draw(setting.leaves, prior, persons, SEED)
    every = {leaf for i in loaded for leaf in i.leaves} - set(setting.start.given)
    full = sum(t.may_be_asked and t.leaf in every for t in topics)
    for by_block in (True, False):
        found = interview(setting, truths, by_block=by_block)
        sample = sample_of(persons, judged, SEED)
        judge(setting, topics, truths, found, sample, by_block=by_block)
        asked = found.asked
        yield Line(
            instruments,
            prior,
            fitting,
            by_block,
            persons,
            len(sample),
            median=float(np.median(asked)),
            p90=float(np.percentile(asked, 90)),
            mean=float(asked.mean()),
            most=int(asked.max()),
            consulted=setting.consulted,
            full=full,
            disagreements=found.disagreements,
        )


def start_of(instruments: tuple[str, ...]) -> Answers:
    """For the list made for adults alone the person is known to be one; otherwise nothing is known."""
    return Answers({age: Answer(AnswerValue.NO) for age in AGE_KEYS} if instruments == (ADULT,) else {})
