"""Who may hold a protection interview: a supervisor's word until a day, or what a room above vouches for."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.translation import gettext as _

from fristad.server.accounts import notices
from fristad.server.accounts.actor import Actor
from fristad.server.accounts.models import Staff
from fristad.server.audit.services import act
from fristad.server.common.clock import today
from fristad.server.common.problems import WrongInputError
from fristad.server.screening.models import Certificate
from fristad.server.screening.selectors.certificates import live

#: It is given anew at least once a year: what is not practised fades.
LONGEST = timedelta(days=366)


def grant(actor: Actor, staff: Staff, until: date) -> Certificate:
    """Let somebody else hold protection interviews until a day; one that they had ends with it.

    `staff` was reached through `accounts.selectors`. Raises `WrongInputError` for oneself and for a day out of range.
    """
    if staff.pk == actor.staff_id:
        raise WrongInputError(_("Nobody gives a certificate to themselves. Ask another supervisor."))
    if not today() <= until <= today() + LONGEST:
        raise WrongInputError(_("Choose a last day from today to a year from now."))
    made = Certificate(operation_id=actor.operation_id, staff=staff, by_id=actor.staff_id, until=until)
    with act(actor, "certificate.granted") as done:
        for earlier in live(actor.operation_id).filter(staff=staff):
            end(actor, earlier)
        made.save(force_insert=True)
        done.touch(made)
        notices.tell(staff, "certificate.granted")
    return made


def end(actor: Actor, certificate: Certificate) -> None:
    """Take it back from today on."""
    with act(actor, "certificate.ended", certificate):
        certificate.ended_on = today()
        certificate.save(update_fields=["ended_on"])
