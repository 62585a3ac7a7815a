"""Supervisors are told, once a day and person, when somebody reads much more than a day's work needs."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fristad.server.accounts import notices
from fristad.server.accounts.actor import Actor
from fristad.server.accounts.notices import Kind
from fristad.server.accounts.selectors import holders
from fristad.server.audit.quotas import alarm_handlers

#: Who may look into what a colleague has read.
WHO_IS_TOLD = "reading_log.see"

_NOTICES = {
    "opened": _("A colleague opened many more records today than people usually do. Please ask what it is for."),
    "searches": _("A colleague searched many more times today than people usually do. Please ask what it is for."),
    "alike": _("A colleague searched for many spellings of one name today. Please ask what it is for."),
}


def register_all() -> None:
    """Called once, when the apps are loaded."""
    for kind, text in _NOTICES.items():
        notices.register(f"reading.{kind}", Kind(text, urgent=True))
    alarm_handlers.register("supervisors", tell_supervisors, place=10)


def tell_supervisors(actor: Actor, kind: str) -> None:
    """Leave a notice with everybody who may see the reading log of the actor's team, but not with the actor."""
    for person in holders(actor.operation_id, WHO_IS_TOLD, agency_id=actor.agency_id, team_id=actor.team_id):
        if person.pk != actor.staff_id:
            notices.tell(person, f"reading.{kind}", staff=str(actor.staff_id))
