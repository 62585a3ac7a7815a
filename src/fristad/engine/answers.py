"""Answers as they were given, and how several accounts of the same thing become one.

Keys are indicator ids, `concept@phase` leaves, bare concepts that have one phase only, and `person.*`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from fristad.engine.errors import AnswerError
from fristad.engine.instrument import UNDER_18_NOW, UNDER_18_THEN
from fristad.engine.truth import AnswerValue, Truth

_VALUES = frozenset(v.value for v in AnswerValue)
#: Reasons for not knowing, the one that binds most first: what is final for today outweighs what may still be asked.
REASONS = (
    AnswerValue.CONFLICTING,
    AnswerValue.NOT_SAFE,
    AnswerValue.DECLINED,
    AnswerValue.UNKNOWN,
    AnswerValue.YES_PHASE_UNKNOWN,
    AnswerValue.NOT_ASKED,
)
_DETAILS = ("value", "time", "source", "who_said")


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer with where it comes from. `time` is ISO 8601 text; nothing here is parsed further."""

    value: AnswerValue
    time: str | None = None
    source: str | None = None
    who_said: str | None = None


@dataclass(frozen=True)
class Vocabulary:
    """Which keys exist: `phases` of each concept, `alias` of each indicator id to the key it answers."""

    phases: Mapping[str, tuple[str, ...]]
    alias: Mapping[str, str]
    may_be_not_applicable: frozenset[str] = frozenset()

    def keys_of(self, key: str, value: AnswerValue) -> tuple[str, ...]:
        """The canonical keys that an answer to `key` speaks of. Raises AnswerError with the choices."""
        if value is AnswerValue.YES_PHASE_UNKNOWN and (concept := self.concept_of(key)):
            return tuple(f"{concept}@{phase}" for phase in self.phases[concept])
        if key in self.alias:
            return (self.alias[key],)
        concept, at, phase = key.partition("@")
        if concept not in self.phases:
            raise AnswerError(
                f"'{key}' is not an indicator, a concept or a person.* key of this library. "
                "Correct the key, or see `fristad library list --keys`."
            )
        phases = self.phases[concept]
        choices = " or ".join(f"{concept}@{p}" for p in phases)
        if at and phase not in phases:
            raise AnswerError(f"'{key}' names a phase that this concept does not have. Use {choices}.")
        if at or len(phases) == 1:
            return (key if at else f"{concept}@{phases[0]}",)
        raise AnswerError(
            f"'{key}' can have happened in several phases. Say which: {choices}; "
            "or answer yes_phase_unknown if it happened and nobody knows when."
        )

    def concept_of(self, key: str) -> str | None:
        """The concept that a key speaks of; None for elements and for `person.*`, which have no phases."""
        concept = self.alias.get(key, key).partition("@")[0]
        return concept if concept in self.phases else None


@dataclass(frozen=True)
class Answers:
    """What is known about one person: canonical key to answer, and concepts whose phase is still to be asked.

    `given` is what was said; the age at the time is derived when it is read, and phases are settled when it is made.
    """

    given: Mapping[str, Answer] = field(default_factory=dict)
    phase_open: tuple[str, ...] = ()

    def value(self, key: str) -> AnswerValue:
        answer = self.given.get(key)
        if key == UNDER_18_THEN:
            answer = _age_then(answer, self.given.get(UNDER_18_NOW))
        return answer.value if answer else AnswerValue.NOT_ASKED

    def truth(self, key: str) -> Truth:
        return self.value(key).truth

    def may_be_asked(self, key: str) -> bool:
        """Whether this leaf is open today: not asked yet, or it happened and its phase is to be asked."""
        value = self.value(key)
        return value.may_be_asked or (
            value is AnswerValue.YES_PHASE_UNKNOWN and key.partition("@")[0] in self.phase_open
        )

    def with_answer(self, key: str, value: AnswerValue) -> Answers:
        """The same person after one more answer."""
        return _with_phases_settled({**self.given, key: Answer(value)}, self.phase_open)


def read_answers(raw: Mapping[str, Any], vocabulary: Vocabulary) -> Answers:
    """Check and read a JSON object of answers. Raises AnswerError with one clear sentence."""
    given: dict[str, Answer] = {}
    phase_open: list[str] = []
    for key, content in raw.items():
        answer = _read_one(key, content)
        keys = vocabulary.keys_of(key, answer.value)
        _check_not_applicable(key, keys[0], answer.value, vocabulary)
        concept = vocabulary.concept_of(key)
        if answer.value is AnswerValue.YES_PHASE_UNKNOWN and concept:
            phase_open.append(concept)
        for canonical in keys:
            given[canonical] = merge([given[canonical], answer]) if canonical in given else answer
    return _with_phases_settled(given, tuple(dict.fromkeys(phase_open)))


