"""Meetings of people who are kept apart: refused where the reader may know why, else told to those who look after it.

Whoever works for the one who is suspected writes what they like, in the same time and words as anybody. A job of the
service looks for what crosses, so that neither an answer nor its time nor the log leads from the one file to the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from fristad.server.accounts import notices
from fristad.server.accounts.actor import Actor
from fristad.server.accounts.models import Staff
from fristad.server.accounts.models_signin import Notice
from fristad.server.accounts.selectors import holders
from fristad.server.audit.services import act
from fristad.server.cases.models import Case, Task
from fristad.server.cases.selectors import apart, circles
from fristad.server.common.clock import today
from fristad.server.common.problems import WrongInputError
from fristad.server.jobs.work import Work

#: The job that looks for what crosses, the notice that it leaves, and how often it looks.
KIND, CROSSED, EVERY = "ties.crossing", "tie.crossed", timedelta(minutes=15)
#: First half of the advisory lock's key on PostgreSQL, so that it meets no other lock: "meet" in ASCII.
_LOCK_SPACE = 0x6D656574


class HourTakenError(WrongInputError):
    """The hour is not free. Its words name nobody and give no reason."""


@contextmanager
def refusals_logged(actor: Actor, case: Case) -> Iterator[None]:
    """Keep an entry of each hour that is refused: who tries many of them is seen."""
    try:
        yield
    except HourTakenError:
        with act(actor, "meeting.refused", case):
            pass
        raise


def refuse_crossing(actor: Actor, task: Task) -> None:
    """Refuse a meeting where somebody kept apart from the person is expected. Within the act that saves it.

    Raises `HourTakenError`.
    """
    if task.due_on is None or not (task.told or {}).get("at"):
        return
    _wait_for_turn(task.due_on.toordinal())
    if not apart.is_free(actor, task.case, task.due_on, task.told):
        raise HourTakenError(_("This hour is not free. Choose another day, or an hour well before or after it."))


def _wait_for_turn(day: int) -> None:
    """Wait until no other open transaction writes a meeting of this day: both would find the hour free."""
    if connection.vendor != "postgresql":  # on SQLite there is one writer at a time
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK_SPACE, day])


def look(work: Work) -> None:
    """Tell those who work with the file of a tie, once a day, where people whom it keeps apart come together."""
    for case in _tied(work).select_related("record_key", "owner__record_key"):
        if apart.crossing(case) or apart.is_with_one_colleague(case):
            with work.step():
                for person in _readers(case):
                    _tell(person, case)


def _tied(work: Work) -> QuerySet[Case]:
    ties = apart.standing().filter(operation_id=work.operation_id)
    found: QuerySet[Case] = Case.unscoped.filter(pk__in=ties.values("case"))
    return found.order_by("pk")


def _readers(case: Case) -> list[Staff]:
    if case.owner and case.owner.is_active:
        return [case.owner]
    if case.closed_circle:
        return circles.members(case)
    return holders(case.operation_id, "case.assign", agency_id=case.agency_id, team_id=case.team_id)


def _tell(person: Staff, case: Case) -> None:
    rows = Notice.unscoped.filter(staff=person, created_on=today()).select_related("record_key")
    if not any(row.content.get("kind") == CROSSED and row.content.get("code") == case.code for row in rows):
        notices.tell(person, CROSSED, code=case.code)
