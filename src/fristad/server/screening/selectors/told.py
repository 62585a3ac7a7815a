"""What is already known around a talk: told answers, refused interpreters, stretches of the journey, duties."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from fristad.library import load_texts
from fristad.server.accounts.actor import Actor
from fristad.server.cases import doors as case_doors
from fristad.server.cases.models import Person
from fristad.server.cases.selectors.journeys import when_of
from fristad.server.cases.words import PHASES
from fristad.server.consent.duties import Told, reporting
from fristad.server.screening import words
from fristad.server.screening.models import Interview, Sitting
from fristad.server.screening.pure.sayings import Said, standing
from fristad.server.screening.selectors import sayings


def refused_interpreters(interview: Interview) -> set[str]:
    """Return whom the person did not want in any talk of the case."""
    sittings = Sitting.unscoped.filter(interview__case=interview.case, interview__record_key__destroyed_on=None)
    noted = [each.steps or {} for each in sittings.select_related("record_key")]
    return {name for each in noted for name in each.get("interpreter", {}).get("refused", ())}


def legs(person: Person, leaf: str) -> list[tuple[str, Any]]:
    """Return the stretches of the journey to which an answer can belong: id and words."""
    phase = leaf.partition("@")[2]
    found = []
    for number, leg in enumerate(case_doors.legs(person), 1):
        where = (leg.told or {}).get("phase")
        if where in (phase, None):
            named = [(leg.told or {}).get("place"), when_of(leg), str(PHASES.get(where, "")) if where else ""]
            found.append((str(leg.pk), ", ".join(filter(None, named)) or _("Stretch %(number)s") % {"number": number}))
    return found


def earlier(interview: Interview) -> list[dict[str, Any]]:
    """Return what was told in any talk of the case, so that nobody is asked twice."""
    return [row(each) for each in standing(sayings.of_case(interview.case))]


def row(said: Said) -> dict[str, Any]:
    """Return one thing that was told, in words."""
    value = said.told["value"]
    return {
        "id": said.id,
        "label": load_texts("en").label(said.told["key"]),
        "answer": words.GIVEN.get(value, value),
        "who": words.WHO.get(said.told.get("who", ""), ""),
        "words": said.told.get("words") or "",
        "interview": said.interview,
        "trusted": said.trusted,
    }


def duties(actor: Actor) -> Told:
    """Return what must or may be reported here, or that nothing is known."""
    return reporting(actor)
