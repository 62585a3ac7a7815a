"""What accounts puts on the roads of `common` and into the log and the notices."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fristad.server.accounts import actions, notices, reading_alarms, selectors, sessions, tokens
from fristad.server.accounts.actor import Actor
from fristad.server.accounts.notices import Kind
from fristad.server.accounts.signin import actions as signin_actions
from fristad.server.common.registry import Page, Tile, home_tiles, navigation


def register_all() -> None:
    """Called once, when the apps are loaded."""
    actions.register_all()
    signin_actions.register_all()
    reading_alarms.register_all()
    for name, text in _NOTICES.items():
        notices.register(name, Kind(text, urgent=True))
    sessions.also_end.register("tokens", tokens.end_all, place=20)
    navigation.register("people", Page(_("People and roles"), "people:list", "people.see"), place=90)
    home_tiles.register("second person", _waiting(), place=70)


def _waiting() -> Tile:
    return Tile(
        label=_("Waiting for a second person"),
        shape="ring",
        url_name="people:waiting",
        right="grants.agree",
        count=_count_waiting,
    )


def _count_waiting(actor: Actor) -> int:
    found = (selectors.waiting(actor), selectors.changes_waiting(actor))
    return sum(rows.exclude(asked_by=actor.staff_id).count() for rows in found)


_NOTICES = {
    "role.asked": _("A role was asked for you. It waits for a second person."),
    "role.given": _("You were given a role."),
    "role.narrowed": _("One of your roles was made narrower."),
    "role.ended": _("One of your roles was ended."),
    "staff.move_asked": _("Somebody asked that you move to another team. It waits for a second person."),
    "staff.moved": _("You were moved to another team."),
    "factor.reset_asked": _("Somebody asked to reset your second factor. If it was not you, tell your supervisor now."),
    "change.asked": _("Somebody asked for a change to where complaints or “Exit this page” lead. Please look."),
    "change.agreed": _("Where complaints or “Exit this page” lead was changed. Please look whether it is right."),
    "factor.reset": _("Your second factor was reset. For 24 hours you cannot export anything."),
}
