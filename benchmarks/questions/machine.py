"""One dimension as a machine: every state its sum can be in, and where each answer leads.

States are the engine's `Sum` values, so bounds, chances and "can this still decide" are the engine's own.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fristad.engine.outlook import Prior, Sum, chances
from fristad.engine.truth import Truth

Kind = tuple[int, bool]
Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

#: Weights that already reached the level: nothing can change any more, so all such sums are one state.
_MET = Sum(0, 0, ())
TRUTHS = (Truth.NOT_MET, Truth.UNKNOWN, Truth.MET)


@dataclass(frozen=True)
class Machine:
    """All states of one dimension; state 0 is the start. Rows are states.

    `after[state, kind, truth]` is the next state; `turns[state, kind]` whether a variable of that kind can decide;
    `ends[state]` the values it may end with, as bits; `need` and `spare` (unknown for good, and open) give the bounds.
    """

    kinds: tuple[Kind, ...]
    after: Ints
    turns: Bools
    ends: Ints
    need: Ints
    spare: Ints
    chance: Floats


def make_machine(start: Sum, prior: Prior) -> Machine:
    kinds = tuple((weight, is_reversed) for weight, _, is_reversed in start.open)
    states, steps = _explore(_normal(start), kinds)
    open_weight = np.array([sum(w * n for w, n, _ in s.open) for s in states])
    return Machine(
        kinds=kinds,
        after=np.array(steps).reshape(len(states), len(kinds), len(TRUTHS)),
        turns=np.array([[_may_turn(s, kind) for kind in kinds] for s in states], dtype=bool),
        ends=np.array([sum(may << at for at, may in enumerate(s.may_end())) for s in states]),
        need=np.array([s.need for s in states]),
        spare=np.array([s.final_unknown for s in states]) + open_weight,
        chance=np.array([chances(s, prior) for s in states]),
    )


def _explore(start: Sum, kinds: tuple[Kind, ...]) -> tuple[list[Sum], list[list[int]]]:
    number, states, steps = {start: 0}, [start], []
    for state in states:  # grows while it is walked through
        row = []
        for kind in kinds:
            for truth in TRUTHS:
                following = _normal(state.after(kind, truth)) if _has(state, kind) else state
                if following not in number:
                    number[following] = len(states)
                    states.append(following)
                row.append(number[following])
        steps.append(row)
    return states, steps


def _normal(state: Sum) -> Sum:
    return _MET if state.need <= 0 else state


def _has(state: Sum, kind: Kind) -> bool:
    return any((w, r) == kind for w, _, r in state.open)


def _may_turn(state: Sum, kind: Kind) -> bool:
    return _has(state, kind) and state.can_turn(kind[0])
