"""The end of a stand-in: when its owner is back, and when the case goes to somebody else."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from fristad.server.accounts.actor import Actor
from fristad.server.audit.services import act
from fristad.server.cases.models import Case, Handover, Involved
from fristad.server.common.clock import now, today


def handover_end(actor: Actor, given: Handover) -> None:
    """End it before its day: the owner is back."""
    with act(actor, "handover.ended", given, given.case) as doing:
        given.ended_on = today()
        given.save_over(given.version)
        for row in Involved.objects.filter(case=given.case, staff=given.stand_in_id, until=end_of(given.until)):
            row.until = now()
            row.save(update_fields=["until"])
            doing.touch(row)


def handovers_end(actor: Actor, case: Case) -> None:
    """End all of a case that goes to another owner: who stood in for the former one does not stay."""
    for given in Handover.unscoped.filter(case=case, ended_on=None).select_related("record_key", "case"):
        handover_end(actor, given)


def end_of(day: date) -> datetime:
    """Return the moment at which a day ends where the operation works."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
