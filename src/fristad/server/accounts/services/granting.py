"""Roles: asked for, agreed to by a second person, made narrower, ended. Nobody gives himself anything.

A role that opens cases, or by which one could get there (`rights.needs_two`), waits for a second person who may agree;
so does the reset of a second factor. What takes rights away needs nobody else and holds at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from fristad.server.accounts import notices, sessions
from fristad.server.accounts.actor import Actor, System, actor_for
from fristad.server.accounts.factors import state as factors
from fristad.server.accounts.models import Grant, PendingGrant, Staff, Team
from fristad.server.accounts.rights import ON_TOP_OF, SCOPES, Role, Scope, needs_two
from fristad.server.accounts.selectors import roles_of
from fristad.server.accounts.services.shared import keep_an_administrator, not_oneself, require, took_rights
from fristad.server.audit.services import act
from fristad.server.common.clock import today
from fristad.server.common.problems import NotThereError, ReservedError, StaleError, TamperedError, WrongInputError

#: The longest that a role is given for.
LONGEST = timedelta(days=366)


@dataclass(frozen=True)
class Offer:
    """A role as it is asked for. `team` where the scope is one team; `until` is its last day."""

    role: Role
    scope: Scope
    until: date
    team: Team | None = None


def ask(actor: Actor, person: Staff, offer: Offer) -> Grant | PendingGrant:
    """Give a role, or ask a second person to agree where two must. The person concerned is told at once.

    Raises `NotThereError`, `ReservedError` for oneself, `WrongInputError` for a role that cannot be given so.
    """
    require(actor, "people.manage", person)
    not_oneself(actor, person)
    _check(person, offer)
    if needs_two(offer.role) and not isinstance(actor, System):
        asked = {"act": "grant", "role": offer.role.value, "scope": offer.scope.value, **_bounds(offer)}
        return _put(actor, person, "role.asked", asked, offer)
    return _give(actor, person, offer, "role.given")


def ask_reset(actor: Actor, person: Staff, reason: str) -> PendingGrant:
    """Ask a second person to agree that somebody's second factor is taken off, to be set up anew.

    Raises `NotThereError`, `ReservedError` for oneself.
    """
    require(actor, "people.manage", person)
    not_oneself(actor, person)
    return _put(actor, person, "factor.reset_asked", {"act": "reset_factor", "reason": reason}, None)


def needs_second_to_move(actor: Actor, person: Staff, team: Team | None) -> bool:
    """Whether a move could open cases: into another team, of somebody whose role opens those offered to it."""
    if isinstance(actor, System) or team is None or team.pk == person.team_id:
        return False
    return any(needs_two(given.role) for given in roles_of(person))


def ask_move(actor: Actor, person: Staff, team: Team) -> PendingGrant:
    """Ask a second person to agree that somebody moves to another team of the agency. Raises `NotThereError`."""
    require(actor, "people.manage", person)
    if (team.agency_id, team.closed_on) != (person.agency_id, None):
        raise NotThereError
    return _put(actor, person, "staff.move_asked", {"act": "move", "team": str(team.pk)}, None, team)


def agree(actor: Actor, pending: PendingGrant, read_version: int) -> Grant | None:
    """Agree, as the second person. Returns the grant, or None for a reset or a move, done at once.

    Raises `NotThereError`, `ReservedError` for who asked, for the person concerned and for a role that reaches further
    than one's own, `StaleError`, `WrongInputError` where the role can no longer be given.
    """
    require(actor, "grants.agree", pending.staff)
    not_oneself(actor, pending.staff)
    if pending.asked["by"] != str(pending.asked_by):  # changed in the database, so that who asked could agree
        raise TamperedError
    if pending.asked_by == actor.staff_id:
        raise ReservedError(_("You asked for this yourself. A second person must agree."))
    _require_asker(pending)
    if pending.asked["act"] == "reset_factor":
        _reset(actor, pending, read_version)
        return None
    if pending.asked["act"] == "move":
        _move(actor, pending, read_version)
        return None
    offer = offered(pending)
    _check(pending.staff, offer)
    _require_within(actor, offer)
    with act(actor, "role.given", pending):
        _decide(actor, pending, PendingGrant.State.AGREED, read_version)
        return _give(actor, pending.staff, offer, "role.given", pending.asked_by)


def _require_asker(pending: PendingGrant) -> None:
    """Refuse what was asked by somebody who could not ask for it today. Raises `WrongInputError`."""
    asker = Staff.objects.filter(pk=pending.asked_by).select_related("record_key").first()
    asking = actor_for(asker) if asker else None
    if asking is None or not asking.reaches("people.manage", pending.staff):
        raise WrongInputError(_("Whoever asked for this may not do so any longer. Refuse it, and ask for it anew."))


def refuse(actor: Actor, pending: PendingGrant, read_version: int) -> None:
    """Refuse, or withdraw what one asked for oneself. Raises `NotThereError`, `StaleError`."""
    if pending.asked_by == actor.staff_id:
        state, name = PendingGrant.State.WITHDRAWN, "role.withdrawn"
    else:
        require(actor, "grants.agree", pending.staff)
        state, name = PendingGrant.State.REFUSED, "role.refused"
    with act(actor, name, pending):
        _decide(actor, pending, state, read_version)


def narrow(actor: Actor, grant: Grant, offer: Offer, read_version: int) -> Grant:
    """Make a role narrower or shorter. It holds at once, in every session.

    Raises `NotThereError`, `ReservedError` for oneself, `StaleError`, `WrongInputError` for anything that is wider.
    """
    require(actor, "people.manage", grant.staff)
    not_oneself(actor, grant.staff)
    _check(grant.staff, offer)
    if not _is_narrower(offer, grant):
        raise WrongInputError(_("This would give more than before. Ask for it as a new role."))
    with act(actor, "role.narrowed", grant, detail={"role": offer.role.value, "scope": offer.scope.value}):
        grant.scope = offer.scope.value
        grant.team = offer.team
        grant.until = offer.until
        grant.save_over(read_version)
        took_rights(actor, grant.staff)
        notices.tell(grant.staff, "role.narrowed", role=grant.role)
    return grant


def end(actor: Actor, grant: Grant, read_version: int) -> None:
    """End a role today. It ends at once, in every session.

    Raises `NotThereError`, `ReservedError` for oneself, `StaleError`, `WrongInputError` for the last administrator.
    """
    require(actor, "people.manage", grant.staff)
    not_oneself(actor, grant.staff)
    with act(actor, "role.ended", grant, detail={"role": grant.role}):
        grant.ended_on = today()
        grant.save_over(read_version)
        keep_an_administrator(grant.staff, [grant])
        took_rights(actor, grant.staff)
        notices.tell(grant.staff, "role.ended", role=grant.role)


def offered(pending: PendingGrant) -> Offer:
    """Return the role that a request asks for. Raises `TamperedError` for one whose columns were changed."""
    asked = pending.asked
    offer = Offer(Role(asked["role"]), Scope(asked["scope"]), pending.until or today(), pending.team)
    if not _bounds(offer).items() <= asked.items():
        raise TamperedError
    return offer


def _bounds(offer: Offer) -> dict[str, str]:
    """Return what also stands in readable columns, to be sealed beside them."""
    return {"team": str(offer.team.pk) if offer.team else "", "until": offer.until.isoformat()}


def _check(person: Staff, offer: Offer) -> None:
    if not person.is_active:
        raise WrongInputError(_("This account is disabled."))
    if offer.scope not in SCOPES[offer.role]:
        raise WrongInputError(_("This role is not given with this scope."))
    if offer.until < today():
        raise WrongInputError(_("The last day is over already."))
    if offer.until > today() + LONGEST:
        raise WrongInputError(_("A role is given for a year at most. It can be given again."))
    if (offer.scope is Scope.TEAM) != (offer.team is not None):
        raise WrongInputError(_("A team is named for the scope of one team, and for no other."))
    if offer.team is not None and (offer.team.agency_id, offer.team.closed_on) != (person.agency_id, None):
        raise NotThereError
    under = ON_TOP_OF.get(offer.role)
    if under and not any(given.role in under for given in roles_of(person)):
        raise WrongInputError(_("This is given on top of another role, which this person does not have."))


def _require_within(actor: Actor, offer: Offer) -> None:
    if not _is_within(actor, offer):
        raise ReservedError(_("This role reaches further than your own. Somebody who reaches as far must agree."))


def _is_within(actor: Actor, offer: Offer) -> bool:
    """Whether an offer reaches no further than the actor's own right to agree."""
    if isinstance(actor, System):
        return True
    reached = actor.scopes("grants.agree")
    return any(
        reach.scope.width > offer.scope.width
        or (reach.scope is offer.scope and (offer.team is None or offer.team.pk == reach.team_id))
        for reach in reached
    )


