"""What several services share: checks, and the making of rows."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from fristad.server.accounts import sessions
from fristad.server.accounts.actor import Actor, Belonging
from fristad.server.accounts.models import Agency, Grant, Staff
from fristad.server.accounts.rights import Role, widest
from fristad.server.accounts.selectors import holders
from fristad.server.audit.services import act
from fristad.server.common.events import staff_left
from fristad.server.common.problems import NotThereError, ReservedError, WrongInputError
from fristad.server.vault.models import RecordKey, SealedModel


def require(actor: Actor, right: str, row: Belonging) -> None:
    """Refuse an act on a row over which the actor does not hold `right`. Raises `NotThereError`."""
    if not actor.reaches(right, row):
        raise NotThereError


def not_oneself(actor: Actor, person: Staff) -> None:
    """Refuse what nobody may do for himself. Raises `ReservedError`."""
    if person.pk == actor.staff_id:
        raise ReservedError(_("Nobody changes their own rights. Ask another administrator."))


def took_rights(actor: Actor, person: Staff) -> None:
    """Let less be felt at once: sessions, tokens, links and jobs end, cases wait for a supervisor."""
    sessions.end_all(person.pk)
    for handler in staff_left:
        handler(actor, person.pk)


def keep_an_administrator(person: Staff, ended: Iterable[Grant]) -> None:
    """Refuse to end the last role in the person's agency that can manage people. Raises `WrongInputError`."""
    if not any(widest("people.manage", Role(grant.role)) for grant in ended):
        return
    # Of two administrators who end each other's role at once, the second waits here and sees what the first did.
    Agency.unscoped.select_for_update().get(pk=person.agency_id)
    if not holders(person.operation_id, "people.manage", agency_id=person.agency_id):
        raise WrongInputError(_("This is the last administrator. Give the role to somebody else first."))


def add(actor: Actor, action: str, row: SealedModel, kind: str) -> None:
    """Store a new row under a key of its own, with its entry in the log."""
    with act(actor, action, row):
        row.record_key = RecordKey.objects.make(row.operation_id, kind)
        row.save(force_insert=True)
