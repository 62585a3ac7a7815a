"""Where complaints go and where *Exit this page* leads: asked for by one person, agreed to by a second.

Focal points are named and ended by their own agency. The outside address and the page behind *Exit* are the
operation's: two of its administrators, of whichever agencies. Those whom a change concerns are told when it is asked
for and when it holds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from enum import StrEnum
from uuid import UUID

from django.utils.translation import gettext as _

from fristad.server.accounts import notices
from fristad.server.accounts.actor import Actor, actor_for
from fristad.server.accounts.models import Agency, FocalPoint, Operation, PendingChange, PendingGrant, Staff
from fristad.server.accounts.selectors import everybody_who_holds, focal_point, focal_points_of
from fristad.server.accounts.services import operations
from fristad.server.accounts.services.operations import NewFocalPoint
from fristad.server.accounts.services.shared import add
from fristad.server.audit.services import act
from fristad.server.common.clock import today
from fristad.server.common.problems import NotThereError, ReservedError, StaleError, TamperedError, WrongInputError


class Change(StrEnum):
    """What is asked for."""

    NAME = "name"
    END = "end"
    OUTSIDE = "outside"
    EXIT = "exit"


#: Whoever holds this may ask for the change.
RIGHT = {
    Change.NAME: "focal_points.manage",
    Change.END: "focal_points.manage",
    Change.OUTSIDE: "focal_points.manage",
    Change.EXIT: "operation.change",
}


@dataclass(frozen=True)
class _Place:
    operation_id: UUID
    agency_id: UUID
    team_id: UUID | None = None


def ask_to_name(actor: Actor, agency: Agency, new: NewFocalPoint) -> PendingChange:
    """Ask for a focal point of one's own agency. Raises `NotThereError`."""
    values = {**asdict(new), "staff_id": str(new.staff_id) if new.staff_id else None}
    return _put(actor, Change.NAME, agency.pk, values)


def ask_to_end(actor: Actor, point: FocalPoint) -> PendingChange:
    """Ask that a focal point of one's own agency ends. Raises `NotThereError`, `WrongInputError` for one too many."""
    operations.require_enough_without(point)
    return _put(actor, Change.END, point.agency_id, {"point": str(point.pk)})


def ask_outside(actor: Actor, address: str) -> PendingChange:
    """Ask for another address outside the operation. Raises `NotThereError`."""
    return _put(actor, Change.OUTSIDE, None, {"address": address})


def ask_exit(actor: Actor, page: str) -> PendingChange:
    """Ask that *Exit this page* leads elsewhere; empty is our own page. Raises `NotThereError`."""
    return _put(actor, Change.EXIT, None, {"page": page})


def kind_of(pending: PendingChange) -> Change:
    """Return what a request asks for. Raises `TamperedError` for one that was changed in the database."""
    asked = pending.asked
    agency = str(pending.agency_id) if pending.agency_id else None
    if (asked["by"], asked["agency"]) != (str(pending.asked_by), agency):
        raise TamperedError
    return Change(asked["act"])


def agree(actor: Actor, pending: PendingChange, read_version: int) -> None:
    """Agree, as the second person; it holds at once.

    Raises `NotThereError`, `ReservedError` for who asked, `StaleError`, `WrongInputError` where it can no longer be
    done.
    """
    kind = kind_of(pending)
    _require_second(actor, kind, pending.agency_id)
    if pending.asked_by == actor.staff_id:
        raise ReservedError(_("You asked for this yourself. A second person must agree."))
    asker = Staff.objects.filter(pk=pending.asked_by).select_related("record_key").first()
    asking = actor_for(asker) if asker else None
    if asking is None or not _may_ask(asking, kind, pending.agency_id):
        raise WrongInputError(_("Whoever asked for this may not do so any longer. Refuse it, and ask for it anew."))
    with act(actor, "change.agreed", pending):
        _decide(actor, pending, PendingGrant.State.AGREED, read_version)
        _DO[kind](actor, pending)
        _tell(actor, kind, pending, "change.agreed")


