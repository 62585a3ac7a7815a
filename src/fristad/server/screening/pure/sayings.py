"""What of all that was said counts as an answer of the person, for the engine.

Words of a companion or an interpreter are theirs: never a yes or no of the person. What came through an interpreter who
proved compromised is unknown. A correction takes the place of what it corrects; two accounts that both stand and differ
are conflicting, which is unknown, never untrue.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from fristad.engine.answers import Answer, combine_legs, merge
from fristad.engine.answers import Answers as EngineAnswers
from fristad.engine.truth import AnswerValue

COUNTS: Final = ("person", "observed")


@dataclass(frozen=True)
class Said:
    """One saying, opened. `trusted` is False for what came through a compromised interpreter."""

    id: UUID
    told: Mapping[str, Any]
    corrects: UUID | None = None
    trusted: bool = True
    interview: int = 1
    sitting: UUID | None = None


def standing(said: Iterable[Said]) -> list[Said]:
    """Return the answers that nothing later corrects, in their order; the own account is not among them."""
    every = list(said)
    corrected = {each.corrects for each in every}
    return [each for each in every if each.told.get("key") and each.id not in corrected]


def counting(said: Iterable[Said]) -> list[Said]:
    """Return those of the standing answers that are the person's own, or were seen by the interviewer."""
    return [each for each in standing(said) if each.trusted and each.told.get("who") in COUNTS]


def answers(said: Iterable[Said], legs: Mapping[str, str | None]) -> dict[str, dict[str, str]]:
    """Return the raw answers for the engine: key -> {"value", "source", "who_said", "time"}.

    `legs` are the stretches of the journey, id -> phase. Of a key that was answered leg by leg: yes if yes in any leg,
    no only if no in every leg of its phase, else unknown. An answer about the whole journey stands beside the legs as
    one more account.
    """
    by_key: dict[str, list[Said]] = {}
    for each in counting(said):
        by_key.setdefault(each.told["key"], []).append(each)
    return {key: _one(key, found, legs) for key, found in by_key.items()}


def _one(key: str, found: list[Said], legs: Mapping[str, str | None]) -> dict[str, str]:
    by_leg: dict[str | None, list[Answer]] = {}
    for each in found:
        by_leg.setdefault(each.told.get("leg"), []).append(Answer(AnswerValue(each.told["value"])))
    accounts = [merge(by_leg.pop(None))] if None in by_leg else []
    if by_leg:
        phase = key.partition("@")[2]
        asked = [*by_leg, *(leg for leg, where in legs.items() if leg not in by_leg and where in (phase, None))]
        given = (EngineAnswers({key: merge(by_leg[leg])} if leg in by_leg else {}) for leg in asked)
        accounts.append(combine_legs(given).given[key])
    last = found[-1]
    return {
        "value": merge(accounts).value.value,
        "source": f"interview {last.interview}",
        "who_said": last.told["who"],
        **({"time": last.told["at"]} if last.told.get("at") else {}),
    }
