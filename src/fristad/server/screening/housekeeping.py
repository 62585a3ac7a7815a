"""What ends by itself: talks that keep nothing, after two hours, and arrivals whom nobody met again, after 30 days."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from fristad.server.jobs.work import Work
from fristad.server.screening.services import arrivals, bulk, unrecorded

OFTEN: Final = timedelta(minutes=5)
DAILY: Final = timedelta(days=1)


def end_talks(work: Work) -> None:
    """Let the keys of overdue talks die. A page with such a state is refused from the first second in any case."""
    while True:
        with work.step():
            ended = unrecorded.end_overdue(work.operation_id)
            work.done += ended
        if not ended:
            return


def forget_arrivals(work: Work) -> None:
    """Erase arrivals, and ended reports of people who were held, whose day has come."""
    while True:
        with work.step():
            ended = arrivals.end_overdue(work.operation_id) + arrivals.forget_ended(work.operation_id)
            work.done += ended
        if not ended:
            return


def forget_bulk(work: Work) -> None:
    """Erase screenings for planning and lists whose day has come, and pieces of tables that have no row."""
    while True:
        with work.step():
            ended = bulk.forget(work.operation_id)
            work.done += ended
        if not ended:
            break
    bulk.sweep()
