"""What comes next in a talk that is not recorded: as in a recorded one, with the same limits, from the state alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from fristad.engine.questioning import Choice
from fristad.library import load_catalogue, load_instrument
from fristad.library.asking import next_choice
from fristad.server.screening.pure import limits, steps
from fristad.server.screening.pure.sayings import Said
from fristad.server.screening.selectors.topics import Where
from fristad.server.screening.words import COUNTS

#: The steps that lead to a record: who interprets is not kept, and nothing that was told before is shown.
LEFT_OUT: Final = ("interpreter", "consent", "before")
_NOBODY: Final = UUID(int=0)


def where(state: Mapping[str, Any]) -> Where:
    """Return what comes next. `state` has the shape that `services.unrecorded.Unrecorded` names."""
    noted = state["steps"]
    if steps.help_first(noted):
        return Where(help=True)
    if (end := steps.ended_at(noted)) is not None:
        return Where(ended=end)
    if limits.is_child(state) and ("disclosed" in noted or limits.disclosed(_said(state), load_catalogue())):
        return Where(ended="disclosed")
    step = next((each for each in steps.order(noted) if each not in noted and each not in LEFT_OUT), None)
    if step is not None:
        return Where(step=step)
    given = {key: each["value"] for key, each in state["given"].items() if each["who"] in COUNTS}
    instruments = [load_instrument(name) for name in state["instruments"]]
    barred = limits.barred(load_catalogue(), neutral=steps.only_neutral(noted), child=limits.is_child(state))
    return Where(choice=next_choice(instruments, given, set(state["left_out"]) | barred))


def _said(state: Mapping[str, Any]) -> list[Said]:
    return [Said(_NOBODY, {"key": key, **each}) for key, each in state["given"].items()]


def answer(state: dict[str, Any], choice: Choice, data: Mapping[str, Any]) -> None:
    """Put an answer into the state. Words of somebody else are kept for this talk, and are no answer of the person."""
    if choice.asks_when:
        for phase in data["phases"]:
            state["given"][f"{choice.id}@{phase}"] = {"value": "yes", "who": "person", "words": ""}
        state["left_out"].append(choice.id)
        return
    state["given"][choice.id] = {"value": data["value"], "who": data["who"], "words": data["words"] or ""}
    if data["who"] not in COUNTS:
        state["left_out"].append(choice.id)


def danger(state: dict[str, Any]) -> None:
    """Note danger, at whatever page: help comes before any question."""
    noted = state["steps"]
    noted["danger"] = {"times": int(noted.get("danger", {}).get("times", 0)) + 1}


def helped(state: dict[str, Any], said: Mapping[str, Any]) -> None:
    """Note what help came."""
    state["steps"]["helped"] = {**said, "times": steps.dangers(state["steps"])}
