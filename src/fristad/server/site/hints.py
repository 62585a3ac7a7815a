"""What each role does here, in a sentence, for a home page on which nothing waits."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fristad.server.accounts.actor import Actor
from fristad.server.accounts.rights import Role

#: Says what the server can do today, and for some roles that it can do nothing for them yet.
HINTS: dict[Role, Promise] = {
    Role.INTERVIEWER: _("You hold interviews in the cases that are given to you. They stand under Cases."),
    Role.CASEWORKER: _("You look after the cases that you own. What is due in them comes to this page by itself."),
    Role.SUPERVISOR: _(
        "What your team asks you to look at comes to this page: closures, plans, decisions. You also give out cases."
    ),
    Role.CHILD_PROTECTION: _("Cases that colleagues flag to you for the protection of a child open under Cases."),
    Role.INTERNATIONAL_PROTECTION: _(
        "Cases that colleagues flag to you for international protection open under Cases."
    ),
    Role.CONTEXT: _("You keep the list of places right. Pages about law and services are not here yet."),
    Role.LEARNING: _("Lessons and practice are not here yet. Your account and Help are open to you."),
    Role.PARTNER: _("Nothing is sent to partners from here yet. Your account and Help are open to you."),
    Role.ANALYST: _("Tables and charts are not here yet. Your account and Help are open to you."),
    Role.ADMINISTRATOR: _(
        "You invite people, give and end roles, and look after the settings. What is recorded about a person is not "
        "open to you."
    ),
    Role.AUDITOR: _(
        "You look after the log of what was done. It knows cases by a random number only, never by a name."
    ),
    Role.DUTY_OFFICER: _(
        "In an emergency you may open one case outside your own for eight hours, with a reason. Its owner is told."
    ),
    Role.DUPLICATE_DESK: _("You compare records that may be about one person, and ask those who know them."),
}


def of(actor: Actor) -> list[Promise]:
    """Return the sentence of each role that the actor holds."""
    return [words for role, words in HINTS.items() if actor.has(role)]