def refuse(actor: Actor, pending: PendingChange, read_version: int) -> None:
    """Refuse, or withdraw what one asked for oneself. Raises `NotThereError`, `StaleError`."""
    if pending.asked_by == actor.staff_id:
        state, name = PendingGrant.State.WITHDRAWN, "change.withdrawn"
    else:
        _require_second(actor, kind_of(pending), pending.agency_id)
        state, name = PendingGrant.State.REFUSED, "change.refused"
    with act(actor, name, pending):
        _decide(actor, pending, state, read_version)


def require_asker(actor: Actor, kind: Change, agency_id: UUID | None) -> None:
    """Refuse who may not ask for this. Raises `NotThereError`."""
    if not _may_ask(actor, kind, agency_id):
        raise NotThereError


def _may_ask(actor: Actor, kind: Change, agency_id: UUID | None) -> bool:
    if agency_id is None:
        return actor.may(RIGHT[kind])
    return actor.reaches(RIGHT[kind], _Place(actor.operation_id, agency_id))


def _is_second(actor: Actor, kind: Change, agency_id: UUID | None) -> bool:
    if agency_id is None:  # the operation's
        return actor.may(RIGHT[kind])
    return actor.reaches("grants.agree", _Place(actor.operation_id, agency_id))


def _require_second(actor: Actor, kind: Change, agency_id: UUID | None) -> None:
    if not _is_second(actor, kind, agency_id):
        raise NotThereError


def _put(actor: Actor, kind: Change, agency_id: UUID | None, values: dict[str, str | None]) -> PendingChange:
    require_asker(actor, kind, agency_id)
    made = PendingChange(operation_id=actor.operation_id, agency_id=agency_id, asked_by=actor.staff_id)
    made.asked = {
        **values,
        "act": kind.value,
        "by": str(actor.staff_id),
        "agency": str(agency_id) if agency_id else None,
    }
    with act(actor, "change.asked", detail={"about": kind.value}):
        add(actor, "change.asked", made, "change")
        _tell(actor, kind, made, "change.asked")
    return made


def _decide(actor: Actor, pending: PendingChange, state: PendingGrant.State, read_version: int) -> None:
    if pending.state != PendingGrant.State.WAITING:
        raise StaleError
    pending.state = state
    pending.decided_by = actor.staff_id
    pending.decided_on = today()
    pending.save_over(read_version)


def _name(actor: Actor, pending: PendingChange) -> None:
    asked = pending.asked
    staff_id = UUID(asked["staff_id"]) if asked["staff_id"] else None
    new = NewFocalPoint(asked["name"], asked["contact"], asked["line"], staff_id)
    if pending.agency is not None:  # a focal point always has one
        operations.name_focal_point(actor, pending.agency, new)


def _end(actor: Actor, pending: PendingChange) -> None:
    point = focal_point(actor, UUID(pending.asked["point"]))
    operations.end_focal_point(actor, point, point.version)


def _outside(actor: Actor, pending: PendingChange) -> None:
    here = _here(pending)
    operations.set_outside_address(actor, here, pending.asked["address"], here.version)


def _exit(actor: Actor, pending: PendingChange) -> None:
    here = _here(pending)
    operations.set_exit(actor, here, pending.asked["page"], here.version)


_DO: dict[Change, Callable[[Actor, PendingChange], None]] = {
    Change.NAME: _name,
    Change.END: _end,
    Change.OUTSIDE: _outside,
    Change.EXIT: _exit,
}


def _here(pending: PendingChange) -> Operation:
    found: Operation = Operation.unscoped.select_related("record_key").get(pk=pending.operation_id)
    return found


def _tell(actor: Actor, kind: Change, pending: PendingChange, notice: str) -> None:
    """Tell the members of staff whom it concerns: who is named or ended, the focal points, who could agree."""
    about = {pending.asked.get("staff_id")}
    points = list(focal_points_of(pending.operation_id))
    if kind is Change.END:
        points = [point for point in points if str(point.pk) == pending.asked["point"]]
    if kind is not Change.NAME:
        about |= {str(point.staff_id) for point in points if point.staff_id}
    people = list(Staff.objects.filter(pk__in=about - {None}, is_active=True).select_related("record_key"))
    if pending.agency_id is None:
        people += everybody_who_holds(pending.operation_id, RIGHT[kind])
    for person in {each.pk: each for each in people if each.pk != actor.staff_id}.values():
        notices.tell(person, notice)
