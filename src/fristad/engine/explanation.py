"""Why the result is what it is, what is open, and what would settle it.

For trained staff only, and never to be phrased as advice on what to say. One smallest reason is shown, never all of
them: there can be hundreds of thousands.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from fristad.engine.answers import Answers
from fristad.engine.evaluation import Determination, Pattern, determine_frame, reachable_patterns
from fristad.engine.forcing import Cost, Literal, cheapest
from fristad.engine.frame import Frame
from fristad.engine.instrument import NOT_SETTLED, RESULT_WORDS, UNDER_18_NOW, UNDER_18_THEN, Table
from fristad.engine.truth import AnswerValue, Truth

#: Sides of the pair that explains `not_settled`.
NOT_YET = "not_yet"
NOT_EXCLUDED = "not_excluded"


class Given(NamedTuple):
    """One answer of an explanation. `side` is set only in the pair that explains `not_settled`."""

    id: str
    answer: AnswerValue
    side: str | None = None


@dataclass(frozen=True)
class Explanation:
    """`reason`: a smallest set of answers that forces the word, or the pair "why not yet, why not excluded".

    `open`: what is not known and could still matter, contradictions first. `would_settle`: for each word still
    possible a smallest set of open topics whose answers could settle it.
    """

    reason: tuple[Given, ...] = ()
    open: tuple[Given, ...] = ()
    would_settle: tuple[tuple[str, tuple[str, ...]], ...] = ()


def explain(frame: Frame, determination: Determination) -> Explanation:
    """Explain a determination made on the same frame. Empty for states that are not findings."""
    table = frame.instrument.table
    if table is None or not determination.words:
        return Explanation()
    settled = determination.result != NOT_SETTLED
    reason = _reason(frame, table, determination) if settled else _pair(frame, table, determination)
    return Explanation(
        tuple(reason),
        tuple(Given(v, frame.reason_unknown(v)) for v in open_keys(frame, table)),
        _would_settle(frame, table, determination),
    )


def _reason(frame: Frame, table: Table, determination: Determination) -> list[Given]:
    presumed = table.presumption.condition if determination.presumed and table.presumption else None
    ages = frame.dimensions[presumed].variables if presumed else frozenset()

    def cost(literal: Literal) -> int | None:
        variable, truth = literal
        return 1 if frame.values[variable] == truth or (variable in ages and truth == Truth.MET) else None

    literals = cheapest(frame, table, (determination.result or "",), cost)
    if literals is None:
        return _by_dropping(frame, determination)
    return _given(frame, literals)


def _given(frame: Frame, literals: list[Literal], side: str | None = None) -> list[Given]:
    """Literals as the answers behind them: the denial that rules a leaf out, today's age for the age at the time."""
    ids = dict.fromkeys(key for literal in literals for key in _behind(frame, literal))
    return [Given(i, frame.reason_unknown(i), side) for i in ids]


def _behind(frame: Frame, literal: Literal) -> tuple[str, ...]:
    variable, truth = literal
    if variable in frame.blocked and truth == Truth.NOT_MET:
        return (frame.blocked[variable],)
    if variable == UNDER_18_THEN and frame.answers.value(UNDER_18_NOW) is AnswerValue.YES:
        said = frame.answers.given.get(variable)
        if said is None or said.value.truth != truth:
            return (UNDER_18_NOW,) if said is None or truth == Truth.MET else (variable, UNDER_18_NOW)
    return (variable,)


def _by_dropping(frame: Frame, determination: Determination) -> list[Given]:
    """Where only shared variables settle the word: drop each answer in turn and keep those that are needed."""
    kept = {key: answer for key, answer in frame.answers.given.items() if key in frame.instrument.leaves}
    for key in list(kept):
        without = {k: a for k, a in kept.items() if k != key}
        if determine_frame(Frame(frame.instrument, Answers(without))).result == determination.result:
            kept = without
    return [Given(key, answer.value) for key, answer in kept.items()]


def _pair(frame: Frame, table: Table, determination: Determination) -> list[Given]:
    """Why the first word that is still possible is not reached yet, and why it is not excluded."""
    aim = next(word for word in RESULT_WORDS if word in determination.words)
    others = frozenset(RESULT_WORDS) - {aim}

    def cost(literal: Literal) -> int | None:
        known = frame.values[literal[0]]
        if known == Truth.UNKNOWN:
            return 1001  # as good as a known answer, but a known one is shown first
        return 1000 if known == literal[1] else None

    return [
        *_given(frame, cheapest(frame, table, others, cost) or [], NOT_YET),
        *_given(frame, cheapest(frame, table, (aim,), cost) or [], NOT_EXCLUDED),
    ]


