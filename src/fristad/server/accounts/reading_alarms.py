"""Supervisors are told, once a day and person, when somebody reads much more than a day's work needs.

Where nobody else leads the team, those are told who lead others, or who need no case to ask: focal points and
administrators. A notice says what somebody did, never with which record.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fristad.server.accounts import notices, whom
from fristad.server.accounts.actor import Actor
from fristad.server.accounts.notices import Kind
from fristad.server.accounts.selectors import holders
from fristad.server.audit.quotas import alarm_handlers

#: Who may look into what a colleague has read.
WHO_IS_TOLD = "reading_log.see"

_NOTICES = {
    "opened": _("A colleague opened many more records today than people usually do. Please ask what it is for."),
    "listed": _("A colleague saw many more names in lists today than people usually do. Please ask what it is for."),
    "searches": _("A colleague searched many more times today than people usually do. Please ask what it is for."),
    "alike": _("A colleague searched for many spellings of one name today. Please ask what it is for."),
}


_UNLED = _(
    "A colleague read or searched many more records today than people usually do, and nobody else leads this team. "
    "Please ask what it is for, or see that somebody does."
)


def register_all() -> None:
    """Called once, when the apps are loaded."""
    for kind, text in _NOTICES.items():
        notices.register(f"reading.{kind}", Kind(text, urgent=True))
    notices.register("reading.unled", Kind(_UNLED, urgent=True))
    alarm_handlers.register("supervisors", tell_supervisors, place=10)


def tell_supervisors(actor: Actor, kind: str) -> None:
    """Leave a notice with everybody who may see the reading log of the actor's team, but not with the actor.

    Where there is nobody: with who leads other teams, else with focal points and administrators, else outside.
    """
    nearest = holders(actor.operation_id, WHO_IS_TOLD, agency_id=actor.agency_id, team_id=actor.team_id)
    led = whom.others(actor, nearest)
    beside = [] if led else whom.leaders(actor, WHO_IS_TOLD)
    beside = beside or ([] if led else whom.others(actor, [*whom.focal(actor), *whom.managers(actor)]))
    for person in led:
        notices.tell(person, f"reading.{kind}", staff=str(actor.staff_id))
    for person in beside:
        notices.tell(person, "reading.unled", staff=str(actor.staff_id))
    if not led and not beside:
        whom.turn_outside(actor.operation_id)