def _is_narrower(offer: Offer, grant: Grant) -> bool:
    before = Scope(grant.scope)
    same_team = before is not Scope.TEAM or offer.team == grant.team
    width = offer.scope.width <= before.width
    return offer.role.value == grant.role and width and same_team and offer.until <= grant.until


def _give(actor: Actor, person: Staff, offer: Offer, action: str, asked_by: UUID | None = None) -> Grant:
    made = Grant(
        operation_id=actor.operation_id,
        staff=person,
        record_key=person.record_key,
        team=offer.team,
        role=offer.role.value,
        scope=offer.scope.value,
        until=offer.until,
        granted_by=asked_by or actor.staff_id,
        agreed_by=actor.staff_id if asked_by else None,
    )
    with act(actor, action, made, detail={"role": made.role, "scope": made.scope}):
        made.save(force_insert=True)
        sessions.renew(person.pk)
        notices.tell(person, "role.given", role=made.role)
    return made


def _put(
    actor: Actor, person: Staff, action: str, asked: dict[str, str], offer: Offer | None, team: Team | None = None
) -> PendingGrant:
    made = PendingGrant(
        operation_id=actor.operation_id,
        staff=person,
        record_key=person.record_key,
        team=offer.team if offer else team,
        until=offer.until if offer else None,
        asked={**asked, "by": str(actor.staff_id)},
        asked_by=actor.staff_id,
    )
    with act(actor, action, made):
        made.save(force_insert=True)
        notices.tell(person, action)
    return made


