"""From the step of an interview to the ledger of consent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fristad.server.accounts.actor import Actor
from fristad.server.consent import services as ledger
from fristad.server.screening.models import Interview, Sitting
from fristad.server.screening.pure import steps


def asked(actor: Actor, interview: Interview, sitting: Sitting, noted: Mapping[str, Any]) -> None:
    """Write each thing that was asked into the ledger, apart from each other.

    What was said where the person is held is marked as not given freely.
    """
    free = not steps.is_held(sitting.steps or {})
    for purpose in ("talk", "record", "contact"):
        event = {
            "purpose": purpose,
            "answer": noted[purpose],
            "way": noted.get("way") if purpose == "contact" and noted[purpose] == "given" else None,
            "language": noted.get("language"),
            "how": "spoken",
            "free": free,
        }
        ledger.event_add(actor, interview.case.person, event)
