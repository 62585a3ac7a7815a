"""The invented persons: for each one what they would answer to every topic, drawn independently from a prior."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from benchmarks.questions.machine import Ints
from fristad.engine.instrument import UNDER_18_NOW, UNDER_18_THEN
from fristad.engine.outlook import Prior
from fristad.engine.truth import Truth


def draw(leaves: Sequence[str], prior: Prior, persons: int, seed: int) -> Ints:
    """One row per person, one column per leaf, values of `Truth`. Who is under 18 now was under 18 then."""
    random = np.random.default_rng(seed)
    sure = random.random((persons, len(leaves)))
    truths = np.where(sure < prior.yes, Truth.MET, np.where(sure < prior.yes + prior.unknown, Truth.UNKNOWN, 0))
    if UNDER_18_NOW in leaves and UNDER_18_THEN in leaves:
        now, then = leaves.index(UNDER_18_NOW), leaves.index(UNDER_18_THEN)
        truths[truths[:, now] == Truth.MET, then] = Truth.MET
    return truths.astype(np.int64)