def _move(actor: Actor, pending: PendingGrant, read_version: int) -> None:
    team, person = pending.team, pending.staff
    if team is None or pending.asked["team"] != str(team.pk):
        raise TamperedError
    require(actor, "grants.agree", team)
    if team.closed_on:
        raise WrongInputError(_("This team is closed."))
    with act(actor, "staff.moved", pending, person):
        _decide(actor, pending, PendingGrant.State.AGREED, read_version)
        person.team = team
        person.save_over(person.version)
        notices.tell(person, "staff.moved")


def _reset(actor: Actor, pending: PendingGrant, read_version: int) -> None:
    for given in roles_of(pending.staff):  # who resets a factor could come in with what it opens
        _require_within(actor, Offer(given.role, given.scope, given.until, given.team))
    with act(actor, "factor.reset", pending, pending.staff):
        _decide(actor, pending, PendingGrant.State.AGREED, read_version)
        factors.reset(pending.staff)
        notices.tell(pending.staff, "factor.reset")


def _decide(actor: Actor, pending: PendingGrant, state: PendingGrant.State, read_version: int) -> None:
    if pending.state != PendingGrant.State.WAITING:
        raise StaleError
    pending.state = state
    pending.decided_by = actor.staff_id
    pending.decided_on = today()
    pending.save_over(read_version)
