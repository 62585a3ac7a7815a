"""Who may hold a protection interview: a supervisor's word until a day, until the learning rooms give theirs."""

from __future__ import annotations

from datetime import date

from fristad.server.accounts.actor import Actor
from fristad.server.accounts.models import Staff
from fristad.server.audit.services import act
from fristad.server.common.clock import today
from fristad.server.screening.models import Certificate


def grant(actor: Actor, staff: Staff, until: date) -> Certificate:
    """Let somebody else hold protection interviews. The database refuses a certificate for oneself."""
    made = Certificate(operation_id=actor.operation_id, staff=staff, by_id=actor.staff_id, until=until)
    with act(actor, "certificate.granted") as done:
        made.save(force_insert=True)
        done.touch(made)
    return made


def end(actor: Actor, certificate: Certificate) -> None:
    """Take it back from today on."""
    with act(actor, "certificate.ended", certificate):
        certificate.ended_on = today()
        certificate.save(update_fields=["ended_on"])


def holds(actor: Actor) -> bool:
    """Whether the actor may hold a protection interview today."""
    return Certificate.objects.filter(
        operation_id=actor.operation_id, staff=actor.staff_id, until__gte=today(), ended_on=None
    ).exists()
