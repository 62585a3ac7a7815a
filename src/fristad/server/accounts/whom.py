"""Whom a call for help or an alarm reaches: never nobody, and never only the person whom it is about."""

from __future__ import annotations

import smtplib
from contextlib import suppress
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from fristad.server.accounts import errands
from fristad.server.accounts.actor import Actor
from fristad.server.accounts.models import Operation, Staff
from fristad.server.accounts.notices import log
from fristad.server.accounts.selectors import focal_points_of, holders, whoever_holds

#: Who hears where there is nobody nearer.
WHO_MANAGES = "people.manage"
#: The errand that turns to the address outside.
OUTSIDE = "nobody.inside"


def leaders(about: Staff | Actor, right: str) -> list[Staff]:
    """Return who holds a right over a person's team, or over anything in the operation where nobody does."""
    nearest = holders(about.operation_id, right, agency_id=about.agency_id, team_id=about.team_id)
    return others(about, nearest) or others(about, whoever_holds(about.operation_id, right, about.agency_id))


def focal(about: Staff | Actor) -> list[Staff]:
    """Return the focal points of the operation who have an account."""
    ids = [point.staff_id for point in focal_points_of(about.operation_id) if point.staff_id]
    return others(about, Staff.objects.filter(pk__in=ids, is_active=True).select_related("record_key"))


def managers(about: Staff | Actor) -> list[Staff]:
    """Return the administrators of the person's agency."""
    return others(about, whoever_holds(about.operation_id, WHO_MANAGES, about.agency_id))


def others(about: Staff | Actor, people: Any) -> list[Staff]:
    """Return these people, each once, without the person whom it is about."""
    own = about.pk if isinstance(about, Staff) else about.staff_id
    return list({each.pk: each for each in people if each.pk != own}.values())


def turn_outside(operation_id: UUID) -> None:
    """Write to the address outside the operation, where nobody inside could be told. Raises `LockedError`."""
    errands.send(operation_id, OUTSIDE, None)


def _write_outside(operation_id: UUID, _content: Any) -> None:
    """Say that somebody must look: neither what happened, nor to whom, nor in which service."""
    here: Operation = Operation.unscoped.select_related("record_key").get(pk=operation_id)
    with suppress(ValidationError):
        validate_email(here.outside_address)
        try:
            send_mail(str(_SUBJECT), str(_TEXT), None, [here.outside_address])
        except (OSError, smtplib.SMTPException):
            log.warning("Nobody inside could be told, and the mail to the address outside could not be sent.")


_SUBJECT = _("Please call the people you know here")
_TEXT = _(
    "Something happened of which nobody inside could be told. Please call those of us whom you know, today. Do not "
    "answer this mail."
)
errands.register(OUTSIDE, _write_outside)
