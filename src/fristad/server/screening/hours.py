"""How many hours a week of talking took: for the table of workload."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from fristad.server.accounts.actor import Actor
from fristad.server.cases import doors as case_doors
from fristad.server.cases.models import Task
from fristad.server.common.clock import today
from fristad.server.common.registry import LoadColumn, load_columns
from fristad.server.screening.models import Sitting

WEEK = timedelta(days=7)
#: A sitting that nobody ended in time is counted as no longer than this.
LONGEST = timedelta(hours=8)
#: A meeting has an hour at which it begins, and nobody writes down when it ends.
MEETING = timedelta(hours=1)


def register() -> None:
    """Put the column into its slot."""
    about = _(
        "Hours in talks are those of the last seven days: the time from the beginning to the end of each sitting of "
        "an interview, and one hour for each meeting with a person that had an hour of its own. Other work is not "
        "timed, so nobody's week is as short as this number."
    )
    load_columns.register("hours", LoadColumn(_("Hours in talks in a week"), hours, about), place=20)


def hours(actor: Actor, ids: list[UUID]) -> Mapping[UUID, Any]:
    """Return the hours of each person's sittings and meetings of the last seven days, of cases in the actor's reach."""
    found: defaultdict[UUID, timedelta] = defaultdict(timedelta)
    reached = case_doors.within(actor, "load.see", "interview__case")
    sittings = Sitting.unscoped.filter(reached, by__in=ids, created_on__gt=today() - WEEK)
    for sitting in sittings.select_related("record_key"):
        found[sitting.by_id] += _length(sitting.times or {})
    due = Task.unscoped.filter(
        case_doors.within(actor, "load.see"), assignee__in=ids, due_on__gt=today() - WEEK, due_on__lte=today()
    )
    for task in due.select_related("record_key"):
        if task.assignee_id and (task.told or {}).get("at"):
            found[task.assignee_id] += MEETING
    return {each: number_format(round(time / timedelta(hours=1), 1), 1) for each, time in found.items()}


def _length(times: Mapping[str, str]) -> timedelta:
    """Return how long a sitting was; nothing while it goes on."""
    if not times.get("began") or not times.get("ended"):
        return timedelta()
    took = datetime.fromisoformat(times["ended"]) - datetime.fromisoformat(times["began"])
    return max(timedelta(), min(took, LONGEST))
