"""What comes before any topic, in the order in which it is asked. No optimiser touches it.

Sources: WHO 2003, ten standards (safety, referral, interpreters, consent come before any question); design of the
interface, page 2. `library/phrases.yaml` holds what can be said aloud.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

Noted = Mapping[str, Mapping[str, Any]]

#: Asked at the beginning of every sitting, where they apply.
STEPS: Final = ("setting", "agreed", "private", "interpreter", "duties", "consent", "urgent", "held", "before")

#: Steps after which the sitting cannot go on, with the answer that ends it.
ENDS: Final[Mapping[str, tuple[str, str]]] = {
    "agreed": ("word", "no"),
    "private": ("safe", "no"),
    "consent": ("talk", "refused"),
}
#: Settings in which somebody who holds the person is near.
HELD: Final = frozenset({"detention"})
#: Settings in which nobody sees who listens.
FAR: Final = frozenset({"phone"})


def is_held(noted: Noted) -> bool:
    """Whether whoever holds the person may be part of it, or near: then only urgent needs and a way to meet again."""
    setting = noted.get("setting", {})
    return setting.get("setting") in HELD or setting.get("holder") == "yes"


def only_neutral(noted: Noted) -> bool:
    """Whether somebody is present who must not hear an answer: then only neutral questions."""
    return noted.get("private", {}).get("company") in ("companion", "other")


def order(noted: Noted) -> tuple[str, ...]:
    """Return the steps of this sitting, in order: the setting changes them."""
    left = set()
    if noted.get("setting", {}).get("setting") not in FAR:
        left.add("agreed")
    left.add("before" if is_held(noted) else "held")
    return tuple(step for step in STEPS if step not in left)


def next_step(noted: Noted) -> str | None:
    """Return the first step that nothing was noted for, or None when topics may begin."""
    return next((step for step in order(noted) if step not in noted), None)


def ended_at(noted: Noted) -> str | None:
    """Return the step that ends the sitting, or None."""
    for step, (field, answer) in ENDS.items():
        if noted.get(step, {}).get(field) == answer:
            return step
    return "held" if "held" in noted else None


def dangers(noted: Noted) -> int:
    """Return how often danger was noted in this sitting."""
    told = noted.get("urgent", {}).get("urgent") == "danger"
    return int(told) + int(noted.get("danger", {}).get("times", 0))


def help_first(noted: Noted) -> bool:
    """Whether danger was noted and nobody has written yet what help came."""
    return dangers(noted) > int(noted.get("helped", {}).get("times", 0))
