"""The next topic to ask about, and when to stop.

Safety, consent, interpreter and urgent need come before and outside this module. Blocks go from least to most
intrusive; the choice never leaves the first block that can still change a word. The interviewer sees the topic, never
the leaning.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from math import prod

from fristad.engine.answers import Answers
from fristad.engine.finals import TRUTHS, AgeState
from fristad.engine.frame import Frame
from fristad.engine.instrument import Instrument
from fristad.engine.outlook import PUBLISHED_PRIOR, Outlook, Prior, Sum, chances, entropy, flat_terms
from fristad.engine.truth import Truth

#: What one step of burden costs, in bits of the primary result.
BURDEN_COST = 0.002


@dataclass(frozen=True, slots=True)
class Topic:
    """A leaf as an interview sees it. `block` and `order` are positions; only what can be told is ever asked."""

    leaf: str
    block: int
    burden: int
    order: int
    may_be_asked: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """The next topic, with its score in bits. `asks_when`: `id` is a concept that happened; ask for its phase."""

    id: str
    asks_when: bool = False
    score: float = 0.0


class Interview:
    """Several instruments over one set of answers. Reports and judgements never keep an interview open."""

    def __init__(
        self,
        instruments: Iterable[Instrument],
        answers: Answers,
        topics: Sequence[Topic],
        prior: Prior = PUBLISHED_PRIOR,
    ) -> None:
        self.answers = answers
        self.instruments = tuple(i for i in instruments if i.table is not None)
        self.topics = [t for t in topics if t.may_be_asked and answers.may_be_asked(t.leaf)]
        askable = frozenset(t.leaf for t in self.topics)
        self.views = {i.id: View(Outlook(Frame(i, answers), askable, prior), i.weight) for i in self.instruments}

    def settled(self) -> dict[str, bool]:
        """For each instrument whether nothing that may still be asked can change its word."""
        return {name: view.settled for name, view in self.views.items()}

    def next(self, *, by_block: bool = True) -> Choice | None:
        """The next topic, or None when nothing that may still be asked can change any word."""
        open_views = [view for view in self.views.values() if not view.settled]
        candidates = [t for t in self.topics if any(view.can_change(t.leaf) for view in open_views)]
        if not candidates:
            return None
        for topic in candidates:
            concept = topic.leaf.partition("@")[0]
            if concept in self.answers.phase_open:
                return Choice(concept, asks_when=True)
        if by_block:
            first = min(t.block for t in candidates)
            candidates = [t for t in candidates if t.block == first]
        scored = [(self._score(topic, open_views), topic) for topic in candidates]
        score, topic = min(scored, key=lambda pair: (-pair[0], pair[1].order))
        return Choice(topic.leaf, score=score)

    def _score(self, topic: Topic, views: Iterable[View]) -> float:
        gain = sum(view.weight * view.gain(topic.leaf) for view in views)
        return round(gain - BURDEN_COST * topic.burden, 9)


class View:
    """How one instrument looks at the open topics."""

    def __init__(self, outlook: Outlook, weight: float) -> None:
        self.outlook, self.weight = outlook, weight
        self._kinds = _kinds(outlook)
        self._sums = outlook.sums({})
        self._ages = outlook.ages({})
        self._fixed = [outlook.sums(fixed) for fixed, _ in outlook.fixings({})]
        words = {word for sums in self._fixed for age in self._ages for word in self._words_at(sums, age)}
        self.settled = len(words) == 1 and not (outlook.ties_may_matter() and bool(self._kinds))
        self._gains: dict[object, float] = {}
        self._can_change: dict[object, bool] = {}

    def can_change(self, leaf: str) -> bool:
        """Whether an answer to this leaf can change the word, in some course of the interview."""
        if leaf in self.outlook.age_open:
            return any(len({self._words_at(sums, age) for age in self._ages}) > 1 for sums in self._fixed)
        kinds = self._kinds.get(leaf, ())
        if kinds not in self._can_change:
            every = [self._sums] if leaf in self.outlook.shared_open else self._fixed
            self._can_change[kinds] = any(
                sums[at].can_turn(weight) and self._matters(sums, at) for sums in every for at, weight, _ in kinds
            )
        return self._can_change[kinds]

    def gain(self, leaf: str) -> float:
        """The expected entropy, in bits, that asking this leaf removes from the result word."""
        if not self.can_change(leaf):
            return 0.0
        alone = leaf not in self.outlook.shared_open and leaf not in self.outlook.age_open
        key = self._kinds[leaf] if alone else leaf
        if key not in self._gains:
            after = self._after_one if alone else self._after_any
            self._gains[key] = self._now - sum(
                chance * entropy(after(leaf, truth)) for truth, chance in self.outlook.prior.outcomes if chance > 0
            )
        return self._gains[key]

    def _words_at(self, sums: tuple[Sum, ...], age: AgeState) -> tuple[str, ...]:
        words = self.outlook.words_at(age)
        return tuple(words[truths] for truths in product(*map(_ends, sums)))

    def _matters(self, sums: tuple[Sum, ...], at: int) -> bool:
        """Whether some course of the interview leaves the word to this dimension."""
        ends = [_ends(s) for s in sums]
        rests = list(product(*(end for i, end in enumerate(ends) if i != at)))
        for words in map(self.outlook.words_at, self._ages):
            for rest in rests:
                if len({words[*rest[:at], end, *rest[at:]] for end in ends[at]}) > 1:
                    return True
        return False

    @cached_property
    def _now(self) -> float:
        """The entropy, in bits, of the word as things stand."""
        return entropy(self._distribution({}))

    def _after_any(self, leaf: str, answer: Truth) -> dict[str, float]:
        return self._distribution({leaf: answer})

    def _after_one(self, leaf: str, answer: Truth) -> dict[str, float]:
        """The chances of each word after an answer that moves one dimension only."""
        ((at, weight, is_reversed),) = self._kinds[leaf]
        words: dict[str, float] = {}
        for sums, chance, by_end in self._courses:
            ends = chances(sums[at].after((weight, is_reversed), answer), self.outlook.prior)
            for p, given_end in zip(ends, by_end[at], strict=True):
                for word, share in given_end.items():
                    words[word] = words.get(word, 0.0) + chance * p * share
        return words

    @cached_property
    def _courses(self) -> list[tuple[tuple[Sum, ...], float, list[list[dict[str, float]]]]]:
        """For each way the shared variables may go: sums, chance, and per dimension and end the words' chances."""
        found = []
        for fixed, chance in self.outlook.fixings({}):
            sums = self.outlook.sums(fixed)
            options = [self._options(s) for s in sums]
            by_end = [
                [
                    self._mix([[(end, 1.0)] if i == at else o for i, o in enumerate(options)], self._ages)
                    for end in TRUTHS
                ]
                for at in range(len(sums))
            ]
            found.append((sums, chance, by_end))
        return found

    def _distribution(self, assumed: Mapping[str, Truth]) -> dict[str, float]:
        """The chances of each word at the end, if these open variables are answered so."""
        words: dict[str, float] = {}
        ages = self.outlook.ages(assumed)
        for fixed, chance in self.outlook.fixings(assumed):
            for word, p in self._mix([self._options(s) for s in self.outlook.sums(fixed)], ages).items():
                words[word] = words.get(word, 0.0) + chance * p
        return words

    def _options(self, state: Sum) -> list[tuple[Truth, float]]:
        return [(t, p) for t, p in zip(TRUTHS, chances(state, self.outlook.prior), strict=True) if p > 1e-15]

    def _mix(
        self, options: Sequence[Sequence[tuple[Truth, float]]], ages: Mapping[AgeState, float]
    ) -> dict[str, float]:
        """The chances of each word when the dimensions end independently with these chances."""
        words: dict[str, float] = {}
        tables = [(self.outlook.words_at(age), share) for age, share in ages.items() if share > 0]
        for combination in product(*options):
            truths = tuple([t for t, _ in combination])
            p = prod([part for _, part in combination])
            for table, share in tables:
                word = table[truths]
                words[word] = words.get(word, 0.0) + p * share
        return words


def _ends(state: Sum) -> list[Truth]:
    """The values that a dimension can end with."""
    return [truth for truth, may in zip(TRUTHS, state.may_end(), strict=True) if may]


def _kinds(outlook: Outlook) -> dict[str, tuple[tuple[int, int, bool], ...]]:
    """For each open variable: the dimensions (by position) it stands in, its weight, whether it counts reversed."""
    kinds: dict[str, tuple[tuple[int, int, bool], ...]] = {}
    for at, dimension in enumerate(outlook.dimensions):
        for variable, weight, is_reversed in flat_terms(dimension):
            if variable in outlook.open:
                kinds[variable] = (*kinds.get(variable, ()), (at, weight, is_reversed))
    return kinds


def next_topic(
    instruments: Iterable[Instrument], answers: Answers, topics: Sequence[Topic], prior: Prior = PUBLISHED_PRIOR
) -> Choice | None:
    """The next topic over several instruments, or None when nothing that may be asked can change any word."""
    return Interview(instruments, answers, topics, prior).next()
