"""What profiles and prevention plans put into the registries of lower apps."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from fristad.server.accounts import notices
from fristad.server.accounts.actor import Actor
from fristad.server.accounts.notices import Kind as Notice
from fristad.server.audit import actions
from fristad.server.cases.duties import Kind, register
from fristad.server.common.registry import (
    CaseSection,
    Page,
    Tile,
    case_days,
    case_sections,
    home_tiles,
    navigation,
    next_steps,
)
from fristad.server.screening import doors_profiles as doors
from fristad.server.screening import models, telling_profiles
from fristad.server.screening.selectors import prevention

ACTIONS = {
    "profile.judged": _("judged a level of vulnerability"),
    "place_file.begun": _("began to look at a place"),
    "place_file.ended": _("stopped looking at a place"),
    "support.noted": _("noted what helps the person in a talk"),
    "prevention.planned": _("planned a step of prevention"),
    "prevention.changed": _("changed a step of prevention"),
    "prevention.ended": _("ended a step of prevention"),
}
#: What is of a family or a place stands in a column that is not told: it speaks of others.
KINDS = (
    Kind(models.Judgement, ("case__person",), ("case",), told=("told",)),
    Kind(models.PreventionStep, ("case__person",), ("case",), told=("told", "due_on")),
    Kind(models.Support, ("case__person",), ("case",), told=("told",)),
    Kind(models.PlaceFile, retain="as long as the operation: it is about nobody"),
)


def register_all() -> None:
    """Fill the slots."""
    for name, words in ACTIONS.items():
        actions.register(name, words)
    register(KINDS, place=240)
    telling_profiles.register_all()
    notices.register(
        "prevention.given",
        Notice(_("A step of a prevention plan is yours now."), "screening:prevention", ("code", "about")),
    )
    notices.register(
        "prevention.given_place",
        Notice(_("A step of a place's prevention plan is yours now."), "screening:place_prevention", ("place",)),
    )
    for place, (key, label, url_name) in enumerate(
        (
            ("profile", _("Vulnerability"), "screening:profile"),
            ("prevention", _("Prevention plan"), "screening:prevention"),
        ),
        46,
    ):
        case_sections.register(key, CaseSection(label, url_name, "profile.see", ("person",)), place=place)
    case_sections.register(
        "support", CaseSection(_("What helps in a talk"), "screening:support", "case.edit"), place=41
    )
    navigation.register(
        "place_files", Page(_("Prevention in places"), "screening:place_files", "place_profile.see"), place=78
    )
    for key, right, place in (("profiles_due", "profile.write", 16), ("place_profiles_due", "place_profile.write", 17)):
        home_tiles.register(key, _tile(right), place=place)
    case_days.register("prevention", prevention.nearest_day, place=10)
    next_steps.register("prevention", prevention.next_steps, place=15)


def _tile(right: str) -> Tile:
    def count(actor: Actor) -> int:
        # Whoever holds both rights sees one number: the list behind it is one.
        shown_before: Any = right == "place_profile.write" and actor.may("profile.write")
        return 0 if shown_before else doors.to_review(actor).count()

    return Tile(
        label=_("Vulnerability to look at again"),
        shape="clock",
        url_name="screening:profiles_due",
        right=right,
        count=count,
        rare=True,
    )
