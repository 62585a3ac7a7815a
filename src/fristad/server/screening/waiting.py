"""What waits for a person, and what a week of interviews weighs: for the home page and the table of workload."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from fristad.server.accounts.actor import Actor
from fristad.server.cases import doors as case_doors
from fristad.server.common.clock import today
from fristad.server.common.registry import LoadColumn, Tile, home_tiles, load_columns
from fristad.server.screening import doors
from fristad.server.screening.models import Sitting

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
    load_columns.register("interviews", LoadColumn(_("Interviews in a week"), sittings), place=10)


def sittings(actor: Actor, ids: list[UUID]) -> Mapping[UUID, Any]:
    """Return how many sittings each of them held in the last seven days, of the cases in the actor's reach.

    Each is counted as hard: a form cannot tell which was not.
    """
    reached = case_doors.within(actor, "load.see", "interview__case")
    rows = Sitting.unscoped.filter(reached, by__in=ids, created_on__gt=today() - WEEK)
    return dict(rows.values_list("by").annotate(n=Count("pk")).order_by())
