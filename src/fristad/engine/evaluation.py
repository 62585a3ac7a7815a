"""What the answers amount to: dimensions by two evaluations, the set of reachable rows, the word they share.

The judge of everything here is plain enumeration of all completions (`tests/engine/judge.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from fristad.engine.answers import Answers
from fristad.engine.frame import Frame
from fristad.engine.instrument import (
    NOT_SETTLED,
    OUTSIDE_POPULATION,
    REPORT_ONLY,
    UNCLASSIFIED,
    UNDER_18_THEN,
    Instrument,
    Presumption,
    Table,
)
from fristad.engine.truth import AnswerValue, Truth

Pattern = tuple[bool, ...]


@dataclass(frozen=True)
class Determination:
    """What the answers amount to under one instrument. It informs; a named person decides.

    `result` is a result word, `report_only`, `outside_population`, or None where only a person may choose.
    `reachable` lists the classes that are still possible, `readings` the word under each reading of an unknown age.
    """

    instrument: Instrument
    result: str | None
    classification: str | None
    reachable: tuple[str, ...]
    readings: Mapping[str, str]
    dimensions: Mapping[str, Truth]
    words: frozenset[str]
    presumed: bool = False

    @property
    def own(self) -> Mapping[str, Truth]:
        return {d.id: self.dimensions[d.id] for d in self.instrument.own_dimensions if d.id in self.dimensions}

    @property
    def depends_on(self) -> Mapping[str, Truth]:
        """Borrowed dimensions, named `instrument.dimension`."""
        return {
            f"{d.borrowed_from}.{d.id}": self.dimensions[d.id] for d in self.instrument.dimensions if d.borrowed_from
        }

    @property
    def not_consulted(self) -> Mapping[str, Truth]:
        """Dimensions that have a value and that the table never looks at."""
        if self.instrument.table is None:
            return {}
        return {name: truth for name, truth in self.own.items() if name not in self.instrument.table.inputs}


def determine(instrument: Instrument, answers: Answers) -> Determination:
    """Compute one instrument on one person's answers. Never raises for answers that were read."""
    return determine_frame(Frame(instrument, answers))


def determine_frame(frame: Frame) -> Determination:
    instrument = frame.instrument
    dimensions = {name: dimension.value(frame.values) for name, dimension in frame.dimensions.items()}
    table = instrument.table
    if table is None:
        state = REPORT_ONLY if instrument.kind == "report" else None
        return Determination(instrument, state, None, (), {}, dimensions, frozenset())
    if instrument.outside_when is not None and frame.answers.truth(UNDER_18_THEN) == instrument.outside_when:
        return Determination(instrument, OUTSIDE_POPULATION, None, (), {}, dimensions, frozenset())
    return _from_table(frame, table, dimensions)


def _from_table(frame: Frame, table: Table, dimensions: Mapping[str, Truth]) -> Determination:
    patterns = frozenset(reachable_patterns(frame))
    words = frozenset(table.word_for(p) for p in patterns)
    word = next(iter(words)) if len(words) == 1 else NOT_SETTLED
    readings = _readings(table, patterns) or _for_its_population(frame, word)
    presumption = table.presumption
    if presumption and _is_presumed(frame, presumption, dimensions, readings, word):
        classification = presumption.classification
        return Determination(
            frame.instrument,
            presumption.gives,
            classification,
            (classification,),
            readings,
            dimensions,
            words,
            presumed=True,
        )
    classes = classes_of(table, patterns, settled=word != NOT_SETTLED)
    one = classes[0] if len(classes) == 1 else None
    return Determination(frame.instrument, word, one, classes, readings, dimensions, words)


def _is_presumed(
    frame: Frame, rule: Presumption, dimensions: Mapping[str, Truth], readings: Mapping[str, str], word: str
) -> bool:
    return (
        word != rule.gives
        and dimensions[rule.condition] == Truth.UNKNOWN
        and readings.get("child") == rule.gives
        and frame.answers.value(rule.unless_no) is not AnswerValue.NO
    )


def reachable_patterns(frame: Frame) -> Iterator[Pattern]:
    """Every combination of met and not met that some completion of the answers brings about (with repeats).

    Dimensions that share no unknown variable are independent; shared ones are conditioned on, one assignment at a time.
    """
    values = dict(frame.values)
    for bits in product((Truth.NOT_MET, Truth.MET), repeat=len(frame.shared)):
        values.update(zip(frame.shared, bits, strict=True))
        yield from product(*(_possible(dimension.value(values)) for dimension in frame.inputs))


def _possible(truth: Truth) -> tuple[bool, ...]:
    return (False, True) if truth == Truth.UNKNOWN else (truth == Truth.MET,)


def classes_of(table: Table, patterns: Iterable[Pattern], *, settled: bool) -> tuple[str, ...]:
    """The classes of these patterns in the order of the rows; one class for "whatever the condition" where settled."""
    reached = {(table.row_for(p), _condition_in(table, p)) for p in patterns}
    classes: list[str] = []
    for row in table.rows:
        seen = [condition for condition in (True, False) if (row, condition) in reached]
        by = row.classification
        if settled and len(seen) == 2 and not isinstance(by, str):
            classes.append(by.unknown)
        else:
            classes.extend(row.class_in(condition_met=condition) for condition in seen)
    if any(row is None for row, _ in reached):
        classes.append(UNCLASSIFIED)
    return tuple(dict.fromkeys(classes))


def _for_its_population(frame: Frame, word: str) -> dict[str, str]:
    """A list for adults or for children read with the age unknown: the word holds only under that reading."""
    instrument = frame.instrument
    if instrument.outside_when is None or frame.answers.truth(UNDER_18_THEN) != Truth.UNKNOWN:
        return {}
    return {"child" if instrument.population == "children" else "adult": word}


def _condition_in(table: Table, pattern: Pattern) -> bool:
    if table.presumption is None:
        return True
    return pattern[table.inputs.index(table.presumption.condition)]


def _readings(table: Table, patterns: frozenset[Pattern]) -> dict[str, str]:
    """The word under each reading of the condition that the instrument presumes (age), of those still possible."""
    if table.presumption is None:
        return {}
    at = table.inputs.index(table.presumption.condition)
    readings = {}
    for name, condition in (("adult", False), ("child", True)):
        words = {table.word_for(p) for p in patterns if p[at] == condition}
        if words:
            readings[name] = words.pop() if len(words) == 1 else NOT_SETTLED
    return readings
