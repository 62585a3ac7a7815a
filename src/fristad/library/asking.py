"""What to ask next in one conversation that feeds several instruments: the same on a page and in a terminal."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from fristad.engine.answers import Answers, read_answers
from fristad.engine.instrument import Instrument
from fristad.engine.questioning import Choice, Interview
from fristad.library.catalogue import load_catalogue, vocabulary


def read_given(given: Mapping[str, Any], left_out: Collection[str] = ()) -> Answers:
    """Return the answers as the engine reads them, without asking again when something happened that was left out.

    Raises AnswerError.
    """
    read = read_answers(given, vocabulary())
    return replace(read, phase_open=tuple(concept for concept in read.phase_open if concept not in left_out))


def next_choice(
    instruments: Sequence[Instrument], given: Mapping[str, Any], left_out: Collection[str] = ()
) -> Choice | None:
    """Return the next topic inside the allowed order, or None when nothing that may be asked can change a result.

    `left_out` are leaves (or concepts whose phase was asked for) that the conversation passed by for now.
    """
    topics = [topic for topic in load_catalogue().topics() if topic.leaf not in left_out]
    return Interview(instruments, read_given(given, left_out), topics).next()
