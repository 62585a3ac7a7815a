"""The end of a stand-in: when its owner is back, and when the case goes to somebody else."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.utils import timezone

from fristad.server.accounts import notices
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


def handovers_cut(actor: Actor, case: Case, inside: Collection[UUID]) -> None:
    """End those of a case whose stand-in is not among those who may see it from now on, and tell both."""
    rows = Handover.unscoped.filter(case=case, ended_on=None).exclude(stand_in__in=inside)
    for given in rows.select_related("record_key", "case", "by__record_key", "stand_in__record_key"):
        handover_end(actor, given)
        notices.tell(given.by, "handover.cut")
        notices.tell(given.stand_in, "handover.over")


def end_of(day: date) -> datetime:
    """Return the moment at which a day ends where the operation works."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
