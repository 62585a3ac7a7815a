"""Truth values and answers. Unknown is never no.

Source: the three-valued reading of Kleene's strong logic; the coding 0 < 1 < 2 makes "certain" the test
`truth >= MET` and "possible" the test `truth >= UNKNOWN`, so that both bounds are one comparison.
"""

from __future__ import annotations

from enum import IntEnum, StrEnum


class Truth(IntEnum):
    """What is known of one leaf, item or dimension."""

    NOT_MET = 0
    UNKNOWN = 1
    MET = 2

    @property
    def word(self) -> str:
        """The word used on screens and in files: `met`, `unknown` or `not_met`."""
        return self.name.lower()

    @property
    def opposite(self) -> Truth:
        return Truth(2 - self)


class AnswerValue(StrEnum):
    """What was answered. Every reason for not knowing is kept; all of them compute as unknown."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"
    DECLINED = "declined"
    NOT_ASKED = "not_asked"
    NOT_SAFE = "not_safe"
    CONFLICTING = "conflicting"
    NOT_APPLICABLE = "not_applicable"
    YES_PHASE_UNKNOWN = "yes_phase_unknown"

    @property
    def truth(self) -> Truth:
        """The truth it computes as. Not applicable counts neither as yes nor as possible."""
        if self is AnswerValue.YES:
            return Truth.MET
        if self in (AnswerValue.NO, AnswerValue.NOT_APPLICABLE):
            return Truth.NOT_MET
        return Truth.UNKNOWN

    @property
    def may_be_asked(self) -> bool:
        """Whether the topic is still to be asked today. Declined, not safe and not known are final for today."""
        return self is AnswerValue.NOT_ASKED
