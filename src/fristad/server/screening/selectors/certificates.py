"""Who holds a certificate for protection interviews, and who could be given one."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from fristad.server.accounts import selectors as accounts
from fristad.server.accounts.actor import Actor
from fristad.server.accounts.models import Staff
from fristad.server.cases.selectors.circles import those_who_may
from fristad.server.cases.selectors.people import name_of
from fristad.server.common.clock import today
from fristad.server.common.problems import NotThereError
from fristad.server.common.registry import interview_certificates
from fristad.server.screening.models import Certificate


@dataclass(frozen=True)
class Interviewer:
    """Somebody whose work is to talk with people, and the certificate that stands, if any."""

    staff: Staff
    name: str
    certificate: Certificate | None


def live(operation_id: UUID) -> QuerySet[Certificate]:
    """Return the certificates that stand today."""
    return Certificate.objects.filter(operation_id=operation_id, until__gte=today(), ended_on=None)


def holds(actor: Actor) -> bool:
    """Return whether the actor may hold a protection interview today: by a supervisor's word, or a room's above."""
    own = live(actor.operation_id).filter(staff=actor.staff_id).exists()
    return own or any(vouches(actor) for vouches in interview_certificates)


def interviewers(actor: Actor) -> list[Interviewer]:
    """Return those in the actor's scope who hold interviews in their role, by name, the actor too."""
    people = those_who_may("interview.hold", accounts.staff(actor, "certificate.grant").filter(is_active=True))
    held = {each.staff_id: each for each in live(actor.operation_id).filter(staff__in=people).order_by("until")}
    rows = [Interviewer(each, name_of(each), held.get(each.pk)) for each in people]
    return sorted(rows, key=lambda row: row.name.casefold())


def certificate(actor: Actor, certificate_id: int) -> Certificate:
    """Return one that stands, of somebody in the actor's scope. Raises `NotThereError`."""
    reached = accounts.staff(actor, "certificate.grant").values("pk")
    found = live(actor.operation_id).filter(pk=certificate_id, staff__in=reached).first()
    if found is None:
        raise NotThereError
    return found
