"""Writing notes, needs, goals, tasks, flags and findings: all alike."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Min
from django.utils.translation import gettext_lazy as _

from fristad.server.accounts import notices
from fristad.server.accounts.actor import Actor
from fristad.server.audit.services import act
from fristad.server.cases.models import Case
from fristad.server.cases.models.work import CaseItem, Flag, Goal, Task
from fristad.server.cases.selectors import giving
from fristad.server.cases.services.meetings import refusals_logged, refuse_crossing
from fristad.server.cases.services.shut import refuse_shut
from fristad.server.cases.words_papers import ends_on
from fristad.server.common.clock import today
from fristad.server.common.problems import WrongInputError
from fristad.server.common.registry import case_days

T = TypeVar("T", bound=CaseItem)


def item_add(actor: Actor, case: Case, kind: type[T], told: Mapping[str, Any], **readable: Any) -> T:
    """Write something into a case. `readable` are its columns: due day, assignee, goal, state.

    Raises `WrongInputError` for an hour that is not free (`meetings.refuse_crossing`).
    """
    item = kind(
        operation_id=case.operation_id,
        record_key=case.record_key,
        case=case,
        by_id=actor.staff_id,
        told=dict(told),
        **readable,
    )
    refuse_shut(case)
    with refusals_logged(actor, case), act(actor, f"{name_of(kind)}.added", item, case):
        _refuse_crossing(actor, item)
        _refuse_blind(item)
        item.save(force_insert=True)
        due_rewrite(case)
        _tell_of_task(actor, item)
    return item


def item_edit(actor: Actor, item: T, told: Mapping[str, Any], *, read_version: int, **readable: Any) -> T:
    """Change it. Raises `StaleError` if somebody changed it since `read_version`, and as `item_add` does."""
    refuse_shut(item.case)
    with refusals_logged(actor, item.case), act(actor, f"{name_of(type(item))}.changed", item, item.case):
        had = getattr(item, "assignee_id", None)
        item.told = {**(item.told or {}), **told}
        for name, value in readable.items():
            setattr(item, name, value)
        _refuse_crossing(actor, item)
        _refuse_blind(item, had)
        item.save_over(read_version)
        due_rewrite(item.case)
        _tell_of_task(actor, item, had)
    return item


def _refuse_crossing(actor: Actor, item: CaseItem) -> None:
    if isinstance(item, Task):
        refuse_crossing(actor, item)


def _refuse_blind(item: CaseItem, had: UUID | None = None) -> None:
    """Refuse to give a task to somebody who cannot open the case, and so would never see it."""
    given = item.assignee_id if isinstance(item, Task) else None
    if given not in (None, had, item.case.owner_id) and str(given) not in giving.helpers_of(item.case):
        raise WrongInputError(_("This colleague cannot open this case, so they would never see the task."))


def _tell_of_task(actor: Actor, item: CaseItem, had: UUID | None = None) -> None:
    """Tell a colleague that a task is theirs now."""
    if isinstance(item, Task) and item.assignee and item.assignee_id not in (had, actor.staff_id):
        notices.tell(item.assignee, "task.given", code=item.case.code)


def item_end(actor: Actor, item: T, *, answer: str, read_version: int, **readable: Any) -> T:
    """Close it, saying what came of it. Raises `StaleError`."""
    refuse_shut(item.case)
    with act(actor, f"{name_of(type(item))}.ended", item, item.case):
        item.ended_on = today()
        item.told = {**(item.told or {}), "answer": answer}
        for name, value in readable.items():
            setattr(item, name, value)
        item.save_over(read_version)
        due_rewrite(item.case)
    return item


def due_rewrite(case: Case) -> None:
    """Let the case carry the nearest day of its open tasks, flags and goals, of papers that end, and of rooms above.

    Lists are put in order and filtered by it.
    """
    tasks = Task.unscoped.filter(case=case, ended_on=None).aggregate(day=Min("due_on"))
    flags = Flag.unscoped.filter(case=case, ended_on=None).aggregate(day=Min("due_on"))
    goals = Goal.unscoped.filter(case=case, ended_on=None).aggregate(day=Min("review_on"))
    papers = [ends_on(paper) for paper in case.person.documents or ()]
    days = [*(each["day"] for each in (tasks, flags, goals)), *papers, *(day_of(case) for day_of in case_days)]
    case.due_on = min((day for day in days if day), default=None)
    case.changed_on = today()
    case.save(update_fields=["due_on", "changed_on"])


def name_of(kind: type[CaseItem]) -> str:
    """Return the name of a kind in the log, such as `task`."""
    return kind.__name__.lower()
