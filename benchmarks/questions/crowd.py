"""Many persons in mid-interview at once: what they may be asked, what the engine would choose, how answers move them.

Leaves that stand in the same places with the same block and burden are interchangeable but for their order in the list.
Such a *class* is scored once; its next leaf is its first one that was not asked yet.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product

import numpy as np

from benchmarks.questions.ages import AGE_KEYS, Ages
from benchmarks.questions.machine import TRUTHS, Bools, Floats, Ints
from benchmarks.questions.view import View
from fristad.engine.answers import Answers
from fristad.engine.instrument import Instrument
from fristad.engine.outlook import Prior
from fristad.engine.questioning import BURDEN_COST, Topic

NOBODY = -1


@dataclass(frozen=True)
class Class:
    """Interchangeable leaves, as columns in list order."""

    columns: tuple[int, ...]
    block: int
    burden: int


class Setting:
    """What all persons of one simulation share: instruments, topics, what is known at the start, the engine's prior."""

    def __init__(
        self, instruments: Sequence[Instrument], topics: Sequence[Topic], start: Answers, prior: Prior
    ) -> None:
        self.instruments, self.start, self.prior = tuple(instruments), start, prior
        self.ages = Ages(start)
        told = [t for t in topics if t.may_be_asked and start.value(t.leaf).may_be_asked]
        self.views = [View(i, frozenset(t.leaf for t in told), self.ages, prior) for i in self.instruments]
        self.topics = [t for t in told if any(t.leaf in view.places for view in self.views)]
        self.leaves = [t.leaf for t in self.topics]

    @property
    def consulted(self) -> int:
        """How many topics can bear on a word at all, in some course of the interview."""
        nobody_yet = Crowd(self, 1)
        return sum(len(c.columns) for c, may in zip(self.classes, nobody_yet.candidates(), strict=True) if may)

    @cached_property
    def classes(self) -> list[Class]:
        found: dict[object, list[int]] = {}
        for column, topic in enumerate(self.topics):
            alone = topic.leaf in AGE_KEYS or any(topic.leaf in view.shared for view in self.views)
            places = tuple(view.places.get(topic.leaf, ()) for view in self.views)
            key = topic.leaf if alone else (places, topic.block, topic.burden)
            found.setdefault(key, []).append(column)
        return [Class(tuple(c), self.topics[c[0]].block, self.topics[c[0]].burden) for c in found.values()]

    @cached_property
    def next_column(self) -> Ints:
        """For each class and number asked of it the next column, or NOBODY."""
        longest = max(len(c.columns) for c in self.classes)
        rows = [[*c.columns, *[NOBODY] * (longest + 1 - len(c.columns))] for c in self.classes]
        return np.array(rows)

    @cached_property
    def class_of(self) -> Ints:
        return np.array(
            [next(n for n, c in enumerate(self.classes) if at in c.columns) for at in range(len(self.leaves))]
        )


