"""What waits, for the home page: numbers that open their list, and the tasks that come next."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from fristad.server.accounts.actor import Actor
from fristad.server.audit import services as audit
from fristad.server.cases import doors
from fristad.server.cases.models import Case, CaseState, Task, Tie
from fristad.server.cases.selectors import apart
from fristad.server.cases.selectors.lists import Filters, count
from fristad.server.common.clock import today
from fristad.server.common.registry import Tile, home_tiles

#: After what is asked within the hour. What is late comes before what is due, then what others ask, then one's own.
_FIRST = 3


def register_all() -> None:
    """Put the tiles into the home page."""
    tiles = {
        "overdue": ("triangle", pgettext_lazy("cases", "Overdue"), "case.list", Filters(due="overdue"), "overdue"),
        "today": ("clock", pgettext_lazy("cases", "Due today"), "case.list", Filters(due="today"), ""),
        "review": ("half", gettext_lazy("Closures to review"), "case.approve", Filters(state=CaseState.CLOSING), ""),
        "nobody": ("ring", gettext_lazy("Without an owner"), "case.assign", Filters(owner="none"), ""),
        "mine": ("full", gettext_lazy("My cases"), "case.list", Filters(owner="me"), ""),
    }
    for place, (key, (shape, label, right, filters, tone)) in enumerate(tiles.items()):
        home_tiles.register(key, _tile(shape, label, right, filters, tone), place=_FIRST + place)


def _tile(shape: str, label: Any, right: str, filters: Filters, tone: str) -> Tile:
    return Tile(
        label=label,
        shape=shape,
        url_name="cases:list",
        right=right,
        count=lambda actor: count(actor, filters),
        query=f"?state={filters.state}&owner={filters.owner}&due={filters.due}",
        tone=tone,
    )


def steps(actor: Actor) -> list[dict[str, Any]]:
    """Return the nearest tasks of this person in cases that are open to them, as items of the thread.

    Their words stand on the home page, so that they are a list that is written down.
    """
    if not actor.may("case.list"):
        return []
    found = Task.unscoped.filter(
        doors.within(actor, "case.list"), assignee=actor.staff_id, ended_on=None, due_on__isnull=False
    ).select_related("record_key", "case__record_key")
    shown = list(found.order_by("due_on", "id")[:5])
    if shown:
        audit.listed(actor, "cases.case", [task.case_id for task in shown], "casework")
    return [_step(actor, task) for task in shown]


def ties(actor: Actor) -> list[dict[str, Any]]:
    """Return the suspected ties in this person's own cases that are to be looked at again."""
    return [_look(tie) for tie in apart.to_look_at(actor)[:5]] if actor.may("case.edit") else []


def _look(tie: Tie) -> dict[str, Any]:
    late = tie.review_on < today()
    return {
        "shape": "triangle" if late else "clock",
        "word": pgettext("task", "Overdue") if late else pgettext("task", "To do"),
        "title": _("Look again at who is kept apart"),
        "url": reverse("cases:apart", args=[tie.case.code]),
        "code": tie.case.code,
        "tag": pgettext("task", "Overdue") if late else date_format(tie.review_on, "SHORT_DATE_FORMAT"),
        "tone": "overdue" if late else "due",
    }


def _where(actor: Actor, case: Case) -> str:
    """Return the page on which the task is done, or the first page of the case for those who may only read there."""
    works = case.owner_id == actor.staff_id and actor.may("case.edit")
    return reverse("cases:items", args=[case.code, "tasks"]) if works else reverse("cases:open", args=[case.code])


def _step(actor: Actor, task: Task) -> dict[str, Any]:
    late = (today() - task.due_on).days if task.due_on else 0
    return {
        "shape": "triangle" if late > 0 else "clock",
        "word": pgettext("task", "Overdue") if late > 0 else pgettext("task", "To do"),
        "title": task.told["words"],
        "url": _where(actor, task.case),
        "code": task.case.code,
        "tag": pgettext("task", "Overdue")
        if late > 0
        else _("Today")
        if late == 0
        else date_format(task.due_on or today(), "SHORT_DATE_FORMAT"),
        "tone": "overdue" if late > 0 else "due" if late == 0 else "",
    }
