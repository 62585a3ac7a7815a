"""Persons as codes, and what the engine says of them in the shape that every target gives."""

import random
from collections.abc import Mapping, Sequence

from fristad.engine.answers import Answers, read_answers
from fristad.engine.evaluation import determine
from fristad.engine.instrument import Instrument
from fristad.library import load_instrument, vocabulary
from fristad.targets.plan import make_plan

TABLES = ("palermo_art3", "ilo_delphi.adult_labour", "ilo_delphi.child_labour", "smuggling_finding")
OTHERS = ("ilo_forced_labour_11", "unodc_indicators", "fristad_vulnerability")
EVERY = tuple(load_instrument(name) for name in (*TABLES, *OTHERS))
WORDS = ("no", "unknown", "yes", "conflicting")
#: Chances of no, unknown and yes: few known, many known, many told, hardly anything told.
MIXES = ((8, 1, 1), (1, 8, 1), (1, 1, 1), (20, 1, 1), (5, 4, 1), (30, 1, 0.3))

Codes = dict[str, int]


def keys_of(instruments: Sequence[Instrument]) -> list[str]:
    return list(dict.fromkeys(key for i in instruments for key in make_plan(i).keys))


def random_persons(keys: Sequence[str], n: int, seed: int) -> list[Codes]:
    rng = random.Random(seed)
    return [
        dict(zip(keys, rng.choices((0, 1, 2, 3), (*rng.choice(MIXES), rng.choice((0, 0.3))), k=len(keys)), strict=True))
        for _ in range(n)
    ]


def answers_from(codes: Mapping[str, int]) -> Answers:
    return read_answers({key: WORDS[code] for key, code in codes.items()}, vocabulary())


def expected(instrument: Instrument, codes: Mapping[str, int]) -> dict[str, str | int | None]:
    """The engine's determination as one flat row, named as the SQL columns are."""
    found = determine(instrument, answers_from(codes))
    row: dict[str, str | int | None] = {"result": found.result, "classification": found.classification}
    row.update({name: int(truth) for name, truth in found.dimensions.items()})
    return {f"{instrument.id}.{name}": value for name, value in row.items()}
