"""The cheapest sets of answers that force a word: the one search behind reasons and behind "what would settle it".

A word is forced by a *partial pattern*: some dimensions fixed as met or not met, the others free, every completion
giving the word. Each fixed dimension is forced by answers: greedily inside a dimension (exact for weighted sums), by
branch and bound where variables stand in several dimensions. Ties go to list order, so that every implementation says
the same.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations, product

from fristad.engine.frame import Frame, FramedDimension, Term
from fristad.engine.instrument import Table
from fristad.engine.truth import Truth

#: A variable with the truth it must have.
Literal = tuple[str, Truth]
#: What it costs that a variable has a truth; None where it cannot. Free literals (cost 0) are not reported.
Cost = Callable[[Literal], int | None]
PartialPattern = tuple[bool | None, ...]
#: One thing that must be brought about, as the alternative sets of literals that do it.
Alternatives = list[frozenset[Literal]]


@dataclass
class _Search:
    """Branch and bound over choices; the first cheapest set in list order wins."""

    cost: Cost
    best: frozenset[Literal] | None = None
    best_cost: int = field(default=1 << 30)

    def run(self, choices: Sequence[Alternatives], chosen: frozenset[Literal] = frozenset()) -> None:
        spent = self.total(chosen)
        if spent >= self.best_cost:
            return
        if not choices:
            self.best, self.best_cost = chosen, spent
            return
        for alternative in choices[0]:
            union = chosen | alternative
            if _consistent(union):
                self.run(choices[1:], union)

    def total(self, literals: Iterable[Literal]) -> int:
        return sum(self.cost(literal) or 0 for literal in literals)


def cheapest(frame: Frame, table: Table, words: Collection[str], cost: Cost) -> list[Literal] | None:
    """The cheapest literals that force one of `words`, in list order; None if no partial pattern can be forced."""
    search = _Search(cost)
    forced: dict[tuple[int, bool], list[Alternatives] | None] = {}
    for pattern in forcing_patterns(table, frozenset(words)):
        fixed = [(at, want) for at, want in enumerate(pattern) if want is not None]
        for at, want in fixed:
            if (at, want) not in forced:
                forced[at, want] = _force(frame, frame.inputs[at], Truth.MET if want else Truth.NOT_MET, cost)
        parts = [forced[key] for key in fixed]
        if None not in parts:
            search.run(sorted((choice for part in parts for choice in part or ()), key=len))
    if search.best is None:
        return None
    order = {variable: at for at, variable in enumerate(frame.values)}
    return sorted(search.best, key=lambda literal: order[literal[0]])


def forcing_patterns(table: Table, words: frozenset[str]) -> tuple[PartialPattern, ...]:
    """The smallest partial patterns all of whose completions give one of `words`, fewest dimensions first."""
    key = ("forcing patterns", words)
    if key not in table.worked_out:
        every = sorted(
            product((None, True, False), repeat=len(table.inputs)), key=lambda p: sum(x is not None for x in p)
        )
        found: list[PartialPattern] = []
        for pattern in every:
            if any(_extends(pattern, smaller) for smaller in found):
                continue
            if all(table.word_for(bits) in words for bits in _completions(pattern)):
                found.append(pattern)
        table.worked_out[key] = tuple(found)
    patterns: tuple[PartialPattern, ...] = table.worked_out[key]
    return patterns


def _extends(pattern: PartialPattern, smaller: PartialPattern) -> bool:
    return all(want is None or want == have for have, want in zip(pattern, smaller, strict=True))


def _completions(pattern: PartialPattern) -> Iterator[tuple[bool, ...]]:
    return product(*((False, True) if part is None else (part,) for part in pattern))


def _consistent(literals: Collection[Literal]) -> bool:
    return len({variable for variable, _ in literals}) == len(literals)


def _force(frame: Frame, dimension: FramedDimension, want: Truth, cost: Cost) -> list[Alternatives] | None:
    """The choices that bring one dimension to `want`, or None where they cannot."""
    if want == Truth.MET and dimension.at_least == 1:
        return _one_term_holds(dimension, cost, frame.tied)
    if dimension.at_least == 1:
        return _no_term_holds(frame, dimension, cost)
    return _sum_reaches(dimension, want, cost, frame.tied)


def _one_term_holds(dimension: FramedDimension, cost: Cost, shared: Collection[str]) -> list[Alternatives] | None:
    """Any term will do; of variables that stand nowhere else the first cheapest stands for all."""
    usable = [lit for term in dimension.terms for lit in _holding(term) if cost(lit) is not None]
    alone = [lit for lit in usable if lit[0] not in shared]
    kept = [lit for lit in dict.fromkeys(usable) if lit[0] in shared]
    if alone:
        kept.append(min(alone, key=lambda lit: cost(lit) or 0))
    return [[frozenset((lit,)) for lit in kept]] if kept else None


def _no_term_holds(frame: Frame, dimension: FramedDimension, cost: Cost) -> list[Alternatives] | None:
    choices = []
    for term in dimension.terms:
        choice = [a for a in _excluding(frame, term) if all(cost(lit) is not None for lit in a)]
        if not choice:
            return None
        choices.append(choice)
    return choices


def _sum_reaches(
    dimension: FramedDimension, want: Truth, cost: Cost, shared: Collection[str]
) -> list[Alternatives] | None:
    """Heaviest first until the sum decides; once with each set of shared variables taken beforehand."""
    holds = want == Truth.MET
    needed = dimension.at_least if holds else sum(t.weight for t in dimension.terms) - dimension.at_least + 1
    pairs = [(t, (t.variables[0], _truth_holding(t) if holds else _truth_excluding(t))) for t in dimension.terms]
    usable = [pair for pair in pairs if cost(pair[1]) is not None]
    tied = [pair for pair in usable if pair[1][0] in shared]
    alternatives = []
    for size in range(len(tied) + 1):
        for first in combinations(tied, size):
            taken = _heaviest(first, [pair for pair in usable if pair not in first], needed, cost)
            if taken is not None:
                alternatives.append(taken)
    return [list(dict.fromkeys(alternatives))] if alternatives else None


def _heaviest(
    first: Sequence[tuple[Term, Literal]], rest: Sequence[tuple[Term, Literal]], needed: int, cost: Cost
) -> frozenset[Literal] | None:
    taken = [literal for _, literal in first]
    reached = sum(term.weight for term, _ in first)
    for term, literal in sorted(rest, key=lambda pair: (bool(cost(pair[1])), -pair[0].weight, cost(pair[1]) or 0)):
        if reached >= needed:
            break
        taken.append(literal)
        reached += term.weight
    return frozenset(taken) if reached >= needed else None


def _holding(term: Term) -> list[Literal]:
    return [(variable, _truth_holding(term)) for variable in term.variables]


def _truth_holding(term: Term) -> Truth:
    return Truth.NOT_MET if term.reversed else Truth.MET


def _truth_excluding(term: Term) -> Truth:
    return Truth.MET if term.reversed else Truth.NOT_MET


def _excluding(frame: Frame, term: Term) -> Alternatives:
    """What rules a term out: its own no, or a no to all that would establish it.

    A leaf is also ruled out by the denial of another element that it would establish.
    """
    own = frozenset((variable, _truth_excluding(term)) for variable in term.variables)
    evidence = frame.instrument.item[term.item].establishing
    stands = frame.values.get(term.item, Truth.NOT_MET) != Truth.NOT_MET
    if not evidence or stands or any(frame.values[leaf] == Truth.MET for leaf in evidence):
        return [own]
    ways = [(leaf, *(e for e in frame.deniers.get(leaf, ()) if e != term.item)) for leaf in evidence]
    return list(dict.fromkeys([own, *(frozenset((v, Truth.NOT_MET) for v in way) for way in product(*ways))]))
