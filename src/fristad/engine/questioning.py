"""The next topic to ask about, and when to stop.

Safety, consent, interpreter and urgent need come before and outside this module. Blocks go from least to most
intrusive; the choice never leaves the first block that can still change a word. The interviewer sees the topic, never
the leaning.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from fristad.engine.answers import Answers
from fristad.engine.frame import Frame
from fristad.engine.instrument import Instrument
from fristad.engine.outlook import PUBLISHED_PRIOR, AgeState, Outlook, Prior, Sum, chances, entropy, flat_terms
from fristad.engine.truth import Truth

#: What one step of burden costs, in bits of the primary result.
BURDEN_COST = 0.02
_TRUTHS = (Truth.NOT_MET, Truth.UNKNOWN, Truth.MET)


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
        self.topics = [t for t in topics if t.may_be_asked and answers.value(t.leaf).may_be_asked]
        askable = frozenset(t.leaf for t in self.topics)
        self.views = {i.id: View(Outlook(Frame(i, answers), askable, prior), i.weight) for i in self.instruments}

    def settled(self) -> dict[str, bool]:
        """For each instrument whether nothing that may still be asked can change its word."""
        return {name: view.settled for name, view in self.views.items()}

    def next(self, *, by_block: bool = True) -> Choice | None:
        """The next topic, or None when nothing that may still be asked can change any word."""
        for concept in self.answers.phase_open:
            if any(leaf.partition("@")[0] == concept for i in self.instruments for leaf in i.leaves):
                return Choice(concept, asks_when=True)
        open_views = [view for view in self.views.values() if not view.settled]
        candidates = [t for t in self.topics if any(view.can_change(t.leaf) for view in open_views)]
        if not candidates:
            return None
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
        self._words = self._reachable_words()
        self.settled = len(self._words) == 1 and not (outlook.ties_may_matter() and bool(self._kinds))
        self._gains: dict[object, float] = {}
        self._now: float | None = None
        self._can_change: dict[object, bool] = {}

    def can_change(self, leaf: str) -> bool:
        """Whether an answer to this leaf can change the word, in some course of the interview."""
        if leaf in self.outlook.age_open:
            return len({self._words_at(age) for age in self.outlook.ages({})}) > 1
        kinds = self._kinds.get(leaf)
        if not kinds:
            return False
        key = tuple(kinds)
        if key not in self._can_change:
            self._can_change[key] = any(self._turns(at, weight) for at, weight, _ in kinds)
        return self._can_change[key]

    def gain(self, leaf: str) -> float:
        """The expected entropy, in bits, that asking this leaf removes from the result word."""
        if not self.can_change(leaf):
            return 0.0
        key = self._gain_key(leaf)
        if key not in self._gains:
            if self._now is None:
                self._now = entropy(self._distribution({}))
            self._gains[key] = self._now - self._expected_entropy(leaf)
        return self._gains[key]

    def _gain_key(self, leaf: str) -> object:
        alone = leaf not in self.outlook.shared_open and leaf not in self.outlook.age_open
        return tuple(self._kinds[leaf]) if alone else leaf

    def _expected_entropy(self, leaf: str) -> float:
        return sum(
            chance * entropy(self._distribution({leaf: truth}))
            for truth, chance in self.outlook.prior.outcomes
            if chance > 0
        )

    def _distribution(self, assumed: Mapping[str, Truth]) -> dict[str, float]:
        """The chances of each word at the end, if these open variables are answered so."""
        words: dict[str, float] = {}
        ages = self.outlook.ages(assumed)
        for fixed, chance in self.outlook.fixings(assumed):
            self._add(words, self.outlook.sums(fixed), ages, chance)
        return words

    def _add(self, words: dict[str, float], sums: Sequence[Sum], ages: Mapping[AgeState, float], chance: float) -> None:
        options = [
            [(t, p) for t, p in zip(_TRUTHS, chances(s, self.outlook.prior), strict=True) if p > 1e-15] for s in sums
        ]
        for combination in product(*options):
            truths = tuple(t for t, _ in combination)
            p = chance
            for _, part in combination:
                p *= part
            for age, share in ages.items():
                if share > 0:
                    word = self.outlook.word(truths, age)
                    words[word] = words.get(word, 0.0) + p * share

    def _ends(self) -> list[list[Truth]]:
        """For each dimension the values it can end with, shared variables left free (never too few)."""
        return [[t for t, may in zip(_TRUTHS, s.may_end(), strict=True) if may] for s in self._sums]

    def _reachable_words(self) -> frozenset[str]:
        ages = self.outlook.ages({})
        return frozenset(self.outlook.word(truths, age) for truths in product(*self._ends()) for age in ages)

    def _words_at(self, age: AgeState) -> tuple[str, ...]:
        return tuple(self.outlook.word(truths, age) for truths in product(*self._ends()))

    def _turns(self, at: int, weight: int) -> bool:
        """Whether this dimension can still change the word and a variable of this weight can decide the dimension."""
        if not self._sums[at].can_turn(weight):
            return False
        ends = self._ends()
        ages = list(self.outlook.ages({}))
        for rest in product(*(e for i, e in enumerate(ends) if i != at)):
            for age in ages:
                words = {self.outlook.word((*rest[:at], end, *rest[at:]), age) for end in ends[at]}
                if len(words) > 1:
                    return True
        return False


def _kinds(outlook: Outlook) -> dict[str, list[tuple[int, int, bool]]]:
    """For each open variable: the dimensions (by position) it stands in, its weight, whether it counts reversed."""
    kinds: dict[str, list[tuple[int, int, bool]]] = {}
    for at, dimension in enumerate(outlook.dimensions):
        for variable, weight, is_reversed in flat_terms(dimension):
            if variable in outlook.open:
                kinds.setdefault(variable, []).append((at, weight, is_reversed))
    return kinds


def next_topic(
    instruments: Iterable[Instrument], answers: Answers, topics: Sequence[Topic], prior: Prior = PUBLISHED_PRIOR
) -> Choice | None:
    """The next topic over several instruments, or None when nothing that may be asked can change any word."""
    return Interview(instruments, answers, topics, prior).next()
