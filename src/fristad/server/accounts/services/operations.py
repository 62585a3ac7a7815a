"""Operations, agencies, teams and focal points."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from fristad.library import load_reporting
from fristad.server.accounts import names
from fristad.server.accounts.actor import Actor, System
from fristad.server.accounts.models import Agency, Body, FocalPoint, Operation, Staff, Team
from fristad.server.accounts.selectors import enough, focal_points_of
from fristad.server.accounts.services.shared import add, require
from fristad.server.audit.services import act
from fristad.server.common.clock import today
from fristad.server.common.problems import NotThereError, WrongInputError


def make_operation(actor: System, name: str) -> Operation:
    """Set up the operation that the actor was made for; its keys are open. Raises `LockedError`."""
    made = Operation(id=actor.operation_id, operation_id=actor.operation_id, name=name)
    add(actor, "operation.made", made, "operation")
    return made


def make_agency(actor: System, name: str, body: Body) -> Agency:
    """Enter an agency. Only the installation itself does: a new agency is a new wall."""
    made = Agency(operation_id=actor.operation_id, name=name, body=body.value)
    add(actor, "agency.made", made, "agency")
    return made


def make_team(actor: Actor, agency: Agency, name: str) -> Team:
    """Make a team of an agency. Raises `NotThereError`, `WrongInputError` for a name like another's."""
    made = Team(operation_id=actor.operation_id, agency=agency, name=name)
    require(actor, "people.manage", made)
    names.require_own_team_name(agency.pk, name)
    add(actor, "team.made", made, "team")
    return made


def rename_team(actor: Actor, team: Team, name: str, read_version: int) -> Team:
    """Give a team another name. Raises `NotThereError`, `StaleError`, `WrongInputError` for a name like another's."""
    require(actor, "people.manage", team)
    names.require_own_team_name(team.agency_id, name, but=team.pk)
    with act(actor, "team.changed", team):
        team.name = name
        return team.save_over(read_version)


def close_team(actor: Actor, team: Team, read_version: int) -> Team:
    """Close a team in which nobody works any more. Raises `NotThereError`, `StaleError`, `WrongInputError`."""
    require(actor, "people.manage", team)
    if Staff.objects.filter(team=team, is_active=True).exists():
        raise WrongInputError(_("People still work in this team. Move them to another team first."))
    with act(actor, "team.closed", team):
        team.closed_on = today()
        return team.save_over(read_version)


@dataclass(frozen=True)
class NewFocalPoint:
    """Whom to turn to, and to whom that person answers."""

    name: str
    contact: str
    line: str
    staff_id: UUID | None = None


def name_focal_point(actor: Actor, agency: Agency, new: NewFocalPoint) -> FocalPoint:
    """Name a focal point for complaints. Part of what a second person agreed to (`changes`)."""
    made = FocalPoint(
        operation_id=actor.operation_id,
        agency=agency,
        staff_id=new.staff_id,
        name=new.name,
        contact=new.contact,
        line=new.line,
    )
    add(actor, "focal_point.named", made, "focal point")
    return made


def end_focal_point(actor: Actor, point: FocalPoint, read_version: int) -> None:
    """End a focal point. Two must remain. Raises `StaleError`, `WrongInputError`. As part of what two agreed to."""
    with act(actor, "focal_point.ended", point):
        require_enough_without(point)
        point.ended_on = today()
        point.save_over(read_version)


def require_enough_without(point: FocalPoint) -> None:
    """Refuse to end a focal point who cannot be spared. Raises `WrongInputError`."""
    if not enough(focal_points_of(point.operation_id).exclude(pk=point.pk)):
        raise WrongInputError(_("Two focal points of different agencies or lines must remain. Name another first."))


def set_outside_address(actor: Actor, operation: Operation, address: str, read_version: int) -> Operation:
    """Set the one address outside the operation for complaints. As part of what two agreed to. Raises `StaleError`."""
    with act(actor, "operation.changed", operation):
        operation.outside_address = address
        return operation.save_over(read_version)


def set_exit(actor: Actor, operation: Operation, neutral_page: str, read_version: int) -> Operation:
    """Set where *Exit this page* leads; empty is our own page. As part of what two agreed to. Raises `StaleError`."""
    with act(actor, "operation.changed", operation):
        operation.neutral_page = neutral_page or None
        return operation.save_over(read_version)


def set_title(actor: Actor, operation: Operation, page_title: str, read_version: int) -> Operation:
    """Set what the browser says of every page; empty is the word "Page". Raises `NotThereError`, `StaleError`."""
    if not actor.may("operation.change"):
        raise NotThereError
    with act(actor, "operation.changed", operation):
        operation.page_title = page_title or None
        return operation.save_over(read_version)


def set_country(actor: Actor, operation: Operation, country: str, read_version: int) -> Operation:
    """Set the country where the operation works; empty where nothing is known of it. Raises `NotThereError`,
    `StaleError`, and `WrongInputError` for the invented country outside a demonstration.
    """
    if not actor.may("operation.change"):
        raise NotThereError
    known = load_reporting(country) if country else None
    if known is not None and known.invented and not settings.DEMO:
        raise WrongInputError(_("That country is invented for practice. Choose the one where you work."))
    with act(actor, "operation.changed", operation):
        operation.country = country or None
        return operation.save_over(read_version)
