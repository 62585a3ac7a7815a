"""The word of every way an interview may end: dimensions met, not met or unknown, and how age stands.

Worked out once per table and age, then only looked up.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

from fristad.engine.instrument import NOT_SETTLED, OUTSIDE_POPULATION, Instrument, Table
from fristad.engine.truth import Truth

#: How age stands at the end: truth of "then", and whether the person is known to be an adult now.
AgeState = tuple[Truth, bool]
Truths = tuple[Truth, ...]

TRUTHS = (Truth.NOT_MET, Truth.UNKNOWN, Truth.MET)


def what_matters(instrument: Instrument, age: AgeState) -> AgeState:
    """The same age with what this instrument cannot tell apart left out."""
    then, adult_now = age
    if instrument.outside_when is not None and then == instrument.outside_when:
        return then, False
    if instrument.table is None or instrument.table.presumption is None:
        return Truth.UNKNOWN, False
    return then, adult_now and then == Truth.UNKNOWN


def final_words(
    instrument: Instrument, table: Table, dimensions: tuple[str, ...], age: AgeState
) -> Mapping[Truths, str]:
    """The word for each combination of three values of `dimensions` (the table's inputs without the age condition)."""
    age = what_matters(instrument, age)
    key = ("final words", age)
    if key not in table.worked_out:
        outside = instrument.outside_when is not None and age[0] == instrument.outside_when
        table.worked_out[key] = {
            truths: OUTSIDE_POPULATION if outside else _word(table, dimensions, truths, age)
            for truths in product(TRUTHS, repeat=len(dimensions))
        }
    words: Mapping[Truths, str] = table.worked_out[key]
    return words


def _word(table: Table, dimensions: tuple[str, ...], truths: Truths, age: AgeState) -> str:
    words, as_child = set(), set()
    for bits in product(*((False, True) if t == Truth.UNKNOWN else (t == Truth.MET,) for t in truths)):
        value = dict(zip(dimensions, bits, strict=True))
        for child in (False, True) if age[0] == Truth.UNKNOWN else (age[0] == Truth.MET,):
            word = table.word_for(tuple(value.get(name, child) for name in table.inputs))
            words.add(word)
            if child:
                as_child.add(word)
    rule = table.presumption
    if rule and age[0] == Truth.UNKNOWN and not age[1] and as_child == {rule.gives}:
        return rule.gives
    return words.pop() if len(words) == 1 else NOT_SETTLED