def _would_settle(frame: Frame, table: Table, determination: Determination) -> tuple[tuple[str, tuple[str, ...]], ...]:
    if len(determination.words) < 2:
        return ()
    found = []
    for word in (w for w in RESULT_WORDS if w in determination.words):
        literals = cheapest(frame, table, (word,), _open_cost(frame))
        if literals is not None:
            open_literals = [lit for lit in literals if frame.values[lit[0]] == Truth.UNKNOWN]
            found.append((word, tuple(dict.fromkeys(key for lit in open_literals for key in _to_clear_up(frame, lit)))))
    return tuple(found)


def _to_clear_up(frame: Frame, literal: Literal) -> tuple[str, ...]:
    """What would have to be answered: both sides of a contradiction where one answer alone would leave it standing."""
    variable, truth = literal
    if truth == Truth.MET and frame.answers.value(variable) is AnswerValue.CONFLICTING:
        return (variable, *_denied_beside(frame, variable))
    if truth == Truth.NOT_MET and variable == UNDER_18_THEN:
        return _behind(frame, literal)
    if variable not in frame.conflicts or truth == Truth.MET:
        return (variable,)
    evidence = frame.instrument.item[variable].establishing
    against = (AnswerValue.YES, AnswerValue.CONFLICTING)
    return tuple(leaf for leaf in evidence if frame.answers.value(leaf) in against) or (variable,)


def _denied_beside(frame: Frame, leaf: str) -> tuple[str, ...]:
    items = frame.instrument.items
    return tuple(i.id for i in items if leaf in i.establishing and frame.answers.value(i.id) is AnswerValue.NO)


def _open_cost(frame: Frame) -> Cost:
    values: Mapping[str, Truth] = frame.values

    def cost(literal: Literal) -> int | None:
        known = values[literal[0]]
        if known == Truth.UNKNOWN:
            return 1
        return 0 if known == literal[1] else None

    return cost


def open_keys(frame: Frame, table: Table) -> tuple[str, ...]:
    """What is not known and can still change the word: contradictions first, then list order.

    Once nothing can change it, only contradictions and an unknown age that decides whom the list is for.
    """
    patterns = frozenset(reachable_patterns(frame))
    variables = _deciding_variables(frame, table, patterns)
    contradictions = _contradictions(frame)
    still = (v for v, truth in frame.values.items() if truth == Truth.UNKNOWN and v in variables)
    return (*contradictions, *(v for v in still if v not in contradictions), *_population_age(frame))


def _deciding_variables(frame: Frame, table: Table, patterns: frozenset[Pattern]) -> frozenset[str]:
    """The variables of every dimension that the word can hang on, and shared ones that turn several at once."""
    if len({table.word_for(pattern) for pattern in patterns}) < 2:
        return frozenset()
    found: set[str] = set()
    for at, dimension in enumerate(frame.inputs):
        if _decides(table, patterns, (at,)):
            found |= dimension.variables
    for variable in frame.shared:
        places = tuple(at for at, dimension in enumerate(frame.inputs) if variable in dimension.variables)
        if _decides(table, patterns, places):
            found.add(variable)
    return frozenset(found)


def _decides(table: Table, patterns: frozenset[Pattern], places: tuple[int, ...]) -> bool:
    for pattern in patterns:
        other = tuple(not bit if at in places else bit for at, bit in enumerate(pattern))
        if other in patterns and table.word_for(other) != table.word_for(pattern):
            return True
    return False


def _contradictions(frame: Frame) -> tuple[str, ...]:
    return tuple(v for v in frame.values if frame.reason_unknown(v) is AnswerValue.CONFLICTING)


def _population_age(frame: Frame) -> tuple[str, ...]:
    """The age at the time, where it is unknown and decides whether this list is made for the person at all."""
    decides = frame.instrument.outside_when is not None
    return (UNDER_18_THEN,) if decides and frame.answers.truth(UNDER_18_THEN) == Truth.UNKNOWN else ()
