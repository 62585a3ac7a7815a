"""Where an interview stands: the step or topic that comes next, and the blocks of topics with their shapes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fristad.engine.questioning import Choice
from fristad.library import load_catalogue
from fristad.library.asking import next_choice
from fristad.server.cases.selectors import families
from fristad.server.screening import words
from fristad.server.screening.models import Interview, Sitting
from fristad.server.screening.pure import limits, steps
from fristad.server.screening.selectors import lists, sayings


@dataclass(frozen=True)
class Where:
    """What comes next. At most one of them is set; none when nothing is left to ask today."""

    step: str | None = None
    ended: str | None = None
    help: bool = False
    account: bool = False
    choice: Choice | None = None

    @property
    def done(self) -> bool:
        """Whether nothing that may be asked today could change a result."""
        return not (self.step or self.ended or self.help or self.account or self.choice)


def where(interview: Interview, sitting: Sitting) -> Where:
    """Return what comes next in this sitting: help before questions, and questions only as far as they are safe."""
    noted = sitting.steps or {}
    if steps.help_first(noted):
        return Where(help=True)
    if (end := steps.ended_at(noted)) is not None:
        return Where(ended=end)
    if _disclosed(interview, noted):
        return Where(ended="disclosed")
    if (step := steps.next_step(noted)) is not None:
        return Where(step=step)
    if "account" not in noted and not steps.only_neutral(noted):
        return Where(account=True)
    return Where(choice=next_topic(interview, sitting))


def is_child(interview: Interview) -> bool:
    """Return whether the person is, or may be, under 18: as it began, or as the case has it by now."""
    return limits.is_child(interview.told or {}) or families.may_be_a_child(interview.case.person)


def _disclosed(interview: Interview, noted: steps.Noted) -> bool:
    if not is_child(interview):
        return False
    return "disclosed" in noted or limits.disclosed(sayings.of_case(interview.case), load_catalogue())


def next_topic(interview: Interview, sitting: Sitting) -> Choice | None:
    """Return the topic that the engine asks next, over everything that the case already holds.

    What was not safe to ask in an earlier sitting is open again: this one was found safe.
    """
    noted = sitting.steps or {}
    barred = limits.barred(load_catalogue(), neutral=steps.only_neutral(noted), child=is_child(interview))
    left_out = {each["leaf"] for each in interview.left_out or ()} | barred
    said = {each.told["key"] for each in sayings.of_interview(interview) if each.sitting == sitting.pk}
    given = sayings.answers_of(interview.case)
    asked = {key: each for key, each in given.items() if each["value"] != "not_safe" or key in said}
    return next_choice(lists.instruments(interview), asked, left_out)


def thread(interview: Interview, now: int | None) -> list[dict[str, Any]]:
    """Return the blocks of topics for the thread beside the page: what was spoken of, never what it amounts to.

    `now` is the block of the topic on the page.
    """
    catalogue = load_catalogue()
    spoken = _blocks(each.told.get("key") for each in sayings.of_interview(interview))
    later = _blocks(each["leaf"] for each in interview.left_out or () if each["why"] == "not_now")
    return [_knot(name, spoken[at], later[at], now=at == now) for at, name in enumerate(catalogue.blocks)]


def _blocks(keys: Iterable[str | None]) -> Counter[int]:
    catalogue = load_catalogue()
    names = {key for key in keys if key}
    found = (
        catalogue.concepts.get(key.partition("@")[0]) or (catalogue.of(key) if key in catalogue else None)
        for key in names
    )
    return Counter(concept.block for concept in found if concept is not None)


def _knot(name: str, spoken: int, later: int, *, now: bool) -> dict[str, Any]:
    shape = "now" if now else "half" if spoken or later else "dotted"
    word = _("Now") if now else _("Spoken of") if spoken else _("Not spoken of yet")
    left = ngettext("%(count)d question left for later", "%(count)d questions left for later", later)
    text = left % {"count": later} if later else word
    return {"title": words.BLOCKS[name], "shape": shape, "word": word, "text": text, "now": now, "open": not spoken}
