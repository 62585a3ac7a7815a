"""One person who works in two operations: two accounts, linked by whoever proves to own both (decision 0017).

Each account stays in its own operation, with its own key, roles and log. A link is a row on either side, sealed under
that side's key and naming the other; one alone is none. It saves the password at a switch, never the second factor.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from fristad.server.accounts.actor import Actor, actor_for
from fristad.server.accounts.models import Operation, Staff
from fristad.server.accounts.models_signin import Linked
from fristad.server.audit.services import act, together
from fristad.server.common.problems import ExpiredError, NotThereError, WrongInputError


@dataclass(frozen=True)
class Other:
    """An account of the same person elsewhere, as they see it."""

    link_id: UUID
    staff: Staff
    operation_name: str


def others(staff: Staff) -> list[Other]:
    """Return the accounts to which a person can switch. Raises `LockedError`, `TamperedError`."""
    found = []
    for row in _rows(staff):
        other = _member(row.content["other"])
        if other is not None and _back(other, staff) is not None:
            here = Operation.unscoped.select_related("record_key").get(pk=other.operation_id)
            found.append(Other(row.pk, other, here.name))
    return found


def other(staff: Staff, link_id: UUID) -> Staff:
    """Return the account behind one's own link. Raises `NotThereError`."""
    found = next((each.staff for each in others(staff) if each.link_id == link_id), None)
    if found is None:
        raise NotThereError
    return found


def link(one: Staff, two: Staff) -> None:
    """Link two accounts whose owner proved to be one person. An entry in each log. Raises `WrongInputError`."""
    if one.operation_id == two.operation_id:
        raise WrongInputError(_("That account is of this operation. Roles here are given by an administrator."))
    if any(each.staff.pk == two.pk for each in others(one)):
        raise WrongInputError(_("These two accounts are linked already."))
    with together():
        for staff, far in ((one, two), (two, one)):
            row = Linked(staff=staff, operation_id=staff.operation_id, record_key=staff.record_key)
            row.content = {"other": str(far.pk)}
            with act(_acting(staff), "operation.linked", row):
                row.save(force_insert=True)


def unlink(staff: Staff, link_id: UUID) -> None:
    """Take a link away on both sides. An entry in each log. Raises `NotThereError`."""
    far = other(staff, link_id)
    with together():
        for side, there in ((staff, far), (far, staff)):
            row = _back(side, there)
            if row is not None:
                with act(_acting(side), "operation.unlinked", row):
                    row.delete()


def left(staff: Staff) -> None:
    """Write down that a person goes on to another operation; which one stands in no log but their own link."""
    with act(_acting(staff), "operation.left"):
        pass


def _rows(staff: Staff) -> list[Linked]:
    return list(Linked.unscoped.filter(staff=staff).select_related("record_key").order_by("created_on", "pk"))


def _back(staff: Staff, far: Staff) -> Linked | None:
    return next((row for row in _rows(staff) if row.content["other"] == str(far.pk)), None)


def _member(staff_id: str) -> Staff | None:
    return Staff.objects.filter(pk=staff_id, is_active=True).select_related("record_key").first()


def _acting(staff: Staff) -> Actor:
    actor = actor_for(staff)
    if actor is None:
        raise ExpiredError
    return actor
