"""Answers given stretch by stretch, for the lists that are worked out for each stretch of a journey."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from fristad.engine.answers import Answer, merge
from fristad.engine.truth import AnswerValue
from fristad.server.screening.pure.sayings import Said, counting


def split(
    said: Iterable[Said], whole: Mapping[str, Any], keys: Collection[str], legs: Sequence[str]
) -> dict[str, Any] | None:
    """Return raw answers with `legs`, or None where nothing was answered of one stretch.

    `keys` are those that a stretch answers; `legs` the ids of the stretches in their order. A stretch is named by its
    place, from 1. What was said of the whole journey about such a key is left out here: no stretch can be given it.
    """
    found: dict[str, dict[str, list[Answer]]] = {leg: {} for leg in legs}
    for each in counting(said):
        key, leg = each.told["key"], str(each.told.get("leg"))
        if key in keys and leg in found:
            found[leg].setdefault(key, []).append(Answer(AnswerValue(each.told["value"])))
    if not any(found.values()):
        return None
    outside = {key: value for key, value in whole.items() if key not in keys}
    rows = [
        {"id": str(place), "answers": {key: merge(every).value.value for key, every in given.items()}}
        for place, given in enumerate(found.values(), 1)
    ]
    return {**outside, "legs": rows}
