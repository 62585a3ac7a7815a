"""Where an interview stands: the step or topic that comes next, and the blocks of topics with their shapes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from fristad.engine.questioning import Choice
from fristad.library import load_catalogue, load_instrument
from fristad.library.asking import next_choice
from fristad.server.screening import words
from fristad.server.screening.models import Interview, Sitting
from fristad.server.screening.pure import steps
from fristad.server.screening.selectors import sayings


@dataclass(frozen=True)
class Where:
    """What comes next. Exactly one of `step`, `account`, `choice`; none of them when nothing is left to ask today."""

    step: str | None = None
    ended: str | None = None
    account: bool = False
    choice: Choice | None = None

    @property
    def done(self) -> bool:
        """Whether nothing that may be asked today could change a result."""
        return not (self.step or self.ended or self.account or self.choice)


def where(interview: Interview, sitting: Sitting) -> Where:
    """Return what comes next in this sitting."""
    noted = sitting.steps or {}
    if (end := steps.ended_at(noted)) is not None:
        return Where(ended=end)
    if (step := steps.next_step(noted)) is not None:
        return Where(step=step)
    if "account" not in noted:
        return Where(account=True)
    return Where(choice=next_topic(interview))


def next_topic(interview: Interview) -> Choice | None:
    """Return the topic that the engine asks next, over everything that the case already holds."""
    instruments = [load_instrument(name) for name in (interview.told or {})["instruments"]]
    left_out = {each["leaf"] for each in interview.left_out or ()}
    return next_choice(instruments, sayings.answers_of(interview.case), left_out)


def thread(interview: Interview) -> list[dict[str, Any]]:
    """Return the blocks of topics for the thread beside the page: what was spoken of, never what it amounts to."""
    catalogue = load_catalogue()
    said = {each.told["key"] for each in sayings.of_interview(interview) if each.told.get("key")}
    spoken = {catalogue.of(key).block for key in said if key in catalogue}
    return [
        {
            "title": words.BLOCKS[name],
            "shape": "half" if at in spoken else "dotted",
            "word": _("Spoken of") if at in spoken else _("Not spoken of yet"),
            "open": at not in spoken,
        }
        for at, name in enumerate(catalogue.blocks)
    ]