class Crowd:
    """Persons in mid-interview. `asked[person, column]` says what was asked."""

    def __init__(self, setting: Setting, persons: int) -> None:
        self.setting = setting
        self.states = [np.zeros((persons, len(view.machines)), dtype=np.int64) for view in setting.views]
        self.age = np.zeros(persons, dtype=np.int64)
        self.used = np.zeros((persons, len(setting.classes)), dtype=np.int64)
        self.asked = np.zeros((persons, len(setting.leaves)), dtype=bool)

    def answer(self, persons: Ints, column: int, truths: Ints) -> None:
        """Give these persons' answers to one topic."""
        leaf = self.setting.leaves[column]
        for view, states in zip(self.setting.views, self.states, strict=True):
            moved = states[persons]
            view.answer(moved, view.places.get(leaf, ()), truths)
            states[persons] = moved
        if leaf in AGE_KEYS:
            self.age[persons] = self.setting.ages.after[self.age[persons], AGE_KEYS.index(leaf), truths]
        self.used[persons, self.setting.class_of[column]] += 1
        self.asked[persons, column] = True

    def candidates(self) -> Bools:
        """Which classes could change a word of the first person now."""
        first = np.zeros(1, dtype=np.int64)
        is_open = np.ones((1, len(self.setting.classes)), dtype=bool)
        return np.asarray(np.any([self._can_change(at, first, is_open)[0] for at in range(len(self.states))], axis=0))

    def choose(self, persons: Ints, *, by_block: bool) -> Ints:
        """The column of the next topic for each person, or NOBODY where nothing can change a word any more."""
        key = np.column_stack([*(s[persons] for s in self.states), self.age[persons], self.used[persons]])
        _, first, inverse = np.unique(_hashed(key), return_index=True, return_inverse=True)
        return self._choose_apart(persons[first], by_block=by_block)[inverse]

    def _choose_apart(self, persons: Ints, *, by_block: bool) -> Ints:
        columns = self.setting.next_column[np.arange(len(self.setting.classes)), self.used[persons]]
        can = [self._can_change(at, persons, columns != NOBODY) for at in range(len(self.setting.views))]
        candidates = np.any(can, axis=0)
        if by_block:
            block = np.array([c.block for c in self.setting.classes])
            first = np.where(candidates, block, block.max() + 1).min(axis=1)
            candidates &= block == first[:, None]
        score = self._scores(persons, candidates, can)
        best = candidates & (score == np.where(candidates, score, -np.inf).max(axis=1)[:, None])
        chosen = np.where(best, columns, len(self.setting.leaves)).min(axis=1)
        return np.where(candidates.any(axis=1), chosen, NOBODY)

    def _can_change(self, at: int, persons: Ints, is_open: Bools) -> Bools:
        view, states, age = self.setting.views[at], self.states[at][persons], self.age[persons]
        can = np.zeros(is_open.shape, dtype=bool)
        for rows, open_shared in self._by_open_shared(view, persons):
            can[rows] = self._group_can_change(view, states[rows], age[rows], open_shared)
        return can & is_open

    def _by_open_shared(self, view: View, persons: Ints) -> Iterator[tuple[Ints, tuple[str, ...]]]:
        """Persons in groups by which shared leaves they have not been asked about."""
        shared = np.array([self.setting.leaves.index(leaf) for leaf in view.shared], dtype=np.int64)
        groups = ~self.asked[np.ix_(persons, shared)]
        for group in np.unique(groups, axis=0):
            rows = np.flatnonzero((groups == group).all(axis=1))
            yield rows, tuple(leaf for leaf, yes in zip(view.shared, group, strict=True) if yes)

    def _group_can_change(self, view: View, states: Ints, age: Ints, open_shared: tuple[str, ...]) -> Bools:
        """As the engine has it: shared leaves are conditioned on, and where the word is settled nothing is asked."""
        ways = product(TRUTHS, repeat=len(open_shared))
        courses = [view.fixed(states, dict(zip(open_shared, way, strict=True))) for way in ways]
        left = np.bitwise_or.reduce([view.words_left(course, age) for course in courses])
        unsettled = np.bitwise_count(left) > 1
        columns = []
        for one in self.setting.classes:
            leaf = self.setting.leaves[one.columns[0]]
            every = [states] if leaf in open_shared else courses
            may = [view.can_change(course, age, view.places.get(leaf, ())) for course in every]
            columns.append(np.logical_or.reduce(may) & unsettled)
        return np.stack(columns, axis=1)

    def _scores(self, persons: Ints, candidates: Bools, can: list[Bools]) -> Floats:
        burden = np.array([c.burden for c in self.setting.classes])
        total = np.zeros(candidates.shape)
        for at, view in enumerate(self.setting.views):
            total += view.weight * self._gains(at, persons, can[at] & candidates)
        return np.asarray(np.round(total - BURDEN_COST * burden, 9))

    def _gains(self, at: int, persons: Ints, can: Bools) -> Floats:
        """The gain of each class where it can change the word, else 0; equal states are computed once."""
        view = self.setting.views[at]
        shared = np.array([self.setting.leaves.index(leaf) for leaf in view.shared], dtype=np.int64)
        is_open = ~self.asked[np.ix_(persons, shared)]
        groups = np.column_stack([self.age[persons], is_open])
        gains = np.zeros(can.shape)
        for group in np.unique(groups, axis=0):
            rows = np.flatnonzero((groups == group).all(axis=1))
            open_shared = tuple(leaf for leaf, yes in zip(view.shared, group[1:], strict=True) if yes)
            gains[rows] = self._group_gains(view, self.states[at][persons[rows]], can[rows], int(group[0]), open_shared)
        return gains

    def _group_gains(self, view: View, states: Ints, can: Bools, age: int, open_shared: tuple[str, ...]) -> Floats:
        _, first, inverse = np.unique(_hashed(states), return_index=True, return_inverse=True)
        wanted = np.flatnonzero(can.any(axis=0))
        kinds = [self._kind(view, self.setting.classes[c]) for c in wanted]
        leaf_of = {
            kind: self.setting.leaves[self.setting.classes[c].columns[0]] for kind, c in zip(kinds, wanted, strict=True)
        }
        found = view.gains(states[first], age, open_shared, list(leaf_of.values()))
        gains = np.zeros(can.shape)
        gains[:, wanted] = found[inverse][:, [list(leaf_of).index(kind) for kind in kinds]]
        return np.where(can, gains, 0.0)

    def _kind(self, view: View, one: Class) -> object:
        """Classes of one kind gain the same in one instrument; block, burden and other instruments may differ."""
        leaf = self.setting.leaves[one.columns[0]]
        return leaf if leaf in view.shared or leaf in AGE_KEYS else view.places[leaf]


def _hashed(rows: Ints) -> Ints:
    """One number per row. Rows are short lists of small numbers; 64 mixed bits keep different ones apart."""
    mixed = np.zeros(len(rows), dtype=np.uint64)
    for column in rows.T:
        mixed = (mixed ^ column.astype(np.uint64)) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(29)
    return mixed.view(np.int64)
