"""Supervisors are told, once a day and person, when somebody reads much more than a day's work needs.

Where nobody else leads the team, those are told who need no case to ask: focal points and administrators. A notice says
what somebody did, never with which record.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fristad.server.accounts import notices
from fristad.server.accounts.actor import Actor
from fristad.server.accounts.models import Staff
from fristad.server.accounts.notices import Kind
from fristad.server.accounts.selectors import focal_points_of, holders
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
    """Leave a notice with everybody who may see the reading log of the actor's team, but not with the actor."""
    leaders = _others(actor, holders(actor.operation_id, WHO_IS_TOLD, agency_id=actor.agency_id, team_id=actor.team_id))
    for person in leaders:
        notices.tell(person, f"reading.{kind}", staff=str(actor.staff_id))
    for person in [] if leaders else _others(actor, _beside(actor)):
        notices.tell(person, "reading.unled", staff=str(actor.staff_id))


def _beside(actor: Actor) -> list[Staff]:
    """Return the focal points of the operation and the administrators of the actor's agency, each once."""
    points = [point.staff_id for point in focal_points_of(actor.operation_id) if point.staff_id]
    found = list(Staff.objects.filter(pk__in=points, is_active=True).select_related("record_key"))
    found += holders(actor.operation_id, "people.manage", agency_id=actor.agency_id)
    return list({person.pk: person for person in found}.values())


def _others(actor: Actor, people: list[Staff]) -> list[Staff]:
    return [person for person in people if person.pk != actor.staff_id]
