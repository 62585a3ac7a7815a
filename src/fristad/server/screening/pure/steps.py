"""What comes before any topic, in the order in which it is asked. No optimiser touches it.

Sources: WHO 2003, ten standards (safety, referral, interpreters, consent come before any question); design of the
interface, page 2. `library/phrases.yaml` holds what can be said aloud.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

#: Asked at the beginning of every sitting.
STEPS: Final = ("setting", "private", "interpreter", "duties", "consent", "urgent", "before")

#: Steps after which the sitting cannot go on, with the answer that ends it.
ENDS: Final[Mapping[str, tuple[str, str]]] = {
    "private": ("safe", "no"),
    "consent": ("talk", "refused"),
}


def next_step(noted: Mapping[str, Mapping[str, Any]]) -> str | None:
    """Return the first step that nothing was noted for, or None when topics may begin."""
    return next((step for step in STEPS if step not in noted), None)


def ended_at(noted: Mapping[str, Mapping[str, Any]]) -> str | None:
    """Return the step that ends the sitting, or None."""
    for step, (field, answer) in ENDS.items():
        if noted.get(step, {}).get(field) == answer:
            return step
    return None
