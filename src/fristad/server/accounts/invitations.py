"""Invitations: a link by which somebody makes their own account, with the role that the inviter chose.

The link works once and for 72 hours. Its token is stored as a keyed tag only. A role that opens cases still waits for a
second person, as every such role does (`services.granting`).
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext as _

from fristad.server.accounts import names
from fristad.server.accounts.actor import Actor, actor_for, system
from fristad.server.accounts.models import Agency, Staff, Team
from fristad.server.accounts.models_signin import Invitation
from fristad.server.accounts.rights import SCOPES, Role, Scope
from fristad.server.accounts.services import granting, people
from fristad.server.audit.services import act, together
from fristad.server.audit.who import SERVICE
from fristad.server.common.clock import now, today
from fristad.server.common.problems import ExpiredError, NotThereError, TamperedError, WrongInputError
from fristad.server.vault import tags
from fristad.server.vault.models import RecordKey

OPEN_FOR = timedelta(hours=72)


@dataclass(frozen=True)
class Offered:
    """What an invited person will be. `label` is for the inviter's own list, `team` where the person will work."""

    agency: Agency
    role: Role
    scope: Scope
    until: date
    label: str
    team: Team | None = None


@dataclass(frozen=True)
class Chosen:
    """What the invited person says."""

    sign_in_name: str
    display_name: str
    contact_mail: str
    language: str
    password: str


def invite(actor: Actor, offered: Offered) -> tuple[Invitation, str]:
    """Return a new invitation and its token, which is shown once.

    Raises `NotThereError` outside the actor's reach, `WrongInputError` for a role that is not given so.
    """
    if not actor.reaches("people.manage", _Place(actor.operation_id, offered.agency.pk, None)):
        raise NotThereError
    if offered.scope not in SCOPES[offered.role] or (offered.scope is Scope.TEAM and offered.team is None):
        raise WrongInputError(_("This role is not given with this scope."))
    token = secrets.token_urlsafe(32)
    made = Invitation(
        operation_id=actor.operation_id,
        offer={**_written(offered), "by": str(actor.staff_id)},
        token_tag=_tag(actor.operation_id, token),
        invited_by=actor.staff_id,
        until=now() + OPEN_FOR,
    )
    with act(actor, "invitation.made", made):
        made.record_key = RecordKey.objects.make(actor.operation_id, "invitation")
        made.save(force_insert=True)
    return made, token


def find(invitation_id: UUID, token: str) -> Invitation:
    """Return the invitation of a link. Raises `NotThereError` for a wrong link, `ExpiredError` for an old one."""
    found: Invitation | None = Invitation.unscoped.filter(pk=invitation_id).select_related("record_key").first()
    if found is None or bytes(found.token_tag) != _tag(found.operation_id, token):
        raise NotThereError
    if found.used_on or found.withdrawn_on or found.until <= now():
        raise ExpiredError(_("Invitations work once and for three days. Ask for a new one."))
    return found


def accept(invitation: Invitation, chosen: Chosen) -> Staff:
    """Make the account, with its role or the request for it. The link works no more.

    Raises `ExpiredError` if whoever invited may not do so any longer, `WrongInputError` for a name in use,
    `StaleError` if the link was used at the same moment.
    """
    inviter = _inviter(invitation)
    offer = invitation.offer
    agency = Agency.unscoped.select_related("record_key").get(pk=offer["agency"])
    team = Team.unscoped.filter(pk=offer["team"]).select_related("record_key").first() if offer["team"] else None
    about = people.About(chosen.display_name, chosen.contact_mail, chosen.language, team)
    names.require_own_sign_in_name(agency.pk, chosen.sign_in_name)
    names.require_own_name(agency.pk, chosen.display_name)
    with together():
        with act(inviter, "invitation.accepted", invitation):
            invitation.used_on = today()
            invitation.save_over(invitation.version)
        staff = people.make_staff(inviter, chosen.sign_in_name, agency, about)
        with act(inviter, "password.changed", staff):
            staff.set_password(chosen.password)
            # Everybody has one, so that the row does not tell who chose a word of their own.
            staff.duress = make_password(secrets.token_urlsafe())
            staff.save_over(staff.version)
        granting.ask(inviter, staff, _given(offer, team))
    return staff


def withdraw(actor: Actor, invitation_id: UUID) -> None:
    """End an invitation of one's own operation that was not used. Raises `NotThereError`."""
    found = next((each for each in waiting(actor) if each.pk == invitation_id), None)
    if found is None:
        raise NotThereError
    with act(actor, "invitation.withdrawn", found):
        found.withdrawn_on = today()
        found.save_over(found.version)


def waiting(actor: Actor) -> list[Invitation]:
    """Return the open invitations to agencies that the actor manages."""
    rows = Invitation.unscoped.filter(operation_id=actor.operation_id, used_on=None, withdrawn_on=None, until__gt=now())
    found = rows.select_related("record_key").order_by("until")
    return [each for each in found if actor.reaches("people.manage", _place(each))]


@dataclass(frozen=True)
class _Place:
    operation_id: UUID
    agency_id: UUID
    team_id: UUID | None


def _place(invitation: Invitation) -> _Place:
    return _Place(invitation.operation_id, UUID(invitation.offer["agency"]), None)


def _given(offer: dict[str, Any], team: Team | None) -> granting.Offer:
    role, scope = Role(offer["role"]), Scope(offer["scope"])
    return granting.Offer(role, scope, date.fromisoformat(offer["until"]), team if scope is Scope.TEAM else None)


def _inviter(invitation: Invitation) -> Actor:
    """Return who invited, as they are now: a role is given with the rights of today."""
    if invitation.offer["by"] != str(invitation.invited_by):  # changed in the database, to give a role without a second
        raise TamperedError
    if invitation.invited_by == SERVICE:
        return system(invitation.operation_id, "invitation")
    staff = Staff.objects.filter(pk=invitation.invited_by).select_related("record_key").first()
    actor = actor_for(staff) if staff else None
    if actor is None or not actor.reaches("people.manage", _place(invitation)):
        raise ExpiredError(_("Whoever invited you may not do so any longer. Ask for a new invitation."))
    return actor


def _written(offered: Offered) -> dict[str, Any]:
    return {
        "agency": str(offered.agency.pk),
        "team": str(offered.team.pk) if offered.team else None,
        "role": offered.role.value,
        "scope": offered.scope.value,
        "until": offered.until.isoformat(),
        "label": offered.label,
    }


def _tag(operation_id: UUID, token: str) -> bytes:
    return tags.tag(operation_id, "invitation", token)
