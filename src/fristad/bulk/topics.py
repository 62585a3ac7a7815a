"""What is open and what to ask next, once per distinct pattern of answers, with the engine that judges all others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fristad.bulk.marks import ANSWER_OF_DIGIT
from fristad.engine.answers import Answers, read_answers
from fristad.engine.evaluation import determine_frame
from fristad.engine.explanation import open_keys
from fristad.engine.frame import Frame
from fristad.engine.instrument import OUTSIDE_POPULATION, Instrument
from fristad.engine.questioning import next_topic
from fristad.engine.truth import AnswerValue
from fristad.library import load_catalogue, vocabulary


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
        still_open = dict.fromkeys(key for instrument in instruments for key in _open(instrument, answers))
        choice = next_topic(instruments, answers, topics)
        found[pattern] = Topics(tuple(still_open), choice.id if choice else None)
    return found


def _open(instrument: Instrument, answers: Answers) -> tuple[str, ...]:
    """What is open in one list; nothing where it has no rule or is not made for this person."""
    frame = Frame(instrument, answers)
    if instrument.table is None or determine_frame(frame).result == OUTSIDE_POPULATION:
        return ()
    return open_keys(frame, instrument.table)
