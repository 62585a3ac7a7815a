"""Answers given leg by leg: some lists are worked out for each leg of a journey, all others for the journey."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fristad.engine.answers import Answers, Vocabulary, combine_legs, read_answers
from fristad.engine.errors import AnswerError
from fristad.engine.truth import AnswerValue

LEGS = "legs"
#: A journey of more legs than this is a mistake in the file.
MOST_LEGS = 100


@dataclass(frozen=True)
class Account:
    """Answers as given and as read; `leg` is the id of the leg they are about, None for the whole journey."""

    leg: str | None
    raw: Mapping[str, Any]
    answers: Answers


@dataclass(frozen=True)
class Journey:
    """What is known of the whole, and of each leg where answers were given leg by leg.

    A leg holds its own answers and those outside `legs`, which are about the person or the whole of the journey.
    """

    whole: Account
    legs: tuple[Account, ...] = ()


def read_journey(raw: Mapping[str, Any], vocabulary: Vocabulary, per_leg: Collection[str] = ()) -> Journey:
    """Check and read answers with or without `legs`. `per_leg` are the keys that only a leg can answer.

    Raises AnswerError with one clear sentence.
    """
    if LEGS not in raw:
        return Journey(Account(None, raw, read_answers(raw, vocabulary)))
    outside = {key: value for key, value in raw.items() if key != LEGS}
    read_answers(outside, vocabulary)
    _refuse_outside(outside, vocabulary, per_leg)
    legs = []
    for name, own in _legs(raw[LEGS]):
        _refuse_inside(name, own, outside, vocabulary)
        both = {**outside, **own}
        legs.append(Account(name, both, read_answers(both, vocabulary)))
    every = {key: value for leg in legs for key, value in leg.raw.items()}
    return Journey(Account(None, every, combine_legs(leg.answers for leg in legs)), tuple(legs))


def _legs(content: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if not isinstance(content, list) or not content:
        raise AnswerError('`legs` must be a list of legs, such as [{"id": "first border", "answers": {}}].')
    if len(content) > MOST_LEGS:
        raise AnswerError(f"There are more than {MOST_LEGS} legs. Give one person's journey.")
    seen: set[str] = set()
    for number, leg in enumerate(content, 1):
        if not isinstance(leg, Mapping) or set(leg) != {"id", "answers"}:
            raise AnswerError(f"Leg {number} must be an object with `id` and `answers`, and nothing else.")
        name, answers = leg["id"], leg["answers"]
        if not isinstance(name, str) or not name.strip():
            raise AnswerError(f"Leg {number} needs an `id`: a text that tells it from the others.")
        if name in seen:
            raise AnswerError(f"Two legs have the id '{name[:40]}'. Give each its own.")
        if not isinstance(answers, Mapping):
            raise AnswerError(f"The `answers` of leg '{name[:40]}' must be one JSON object.")
        seen.add(name)
        yield name, answers


def _refuse_outside(outside: Mapping[str, Any], vocabulary: Vocabulary, per_leg: Collection[str]) -> None:
    for key in outside:
        if not _keys(key, vocabulary).isdisjoint(per_leg):
            raise AnswerError(f"'{key}' is asked leg by leg. Write it in each leg of which it is known.")


def _refuse_inside(name: str, own: Mapping[str, Any], outside: Mapping[str, Any], vocabulary: Vocabulary) -> None:
    try:
        read_answers(own, vocabulary)
    except AnswerError as error:
        raise AnswerError(f"Leg '{name[:40]}': {error}") from error
    known = {canonical for key in outside for canonical in _keys(key, vocabulary)}
    for key in own:
        keys = _keys(key, vocabulary)
        if any(each.startswith("person.") or each.endswith("@now") for each in keys):
            raise AnswerError(f"'{key}' is about the person, not about a leg. Write it outside `legs`.")
        if keys & known:
            raise AnswerError(f"'{key}' stands outside `legs` and in leg '{name[:40]}'. Keep one of them.")


def _keys(key: str, vocabulary: Vocabulary) -> set[str]:
    """Every phase that an answer to this key may speak of."""
    exact = vocabulary.alias.get(key, key)
    return {exact} if "@" in exact else set(vocabulary.keys_of(key, AnswerValue.YES_PHASE_UNKNOWN))
