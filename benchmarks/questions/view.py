"""How one instrument looks at the open topics, for many persons at once: the engine's `View`, in arrays.

Persons in the same state share one computation. `Outlook.word` and the engine's sums decide everything that is exact;
here only products and entropies are computed side by side.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from itertools import product
from typing import Any

import numpy as np

from benchmarks.questions.ages import AGE_KEYS, Ages
from benchmarks.questions.machine import TRUTHS, Bools, Floats, Ints, make_machine
from fristad.engine.finals import AgeState
from fristad.engine.frame import Frame
from fristad.engine.instrument import Instrument
from fristad.engine.outlook import Outlook, Prior, flat_terms
from fristad.engine.truth import Truth

#: Where a leaf stands in one instrument: (dimension, kind in its machine), for each place. Ages: (-1, position).
Places = tuple[tuple[int, int], ...]
_ENDS = 8


class View:
    """One instrument under a fixed prior. `States` are arrays: one column per dimension, rows are persons."""

    def __init__(self, instrument: Instrument, askable: frozenset[str], ages: Ages, prior: Prior) -> None:
        self.instrument, self.weight, self.prior, self.ages = instrument, instrument.weight, prior, ages
        self._outlooks = [self._outlook_at(at, askable) for at in range(len(ages.states))]
        self._outlook = self._outlooks[0]
        self.machines = [make_machine(s, prior) for s in self._outlook.sums({})]
        self.places = self._find_places()
        self.shared = self._outlook.shared_open
        self._words: dict[str, int] = {}
        self._matters: dict[tuple[int, ...], Bools] = {}
        self._bits: dict[tuple[int, ...], int] = {}

    def _outlook_at(self, age: int, askable: frozenset[str]) -> Outlook:
        answers = self.ages.states[age]
        still = frozenset(leaf for leaf in askable if answers.value(leaf).may_be_asked)
        return Outlook(Frame(self.instrument, answers), still, self.prior)

    def _find_places(self) -> dict[str, Places]:
        found: dict[str, Places] = {}
        for at, dimension in enumerate(self._outlook.dimensions):
            for leaf, weight, is_reversed in flat_terms(dimension):
                if leaf in self._outlook.open:
                    place = (at, self.machines[at].kinds.index((weight, is_reversed)))
                    found[leaf] = (*found.get(leaf, ()), place)
        for leaf in self._outlook.age_open:
            found[leaf] = ((-1, AGE_KEYS.index(leaf)),)
        return found

    def answer(self, states: Ints, places: Places, truths: Ints) -> None:
        """Move the dimensions that a leaf stands in, in place."""
        for at, kind in places:
            if at >= 0:
                states[:, at] = self.machines[at].after[states[:, at], kind, truths]

    # What can still change the word.

    def can_change(self, states: Ints, age: Ints, places: Places) -> Bools:
        """Whether an answer to a leaf that is still open can change the word, person by person."""
        matters = self._matters_for(states, age)
        can = np.zeros(len(states), dtype=bool)
        for at, kind in places:
            if at < 0:
                can |= matters[:, len(self.machines) + kind] & self.ages.open[age, kind]
            else:
                can |= matters[:, at] & self.machines[at].turns[states[:, at], kind]
        return can

    def words_left(self, states: Ints, age: Ints) -> Ints:
        """Which words the interview may still end with, as bits, person by person."""
        found: Ints = self._per_ends(states, age, self._word_bits)
        return found

    def fixed(self, states: Ints, answers: Mapping[str, Truth]) -> Ints:
        """The states once these shared leaves were answered so."""
        moved = states.copy()
        for leaf, truth in answers.items():
            self.answer(moved, self.places[leaf], np.full(len(moved), int(truth)))
        return moved

    def _matters_for(self, states: Ints, age: Ints) -> Bools:
        found: Bools = self._per_ends(states, age, self._matter)
        return found

    def _per_ends(self, states: Ints, age: Ints, work_out: Callable[[int, tuple[int, ...]], Any]) -> Any:
        ends = np.stack([m.ends[states[:, at]] for at, m in enumerate(self.machines)], axis=1)
        code = age.copy()
        for at in range(ends.shape[1]):
            code = code * _ENDS + ends[:, at]
        _, first, inverse = np.unique(code, return_index=True, return_inverse=True)
        rows = np.array([work_out(int(age[i]), tuple(map(int, ends[i]))) for i in first])
        return rows[inverse]

    def _word_bits(self, age: int, ends: tuple[int, ...]) -> int:
        key = (age, *ends)
        if key not in self._bits:
            words = set(self._words_at(age, ends).values())
            self._bits[key] = sum(1 << self._words.setdefault(word, len(self._words)) for word in words)
        return self._bits[key]

    def _words_at(self, age: int, ends: tuple[int, ...]) -> dict[tuple[tuple[Truth, ...], AgeState], str]:
        outlook = self._outlooks[age]
        return {
            (truths, state): outlook.word(truths, state)
            for truths in product(*([t for t in TRUTHS if e >> t & 1] for e in ends))
            for state in outlook.ages({})
        }

    def _matter(self, age: int, ends: tuple[int, ...]) -> Bools:
        key = (age, *ends)
        if key not in self._matters:
            outlook, words = self._outlooks[age], self._words_at(age, ends)
            by_dimension = [_differs(words, at) for at in range(len(ends))]
            by_age = [key in outlook.age_open and _differs(words, None) for key in AGE_KEYS]
            self._matters[key] = np.array(by_dimension + by_age)
        return self._matters[key]

    # How much an answer tells.

    def gains(self, states: Ints, age: int, open_shared: tuple[str, ...], leaves: list[str]) -> Floats:
        """Expected entropy removed, for persons of one age state and the same open shared leaves; one column a leaf."""
        distributions = _Distributions(self, states, age, open_shared)
        now = entropy(distributions.now())
        columns = [now - self._expected(distributions, leaf) for leaf in leaves]
        return np.stack(columns, axis=1) if columns else np.zeros((len(states), 0))

    def _expected(self, distributions: _Distributions, leaf: str) -> Floats:
        total: Floats = np.zeros(distributions.persons)
        for truth, chance in self.prior.outcomes:
            if chance > 0:
                total += chance * entropy(distributions.after(leaf, truth))
        return total

    def word_shares(self, age: int, key: str | None = None, truth: Truth | None = None) -> Floats:
        """For each combination of dimension values the chance of each word, over how age may stand at the end."""
        cached = self._shares.get((age, key, truth))
        if cached is None:
            outlook = self._outlooks[age]
            ends = outlook.ages({key: truth} if key is not None and truth is not None else {})
            cached = self._shares[age, key, truth] = self._share_table(outlook, ends)
        return cached

    @cached_property
    def _shares(self) -> dict[tuple[int, str | None, Truth | None], Floats]:
        return {}

    def _share_table(self, outlook: Outlook, ends: Mapping[AgeState, float]) -> Floats:
        size = len(self.machines)
        table = np.zeros((3,) * size + (6,))
        for truths in product(TRUTHS, repeat=size):
            for state, share in ends.items():
                word = self._words.setdefault(outlook.word(truths, state), len(self._words))
                table[(*map(int, truths), word)] += share
        return table


class _Distributions:
    """The chances of each word for a group of persons, now and after one more answer."""

    def __init__(self, view: View, states: Ints, age: int, open_shared: tuple[str, ...]) -> None:
        self.view, self.age, self.persons = view, age, len(states)
        self._fixed = list(self._fixings(states, open_shared))
        self._rest = [
            [_contract(chance, at, view.word_shares(age)) for at in range(len(view.machines))]
            for _, _, _, chance in self._fixed
        ]

    def _fixings(
        self, states: Ints, leaves: tuple[str, ...]
    ) -> Iterator[tuple[dict[str, Truth], float, Ints, list[Floats]]]:
        for outcomes in product(self.view.prior.outcomes, repeat=len(leaves)):
            moved, share = states.copy(), 1.0
            for leaf, (truth, chance) in zip(leaves, outcomes, strict=True):
                self.view.answer(moved, self.view.places[leaf], np.full(len(states), int(truth)))
                share *= chance
            if share > 0:
                chances = [m.chance[moved[:, at]] for at, m in enumerate(self.view.machines)]
                fixed = {leaf: truth for leaf, (truth, _) in zip(leaves, outcomes, strict=True)}
                yield fixed, share, moved, chances

    def now(self) -> Floats:
        return self._sum({at: share for at, (_, share, _, _) in enumerate(self._fixed)})

    def after(self, leaf: str, truth: Truth) -> Floats:
        if leaf in AGE_KEYS:
            return self._after_age(leaf, truth)
        if leaf in self.view.shared:
            chance = dict(self.view.prior.outcomes)[truth]
            return self._sum({n: f[1] / chance for n, f in enumerate(self._fixed) if f[0].get(leaf) == truth})
        ((at, kind),) = self.view.places[leaf]
        total = 0.0
        for (_, share, moved, _), rest in zip(self._fixed, self._rest, strict=True):
            machine = self.view.machines[at]
            chance = machine.chance[machine.after[moved[:, at], kind, int(truth)]]
            total = total + share * np.einsum("nt,ntw->nw", chance, rest[at])
        return np.asarray(total)

    def _sum(self, shares: Mapping[int, float]) -> Floats:
        parts = [share * np.einsum("nt,ntw->nw", self._fixed[n][3][0], self._rest[n][0]) for n, share in shares.items()]
        return np.asarray(np.sum(parts, axis=0))

    def _after_age(self, key: str, truth: Truth) -> Floats:
        table = self.view.word_shares(self.age, key, truth)
        parts = [
            share * np.einsum("nt,ntw->nw", chances[0], _contract(chances, 0, table))
            for _, share, _, chances in self._fixed
        ]
        return np.asarray(np.sum(parts, axis=0))


def _contract(chances: list[Floats], at: int, table: Floats) -> Floats:
    """The chances of the words for each value of dimension `at`, the other dimensions summed out."""
    joint = np.ones((len(chances[0]), 1))
    for other, chance in enumerate(chances):
        if other != at:
            joint = (joint[:, :, None] * chance[:, None, :]).reshape(len(joint), -1)
    moved = np.moveaxis(table, at, -2)
    return np.asarray((joint @ moved.reshape(-1, 3 * moved.shape[-1])).reshape(len(joint), 3, -1))


def entropy(distribution: Floats) -> Floats:
    safe = np.where(distribution > 1e-15, distribution, 1.0)
    return np.asarray(-(safe * np.log2(safe)).sum(axis=1))


def _differs(words: Mapping[tuple[tuple[Truth, ...], AgeState], str], at: int | None) -> bool:
    """Whether changing dimension `at` alone (None: the age alone) can change the word."""
    seen: dict[object, str] = {}
    for (truths, age), word in words.items():
        rest = truths if at is None else ((*truths[:at], *truths[at + 1 :]), age)
        if seen.setdefault(rest, word) != word:
            return True
    return False
