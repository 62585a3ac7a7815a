"""What the rest of an interview could still bring: reachable words, and how likely each is under a fixed prior.

A dimension ends met, not met or unknown, since some answers will be "not known". With independent answers each
dimension's three chances follow from sums of weights, exactly. Variables that stand in several dimensions are
conditioned on. A wrong prior costs questions, never correctness: the stop rule looks only at what is possible.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import product
from math import log2, prod

from fristad.engine.finals import AgeState, Truths, final_words, what_matters
from fristad.engine.frame import Frame, FramedDimension
from fristad.engine.instrument import UNDER_18_NOW, UNDER_18_THEN, Table
from fristad.engine.truth import AnswerValue, Truth


@dataclass(frozen=True, slots=True)
class Prior:
    """The chance of yes and of "not known" for any topic; published with the engine, never learned from case files."""

    yes: float = 0.30
    unknown: float = 0.10

    @property
    def outcomes(self) -> tuple[tuple[Truth, float], ...]:
        return (Truth.MET, self.yes), (Truth.UNKNOWN, self.unknown), (Truth.NOT_MET, 1 - self.yes - self.unknown)


#: The prior that interviews use. Source: docs/reference/benchmarks.md (a wrong prior costs topics, never correctness).
PUBLISHED_PRIOR = Prior()
#: Weight, how many open variables have it, and whether they count reversed.
WeightClass = tuple[int, int, bool]
Chances = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Sum:
    """A dimension in mid-interview: what it still needs, what stays unknown, and what is open by weight."""

    need: int
    final_unknown: int
    open: tuple[WeightClass, ...]

    def after(self, kind: tuple[int, bool], answer: Truth) -> Sum:
        """The same dimension after one open variable of this kind (weight, reversed) was answered."""
        weight, is_reversed = kind
        truth = answer.opposite if is_reversed else answer
        rest = tuple((w, n - (w == weight and r == is_reversed), r) for w, n, r in self.open)
        return Sum(
            self.need - weight * (truth == Truth.MET),
            self.final_unknown + weight * (truth == Truth.UNKNOWN),
            tuple(c for c in rest if c[1]),
        )

    def may_end(self) -> tuple[bool, bool, bool]:
        """Whether it can end not met, unknown, met."""
        everything = sum(w * n for w, n, _ in self.open)
        met = everything >= self.need
        not_met = self.final_unknown < self.need
        unknown = self.need > 0 and self.final_unknown + everything >= self.need
        return not_met, unknown, met

    def can_turn(self, weight: int) -> bool:
        """Whether one open variable of this weight can be what decides, whatever the others bring."""
        others = self.after((weight, next(r for w, _, r in self.open if w == weight)), Truth.NOT_MET)
        sums = _sums(tuple((w, n) for w, n, _ in others.open))
        return any(base + s < self.need <= base + s + weight for s in sums for base in {0, self.final_unknown})


@lru_cache(maxsize=20_000)
def _sums(classes: tuple[tuple[int, int], ...]) -> frozenset[int]:
    return frozenset(
        sum(w * k for (w, _), k in zip(classes, ks, strict=True)) for ks in product(*(range(n + 1) for _, n in classes))
    )


@lru_cache(maxsize=20_000)
def chances(state: Sum, prior: Prior) -> Chances:
    """How likely the dimension ends not met, unknown, met."""
    no = 1 - prior.yes - prior.unknown
    met = _tail(state.need, tuple((w, n, no if r else prior.yes) for w, n, r in state.open))
    possible = _tail(
        state.need - state.final_unknown,
        tuple((w, n, (no if r else prior.yes) + prior.unknown) for w, n, r in state.open),
    )
    return 1 - possible, possible - met, met


@lru_cache(maxsize=20_000)
def _tail(need: int, classes: tuple[tuple[int, int, float], ...]) -> float:
    """The chance that independent weights reach `need`; each (weight, count, chance of counting)."""
    if need <= 0:
        return 1.0
    if sum(w * n for w, n, _ in classes) < need:
        return 0.0
    (weight, count, p), rest = classes[0], classes[1:]
    total, coefficient = 0.0, (1 - p) ** count
    for k in range(count + 1):
        total += coefficient * _tail(need - weight * k, rest)
        if k < count:
            coefficient *= (count - k) / (k + 1) * (p / (1 - p) if p < 1 else 0.0)
    return total


def entropy(distribution: Mapping[str, float]) -> float:
    return -sum(p * log2(p) for p in distribution.values() if p > 1e-15)


class Outlook:
    """One instrument in mid-interview. `askable` are the variables that this interview may still ask about."""

    def __init__(self, frame: Frame, askable: frozenset[str], prior: Prior) -> None:
        if frame.instrument.table is None:
            raise ValueError(f"{frame.instrument.id} has no table")
        self.frame, self.prior = frame, prior
        self.table: Table = frame.instrument.table
        self.age_keys = set(frame.instrument.age_keys)
        self.dimensions = tuple(d for d in frame.inputs if not d.variables & self.age_keys)
        self.open = frozenset(v for v, t in frame.values.items() if t == Truth.UNKNOWN and v in askable)
        self.shared = tuple(v for v in frame.shared if v not in self.age_keys)
        self.shared_open = tuple(v for v in self.shared if v in self.open)
        self.age_open = tuple(
            k for k in frame.instrument.age_keys if k in askable and frame.answers.truth(k) == Truth.UNKNOWN
        )

    def sums(self, fixed: Mapping[str, Truth]) -> tuple[Sum, ...]:
        """Each dimension with the shared variables fixed as given."""
        return tuple(self._sum(d, fixed) for d in self.dimensions)

    def _sum(self, dimension: FramedDimension, fixed: Mapping[str, Truth]) -> Sum:
        need, final, classes = dimension.at_least, 0, dict[tuple[int, bool], int]()
        for variable, weight, is_reversed in flat_terms(dimension):
            truth = fixed.get(variable, self.frame.values[variable])
            if variable in self.open and variable not in fixed:
                classes[weight, is_reversed] = classes.get((weight, is_reversed), 0) + 1
                continue
            counts = truth.opposite if is_reversed else truth
            need -= weight * (counts == Truth.MET)
            final += weight * (counts == Truth.UNKNOWN)
        return Sum(need, final, tuple((w, n, r) for (w, r), n in sorted(classes.items(), reverse=True)))

    def fixings(self, assumed: Mapping[str, Truth]) -> Iterator[tuple[dict[str, Truth], float]]:
        """Every way the open shared variables may be answered beside what is assumed, with its chance."""
        yield from _courses([v for v in self.shared_open if v not in assumed], assumed, self.prior)

    def ages(self, assumed: Mapping[str, Truth]) -> dict[AgeState, float]:
        """How age may stand at the end, with chances."""
        known = {k: self.frame.answers.truth(k) for k in (UNDER_18_THEN, UNDER_18_NOW)} | dict(assumed)
        contested = self.frame.answers.value(UNDER_18_THEN) is AnswerValue.CONFLICTING
        states: dict[AgeState, float] = {}
        for end, chance in _courses([k for k in self.age_open if k not in assumed], known, self.prior):
            then = end[UNDER_18_THEN]
            if end[UNDER_18_NOW] == Truth.MET:
                disagree = then == Truth.NOT_MET or (contested and UNDER_18_THEN not in assumed)
                then = Truth.UNKNOWN if disagree else Truth.MET
            state = what_matters(self.frame.instrument, (then, end[UNDER_18_NOW] == Truth.NOT_MET))
            states[state] = states.get(state, 0.0) + chance
        return states

    def words_at(self, age: AgeState) -> Mapping[Truths, str]:
        """The result word for each combination of dimension values that the interview may end with."""
        return final_words(self.frame.instrument, self.table, self._ids, age)

    def word(self, truths: Truths, age: AgeState) -> str:
        """The result word when the interview ends with these dimension values."""
        return self.words_at(age)[truths]

    @cached_property
    def _ids(self) -> tuple[str, ...]:
        return tuple(d.id for d in self.dimensions)

    def ties_may_matter(self) -> bool:
        """Whether a variable that stays unknown could settle the word just because it stands in several dimensions.

        Then dimension values alone do not give the word, and the interview has to go on as long as anything is open.
        """
        places = {frozenset(d.id for d in self.dimensions if v in d.variables) for v in self.shared}
        return any(_words_agree(self.table, tied) for tied in places)


def _courses(keys: Sequence[str], known: Mapping[str, Truth], prior: Prior) -> Iterator[tuple[dict[str, Truth], float]]:
    """Every way these keys may be answered, on top of what is known, with its chance."""
    for outcomes in product(prior.outcomes, repeat=len(keys)):
        answers = zip(keys, (truth for truth, _ in outcomes), strict=True)
        yield {**known, **dict(answers)}, prod(chance for _, chance in outcomes)


def flat_terms(dimension: FramedDimension) -> Iterator[tuple[str, int, bool]]:
    """The dimension as a weighted sum of variables; in an "any" rule each variable counts once."""
    seen: set[str] = set()
    for term in dimension.terms:
        for variable in term.variables:
            if variable not in seen:
                seen.add(variable)
                yield variable, term.weight, term.reversed


def _words_agree(table: Table, tied: frozenset[str]) -> bool:
    """Whether some pattern has the same word with all the tied dimensions met and with none of them met."""
    others = [name for name in table.inputs if name not in tied]
    for bits in product((False, True), repeat=len(others)):
        value = dict(zip(others, bits, strict=True))
        none, every = (
            table.word_for(tuple(value.get(name, together) for name in table.inputs)) for together in (False, True)
        )
        if none == every:
            return True
    return False
