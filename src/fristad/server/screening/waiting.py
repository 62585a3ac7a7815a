"""What waits for a person, and what a week of interviews weighs: for the home page and the table of workload."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from fristad.server.accounts.actor import Actor
from fristad.server.cases import doors as case_doors
from fristad.server.common.clock import today
from fristad.server.common.registry import LoadColumn, Page, Tile, home_tiles, load_columns, navigation
from fristad.server.screening import doors, hours
from fristad.server.screening.models import Sitting
from fristad.server.screening.selectors import arrivals, bulk

WEEK = timedelta(days=7)


def register_all() -> None:
    """Put the tile and the column into their slots."""
    home_tiles.register(
        "decisions",
        Tile(
            label=_("Decisions to review"),
            shape="half",
            url_name="screening:to_review",
            right="decision.review",
            count=lambda actor: doors.decisions_to_review(actor).count(),
        ),
        place=6,
    )
    navigation.register("arrivals", Page(_("At the door"), "screening:doors_in", "arrival.receive"), place=25)
    navigation.register(
        "certificates", Page(_("Interviewers"), "screening:certificates", "certificate.grant"), place=45
    )
    home_tiles.register("alarms", _alarms(), place=1)
    home_tiles.register("worries", _door(_("Worries"), arrivals.worries), place=13)
    home_tiles.register("kept_arrivals", _door(_("To be offered a talk again"), arrivals.arrivals), place=14)
    home_tiles.register("talk_lists", _lists(), place=15)
    navigation.register("bulk", Page(_("Planning"), "screening:bulk", "bulk.screen"), place=47)
    load_columns.register("interviews", LoadColumn(_("Interviews in a week"), sittings), place=10)
    hours.register()


def _alarms() -> Tile:
    return Tile(
        label=_("Alarms to answer within the hour"),
        shape="ring",
        url_name="screening:alarms",
        right="held.answer",
        count=lambda actor: len(arrivals.alarms(actor)),
        note=_late,
        tone="overdue",
        rare=True,
    )


def _lists() -> Tile:
    return Tile(
        label=_("Conversations to offer"),
        shape="ring",
        url_name="screening:talk_lists",
        right="talk_list.hold",
        count=lambda actor: len(bulk.lists(actor)),
        rare=True,
    )


def _late(actor: Actor) -> Any:
    late = sum(each["late"] for each in arrivals.alarms(actor))
    return ngettext("%(n)d overdue", "%(n)d overdue", late) % {"n": late}


def _door(label: Any, rows: Callable[[Actor], list[Any]]) -> Tile:
    return Tile(
        label=label,
        shape="dotted",
        url_name="screening:doors_in",
        right="arrival.receive",
        count=lambda actor: len(rows(actor)),
        rare=True,
    )


def sittings(actor: Actor, ids: list[UUID]) -> Mapping[UUID, Any]:
    """Return how many sittings each of them held in the last seven days, of the cases in the actor's reach.

    Each is counted as hard: a form cannot tell which was not.
    """
    reached = case_doors.within(actor, "load.see", "interview__case")
    rows = Sitting.unscoped.filter(reached, by__in=ids, created_on__gt=today() - WEEK)
    return dict(rows.values_list("by").annotate(n=Count("pk")).order_by())
