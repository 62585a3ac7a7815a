"""Random people: some with everything answered but a few things, some hardly asked at all."""

import random

from fristad.engine.answers import Answer, Answers
from fristad.engine.instrument import Instrument
from fristad.engine.truth import AnswerValue

UNKNOWNS = ("unknown", "declined", "not_asked", "not_safe")
ALL_UNKNOWNS = (*UNKNOWNS, "conflicting")


def nearly_complete(
    instrument: Instrument, seed: int, unknowns: int = 8, reasons: tuple[str, ...] = ALL_UNKNOWNS
) -> Answers:
    """A person with at most `unknowns` leaves open, for these reasons; one element in five is answered directly."""
    rng = random.Random(seed)
    keys = sorted(instrument.leaves)
    elements = {item.id for item in instrument.items if item.is_element}
    leaves = [k for k in keys if k not in elements]
    p_yes = rng.choice([0.03, 0.1, 0.3, 0.6])
    given = {key: _draw(rng, p_yes) for key in leaves}
    for key in sorted(elements):
        if rng.random() < 0.2:
            given[key] = _draw(rng, 0.3) if rng.random() < 0.9 else Answer(AnswerValue(reasons[-1]))
    for key in rng.sample(leaves, min(rng.randint(0, unknowns), len(leaves))):
        given[key] = Answer(AnswerValue(rng.choice(reasons)))
    return Answers(given)


def scattered(instrument: Instrument, seed: int) -> Answers:
    """A person with any mix of yes, no and not known."""
    rng = random.Random(seed)
    p_known = rng.choice([0.1, 0.5, 0.9])
    given = {
        key: _draw(rng, 0.3) if rng.random() < p_known else Answer(AnswerValue(rng.choice(ALL_UNKNOWNS)))
        for key in sorted(instrument.leaves)
    }
    return Answers(given)


def _draw(rng: random.Random, p_yes: float) -> Answer:
    return Answer(AnswerValue.YES if rng.random() < p_yes else AnswerValue.NO)
