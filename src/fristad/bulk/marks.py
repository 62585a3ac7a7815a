"""Answers as bits while a table is read: several accounts of one thing are united by bitwise or, and read at the end.

This lets one short expression do what `fristad.engine.answers.merge` and `combine_legs` do, in any database,
whatever the order of rows. Every function here writes an SQL expression over such a number, a *mark*, or over the
code read from it.
"""

from __future__ import annotations

from collections.abc import Sequence

from fristad.engine.answers import REASONS
from fristad.engine.truth import AnswerValue

#: One bit per answer. Only these nine are ever stored.
BIT: dict[AnswerValue, int] = {
    AnswerValue.NOT_ASKED: 1,
    AnswerValue.UNKNOWN: 2,
    AnswerValue.DECLINED: 4,
    AnswerValue.NOT_SAFE: 8,
    AnswerValue.YES_PHASE_UNKNOWN: 16,
    AnswerValue.NO: 32,
    AnswerValue.NOT_APPLICABLE: 64,
    AnswerValue.YES: 128,
    AnswerValue.CONFLICTING: 256,
}
#: Set beside NOT_ASKED: the cell held something that the mapping does not list, or that cannot be read. Either is as
#: good
#: as not asked: nobody has learnt the answer, so the topic is still to be asked.
UNLISTED, UNREADABLE = 512, 1024
STORED = sum(BIT.values())

#: What a mark amounts to, as one digit. 0 to 3 are what targets read; every other digit is a kind of no or unknown.
DIGIT: dict[AnswerValue, int] = {
    AnswerValue.NO: 0,
    AnswerValue.NOT_ASKED: 1,
    AnswerValue.YES: 2,
    AnswerValue.CONFLICTING: 3,
    AnswerValue.DECLINED: 4,
    AnswerValue.NOT_SAFE: 5,
    AnswerValue.UNKNOWN: 6,
    AnswerValue.NOT_APPLICABLE: 7,
    AnswerValue.YES_PHASE_UNKNOWN: 8,
}
ANSWER_OF_DIGIT = {str(digit): answer for answer, digit in DIGIT.items()}

_KNOWN_NO = BIT[AnswerValue.NO] | BIT[AnswerValue.NOT_APPLICABLE]
_YES = BIT[AnswerValue.YES]
_NOS = (AnswerValue.NO, AnswerValue.NOT_APPLICABLE)


def united(marks: Sequence[str]) -> str:
    """Several marks of one row as one."""
    return marks[0] if len(marks) == 1 else "(" + " | ".join(marks) + ")"


def any_yes(mark: str) -> str:
    """Accounts of an event as one mark: yes if any says so, no only if every one does, else the reason for not
    knowing.
    """
    cases = [_case(mark, _YES, BIT[AnswerValue.YES])]
    cases += [_case(mark, BIT[reason], BIT[reason]) for reason in REASONS]
    cases += [_case(mark, BIT[no], BIT[no]) for no in _NOS]
    return f"CASE {' '.join(cases)} ELSE {BIT[AnswerValue.NOT_ASKED]} END"


def digit(mark: str) -> str:
    """Accounts of one state as a digit: a yes that meets a no is conflicting; what is known outweighs what is not."""
    conflicting = DIGIT[AnswerValue.CONFLICTING]
    cases = [
        _case(mark, BIT[AnswerValue.CONFLICTING], conflicting),
        f"WHEN ({mark} & {_YES}) <> 0 THEN CASE WHEN ({mark} & {_KNOWN_NO}) <> 0 THEN {conflicting} ELSE 2 END",
    ]
    cases += [_case(mark, BIT[no], DIGIT[no]) for no in _NOS]
    cases += [_case(mark, BIT[reason], DIGIT[reason]) for reason in REASONS[1:-1]]
    return f"CASE {' '.join(cases)} ELSE {DIGIT[AnswerValue.NOT_ASKED]} END"


def code(a_digit: str) -> str:
    """A digit as the code that targets read: 0 no, 1 unknown, 2 yes, 3 conflicting."""
    not_applicable = DIGIT[AnswerValue.NOT_APPLICABLE]
    return f"CASE WHEN {a_digit} <= 3 THEN {a_digit} WHEN {a_digit} = {not_applicable} THEN 0 ELSE 1 END"


def _case(mark: str, bit: int, then: int) -> str:
    return f"WHEN ({mark} & {bit}) <> 0 THEN {then}"