def _with_phases_settled(given: Mapping[str, Answer], phase_open: tuple[str, ...]) -> Answers:
    """Close each concept whose phase has become known, or whose phases were all denied, which is a contradiction."""
    settled, still_open = dict(given), []
    for concept in phase_open:
        leaves = [key for key in settled if key.partition("@")[0] == concept]
        waiting = [key for key in leaves if settled[key].value is AnswerValue.YES_PHASE_UNKNOWN]
        if any(settled[key].value is AnswerValue.YES for key in leaves):
            for key in waiting:
                del settled[key]
        elif waiting:
            still_open.append(concept)
        elif all(settled[key].value is AnswerValue.NO for key in leaves):
            settled.update((key, replace(settled[key], value=AnswerValue.CONFLICTING)) for key in leaves)
    return Answers(settled, tuple(still_open))


def merge(answers: Iterable[Answer]) -> Answer:
    """Several accounts of one thing: yes and no are conflicting; a known answer outweighs an unknown one."""
    every = list(answers)
    if any(a.value is AnswerValue.CONFLICTING for a in every):
        return next(a for a in every if a.value is AnswerValue.CONFLICTING)
    known = [a for a in every if a.value.truth != Truth.UNKNOWN]
    if len({a.value.truth for a in known}) > 1:
        return replace(known[-1], value=AnswerValue.CONFLICTING)
    if known:
        return known[0]
    asked = [a for a in every if not a.value.may_be_asked]
    return asked[0] if asked else every[0]


def combine_legs(legs: Iterable[Answers]) -> Answers:
    """A journey's legs as one person: yes if yes in any leg, no only if no in every leg, else unknown for the reason
    that binds most.
    """
    every = list(legs)
    keys = dict.fromkeys(key for leg in every for key in leg.given)
    given = {key: _any_leg([leg.given.get(key, Answer(AnswerValue.NOT_ASKED)) for leg in every]) for key in keys}
    return _with_phases_settled(given, tuple(dict.fromkeys(c for leg in every for c in leg.phase_open)))


def _any_leg(answers: list[Answer]) -> Answer:
    highest = max(answer.value.truth for answer in answers)
    found = [answer for answer in answers if answer.value.truth == highest]
    return min(found, key=lambda answer: REASONS.index(answer.value)) if highest == Truth.UNKNOWN else found[0]


def _read_one(key: str, content: Any) -> Answer:
    details = content if isinstance(content, Mapping) else {"value": content}
    unknown = [name for name in details if name not in _DETAILS]
    if unknown:
        raise AnswerError(f"The answer to '{key}' has the field '{unknown[0]}'. Allowed are {', '.join(_DETAILS)}.")
    if "value" not in details:
        raise AnswerError(f"The answer to '{key}' has no value. Add \"value\": one of {_choices()}.")
    value = details["value"]
    if not isinstance(value, str) or value not in _VALUES:
        raise AnswerError(f"The answer to '{key}' is {_shown(value)}. Use one of {_choices()}.")
    for name in _DETAILS[1:]:
        if details.get(name) is not None and not isinstance(details[name], str):
            raise AnswerError(f"The field '{name}' of the answer to '{key}' must be text.")
    return Answer(AnswerValue(value), details.get("time"), details.get("source"), details.get("who_said"))


def _shown(value: Any) -> str:
    return f"'{value[:40]}'" if isinstance(value, str) else f"{str(value)[:40]} (not text)"


def _choices() -> str:
    return ", ".join(v.value for v in AnswerValue)


def _check_not_applicable(key: str, canonical: str, value: AnswerValue, vocabulary: Vocabulary) -> None:
    concept = canonical.partition("@")[0]
    if value is AnswerValue.NOT_APPLICABLE and concept not in vocabulary.may_be_not_applicable:
        raise AnswerError(
            f"'{key}' cannot be answered not_applicable: its concept names no condition for that. "
            "Use no, unknown or another reason for not knowing."
        )


def _age_then(then: Answer | None, now: Answer | None) -> Answer | None:
    """Under 18 now makes under 18 then; an adult today says nothing about then."""
    if now is None or now.value is not AnswerValue.YES:
        return then
    return merge([then, now]) if then else now
