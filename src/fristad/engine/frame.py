"""One person's answers laid over one instrument: each item is "any of these variables", each dimension one sum.

Evaluation, explanation and questioning all work on this one form. A variable is a leaf, or the id of an element: one
that was answered yes or both ways beside its evidence, one that a standing denial closes, one without evidence, or
one whose denial an answered leaf contradicts (it stays open until somebody clears it up).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from fristad.engine.answers import Answers
from fristad.engine.instrument import Dimension, Instrument, Item
from fristad.engine.truth import AnswerValue, Truth


@dataclass(frozen=True, slots=True)
class Term:
    """One summand of a framed dimension: it holds when one of `variables` has the truth that counts."""

    item: str
    weight: int
    variables: tuple[str, ...]
    reversed: bool = False

    def truth(self, values: Mapping[str, Truth]) -> Truth:
        highest = max((values[v] for v in self.variables), default=Truth.NOT_MET)
        return highest.opposite if self.reversed else highest


@dataclass(frozen=True)
class FramedDimension:
    """A dimension's rule over variables."""

    id: str
    terms: tuple[Term, ...]
    at_least: int

    def value(self, values: Mapping[str, Truth]) -> Truth:
        certain = possible = 0
        for term in self.terms:
            truth = term.truth(values)
            if truth == Truth.MET:
                certain += term.weight
            if truth != Truth.NOT_MET:
                possible += term.weight
        return Truth((certain >= self.at_least) + (possible >= self.at_least))

    @cached_property
    def variables(self) -> frozenset[str]:
        return frozenset(v for term in self.terms for v in term.variables)


class Frame:
    """An instrument as seen through one person's answers.

    `values` has the truth of every variable; `blocked` maps each unanswered leaf that would establish a denied
    element to that element (it counts as no in completions); `conflicts` lists elements whose answer and evidence
    disagree.
    """

    def __init__(self, instrument: Instrument, answers: Answers) -> None:
        self.instrument = instrument
        self.answers = answers
        self.conflicts = tuple(item.id for item in instrument.items if _in_conflict(item, answers))
        self.deniers = self._deniers()
        self.blocked = {leaf: by[0] for leaf, by in self.deniers.items() if answers.truth(leaf) == Truth.UNKNOWN}
        self._variables_of: dict[str, tuple[str, ...]] = {
            item.id: self._variables(item) for item in instrument.items if item.withheld is None
        }
        self.values: dict[str, Truth] = {}
        for item in instrument.items:
            for variable in (*self._variables_of.get(item.id, ()), *item.establishing):
                self.values[variable] = self._value(variable)

    def _deniers(self) -> dict[str, tuple[str, ...]]:
        """For each leaf the elements that it would establish and that were denied (contradicted denials apart)."""
        found: dict[str, tuple[str, ...]] = {}
        for item in self.instrument.items:
            if self._is_denied(item):
                for leaf in item.establishing:
                    found[leaf] = (*found.get(leaf, ()), item.id)
        return found

    def _is_denied(self, item: Item) -> bool:
        """Whether a direct no stands: evidence that was answered yes, or both ways, puts it in question."""
        return (
            item.is_element
            and self.answers.truth(item.id) == Truth.NOT_MET
            and not any(self.answers.value(leaf) in _AGAINST_A_NO for leaf in item.establishing)
        )

    def _variables(self, item: Item) -> tuple[str, ...]:
        if not item.is_element:
            return (item.answer_key,)
        own = self.answers.value(item.id)
        if item.id in self.conflicts or self._is_denied(item) or not item.establishing:
            return (item.id,)
        counts = own in (AnswerValue.YES, AnswerValue.CONFLICTING)
        return (item.id, *item.establishing) if counts else item.establishing

    def _value(self, variable: str) -> Truth:
        if variable in self.conflicts:
            return Truth.UNKNOWN
        return Truth.NOT_MET if variable in self.blocked else self.answers.truth(variable)

    def item_truth(self, item_id: str) -> Truth:
        """The truth of one item: present, absent or unknown."""
        item = self.instrument.item[item_id]
        return Term(item_id, 1, self._variables_of[item_id], item.reversed).truth(self.values)

    def reason_unknown(self, variable: str) -> AnswerValue:
        """Why a variable is not known."""
        return AnswerValue.CONFLICTING if variable in self.conflicts else self.answers.value(variable)

    def framed(self, dimension: Dimension) -> FramedDimension:
        rule = dimension.rule
        if rule is None:
            raise ValueError(f"{dimension.id} has no rule")
        terms = tuple(
            Term(item, weight, self._variables_of[item], self.instrument.item[item].reversed)
            for item, weight in rule.terms
        )
        return FramedDimension(dimension.id, terms, rule.at_least)

    @cached_property
    def dimensions(self) -> Mapping[str, FramedDimension]:
        """Every dimension that has a rule, conditions and borrowed ones included."""
        return {d.id: self.framed(d) for d in self.instrument.dimensions if d.rule is not None}

    @cached_property
    def inputs(self) -> tuple[FramedDimension, ...]:
        """What the table consults, in the order of its patterns."""
        return tuple(self.dimensions[d.id] for d in self.instrument.inputs)

    @cached_property
    def tied(self) -> frozenset[str]:
        """Variables that stand in more than one input, and so tie dimensions together."""
        seen = Counter(variable for dimension in self.inputs for variable in dimension.variables)
        return frozenset(variable for variable, inputs in seen.items() if inputs > 1)

    @cached_property
    def shared(self) -> tuple[str, ...]:
        """The tied variables that are not known, in list order."""
        if not self.tied:
            return ()
        return tuple(v for v, truth in self.values.items() if v in self.tied and truth == Truth.UNKNOWN)


_AGAINST_A_NO = (AnswerValue.YES, AnswerValue.CONFLICTING)


def _in_conflict(item: Item, answers: Answers) -> bool:
    return (
        item.is_element
        and answers.value(item.id) is AnswerValue.NO
        and any(answers.truth(leaf) == Truth.MET for leaf in item.establishing)
    )
