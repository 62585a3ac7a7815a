"""What comes next in a talk that is not recorded: the same questions as in a recorded one, from the state alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from fristad.engine.questioning import Choice
from fristad.library import load_instrument
from fristad.library.asking import next_choice
from fristad.server.screening.pure import steps
from fristad.server.screening.selectors.topics import Where
from fristad.server.screening.words import COUNTS

#: Without the steps that lead to a record: who interprets is not kept, and the own account is only heard.
STEPS: Final = ("setting", "private", "duties", "urgent")


def where(state: Mapping[str, Any]) -> Where:
    """Return what comes next. `state` has the shape that `services.unrecorded.Unrecorded` names."""
    noted = state["steps"]
    if noted.get("private", {}).get("safe") == "no":
        return Where(ended="private")
    step = next((each for each in STEPS if each in steps.STEPS and each not in noted), None)
    if step is not None:
        return Where(step=step)
    given = {key: each["value"] for key, each in state["given"].items() if each["who"] in COUNTS}
    instruments = [load_instrument(name) for name in state["instruments"]]
    return Where(choice=next_choice(instruments, given, set(state["left_out"])))


def answer(state: dict[str, Any], choice: Choice, data: Mapping[str, Any]) -> None:
    """Put an answer into the state. Words of somebody else are kept for this talk, and are no answer of the person."""
    state["given"][choice.id] = {"value": data["value"], "who": data["who"], "words": data["words"] or ""}
    if choice.asks_when or data["who"] not in COUNTS:
        state["left_out"].append(choice.id)
