"""The same table as OpenFisca formulas, which OpenFisca-core computes over arrays."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, reduce
from operator import add
from typing import Any

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from benchmarks.contestants.base import Count, Counts
from benchmarks.contestants.rule import LEVEL, NOT_SETTLED, Part, parts
from benchmarks.data import Codes, Data

PERSON = build_entity(key="person", plural="persons", label="A person", is_person=True)
_YEAR = "2026"
_WORDS = ("indications_present", "other_exploitation", "no_indication_in_what_was_asked", "unclassified", NOT_SETTLED)


def formulas(data: Data, rows: int) -> Count:
    """Building the system and handing over the answers is not timed; results are kept, so every run starts anew."""
    listed = parts(data.instrument)
    names = {leaf: f"answer_{at}" for at, leaf in enumerate(data.leaves)}
    system = TaxBenefitSystem([PERSON])
    for name in names.values():
        system.add_variable(_variable(name, int))
    for short, by_weight in listed.items():
        for bound, least in (("l", 2), ("u", 1)):
            system.add_variable(_variable(f"{bound}_{short}", bool, _reaches(names, by_weight, least)))
    system.add_variable(_variable("word", int, _word))
    return partial(_count, _simulation(system, names, data.codes(rows), rows))


def _simulation(system: TaxBenefitSystem, names: dict[str, str], codes: Codes, rows: int) -> Any:
    simulation = SimulationBuilder().build_default_simulation(system, count=rows)
    for leaf, column in codes.items():
        simulation.set_input(names[leaf], _YEAR, column)
    return simulation


def _variable(name: str, value_type: type, formula: Callable[..., Any] | None = None) -> type[Variable]:
    content: dict[str, Any] = {
        "value_type": value_type,
        "entity": PERSON,
        "definition_period": DateUnit.YEAR,
        "label": name,
    }
    if formula:
        content["formula"] = formula
    return type(name, (Variable,), content)


def _reaches(names: dict[str, str], by_weight: list[Part], least: int) -> Callable[..., Any]:
    def formula(person: Any, period: Any) -> Any:
        counted = [
            reduce(add, [person(names[leaf], period) >= least for leaf in p.leaves], 0) * p.weight for p in by_weight
        ]
        return reduce(add, counted) >= LEVEL

    return formula


def _word(person: Any, period: Any) -> Any:
    l_dr, l_cr, l_ex, l_cd = (person(f"l_{short}", period) for short in ("dr", "cr", "ex", "cd"))
    u_dr, u_cr, u_ex, u_cd = (person(f"u_{short}", period) for short in ("dr", "cr", "ex", "cd"))
    return np.select(
        [
            l_ex & l_cd & (l_dr | l_cr),
            l_ex & ~u_cd & (l_dr | ~u_cr),
            ~u_dr & ~u_cr & ~u_ex & ~u_cd,
            (~u_ex & (l_dr | l_cr | l_cd)) | (l_cd & ~u_dr & ~u_cr) | (~u_cd & ~u_dr & l_cr),
        ],
        [0, 1, 2, 3],
        default=4,
    )


def _count(simulation: Any) -> Counts:
    counted = np.bincount(simulation.calculate("word", _YEAR), minlength=len(_WORDS))
    return {word: int(n) for word, n in zip(_WORDS, counted, strict=True) if n}
