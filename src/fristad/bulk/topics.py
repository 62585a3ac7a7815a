"""What is open and what to ask next, once per distinct pattern of answers, with the engine that judges all others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from fristad.bulk.marks import ANSWER_OF_DIGIT
from fristad.engine.answers import Answers, read_answers
from fristad.engine.evaluation import Pattern, reachable_patterns
from fristad.engine.frame import Frame
from fristad.engine.instrument import Instrument, Table
from fristad.engine.questioning import next_topic
from fristad.engine.truth import AnswerValue, Truth
from fristad.library import load_catalogue, vocabulary

#: How many patterns are explained, the most frequent first. A number and not a time, so that two runs write the same
#: file.
MOST_PATTERNS = 300


@dataclass(frozen=True)
class Topics:
    """`open`: what is not known and could still matter, contradictions first. `next`: the key to ask about, if any."""

    open: tuple[str, ...]
    next: str | None


def answers_of(pattern: str, keys: Sequence[str]) -> Answers:
    """A pattern's digits as answers."""
    values = {key: ANSWER_OF_DIGIT[digit] for key, digit in zip(keys, pattern, strict=True)}
    raw = {key: value.value for key, value in values.items() if value is not AnswerValue.NOT_ASKED}
    # "It happened, nobody knows when" is said of a concept, which leaves "when" to be asked.
    unsure = [key for key, value in values.items() if value is AnswerValue.YES_PHASE_UNKNOWN]
    for key in unsure:
        del raw[key]
    raw.update(dict.fromkeys((key.partition("@")[0] for key in unsure), AnswerValue.YES_PHASE_UNKNOWN.value))
    return read_answers(raw, vocabulary())


def topics_of(patterns: Iterable[str], keys: Sequence[str], instruments: Sequence[Instrument]) -> dict[str, Topics]:
    """Topics per pattern."""
    topics = load_catalogue().topics()
    found = {}
    for pattern in patterns:
        answers = answers_of(pattern, keys)
        frames = [Frame(instrument, answers) for instrument in instruments if instrument.table is not None]
        still_open = dict.fromkeys(key for frame in frames for key in _open(frame))
        choice = next_topic(instruments, answers, topics)
        found[pattern] = Topics(tuple(still_open), choice.id if choice else None)
    return found


def _open(frame: Frame) -> Iterator[str]:
    """What is not known and could still change the word, contradictions first.

    `explain` says the same and more; its smallest reasons can cost far more time than a table of patterns has.
    """
    table = frame.instrument.table
    patterns = frozenset(reachable_patterns(frame)) if table else frozenset()
    yield from (v for v in frame.values if frame.reason_unknown(v) is AnswerValue.CONFLICTING)
    if table is None or len({table.word_for(pattern) for pattern in patterns}) < 2:
        return
    relevant = {
        variable
        for at, dimension in enumerate(frame.inputs)
        if any(_matters(table, patterns, pattern, at) for pattern in patterns)
        for variable in dimension.variables
    }
    yield from (v for v, truth in frame.values.items() if truth == Truth.UNKNOWN and v in relevant)


def _matters(table: Table, patterns: frozenset[Pattern], pattern: Pattern, at: int) -> bool:
    """Whether the word hangs on this one dimension in some way that the answers may still go."""
    other = (*pattern[:at], not pattern[at], *pattern[at + 1 :])
    return other in patterns and table.word_for(other) != table.word_for(pattern)
