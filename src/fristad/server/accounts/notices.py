"""Notices: something waits for a member of staff. Shown inside; a mail says only that something waits.

A notice holds its kind and ids, sealed. Its sentence belongs to the kind, is read in the reader's language, and names
nobody. Every app registers its own kinds.
"""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.core.mail import send_mail
from django.db.models import QuerySet
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fristad.server.accounts import errands
from fristad.server.accounts.models import Staff
from fristad.server.accounts.models_signin import Notice
from fristad.server.common.clock import now, today

Text = str | Promise
#: The errand that sends one: no page waits for a mail server.
MAIL = "notice.mail"
log = logging.getLogger("fristad.mail")


@dataclass(frozen=True)
class Kind:
    """`url_name` with `keys` of the notice's content leads to what waits."""

    text: Text
    url_name: str = ""
    keys: tuple[str, ...] = ()
    #: Worth a mail of its own, even if other notices wait already.
    urgent: bool = False


_kinds: dict[str, Kind] = {}


def register(name: str, kind: Kind) -> None:
    """Make a kind of notice known. Raises ValueError for a name in use."""
    if name in _kinds:
        raise ValueError(f"{name} is registered twice")
    _kinds[name] = kind


def kind_of(name: str) -> Kind:
    """Return a kind. Raises KeyError for one that nobody registered."""
    return _kinds[name]


def tell(person: Staff, kind: str, **content: str) -> Notice:
    """Leave a notice, and send a mail unless others are waiting already. Raises KeyError for an unknown kind.

    `content` holds ids and fixed words such as the name of a role, never anything that was typed about a person.
    """
    about = kind_of(kind)
    is_first = not _waiting(person.pk).exists()
    row = Notice(staff=person, operation_id=person.operation_id, record_key=person.record_key)
    # The moment is sealed: readable columns hold days only.
    row.content = {"kind": kind, "at": now().isoformat(), **content}
    row.save(force_insert=True)
    if person.contact_mail and (is_first or about.urgent):
        errands.send(person.operation_id, MAIL, str(person.pk))
    return row


def waiting(staff_id: UUID) -> list[Notice]:
    """Return a person's notices that were not seen, the newest last. Raises `LockedError`."""
    rows = _waiting(staff_id).select_related("record_key")
    return sorted(rows, key=lambda row: (row.created_on, row.content.get("at", "")))


def count(staff_id: UUID) -> int:
    """Return how many notices a person has not seen."""
    return _waiting(staff_id).count()


def sentence(notice: Notice) -> str:
    """Return the sentence of a notice in the reader's language. Raises `LockedError`."""
    return str(kind_of(notice.content["kind"]).text)


def seen(staff_id: UUID, notice_id: UUID) -> None:
    """Put a notice away."""
    _waiting(staff_id).filter(pk=notice_id).update(seen_on=today())


def withdraw(operation_id: UUID, code: str, *, but: Collection[UUID]) -> None:
    """Put away every notice that leads to a case, but for these people: to all others the case is not there now."""
    rows = Notice.unscoped.filter(operation_id=operation_id, seen_on=None).exclude(staff__in=list(but))
    gone = [row.pk for row in rows.select_related("record_key") if code in row.content.values()]
    Notice.unscoped.filter(pk__in=gone).update(seen_on=today())


def tidy(before_days: int = 30) -> None:
    """Delete what was put away a month ago."""
    Notice.unscoped.filter(seen_on__lt=today().fromordinal(today().toordinal() - before_days)).delete()


def _waiting(staff_id: UUID) -> QuerySet[Notice]:
    rows: QuerySet[Notice] = Notice.unscoped.filter(staff_id=staff_id, seen_on=None)
    return rows


def _mail(_operation_id: UUID, staff_id: str) -> None:
    """Say that something waits, and nothing else: neither what, nor about whom, nor in which service."""
    person = Staff.objects.filter(pk=staff_id, is_active=True).select_related("record_key").first()
    if person is None or not person.contact_mail:
        return
    with translation.override(person.language or "en"):
        subject, text = str(_("Something waits for you")), str(_("Please sign in when you can."))
    try:
        send_mail(subject, text, None, [person.contact_mail])
    except (OSError, smtplib.SMTPException):
        log.warning("A mail could not be sent. What waits is shown inside all the same.")


errands.register(MAIL, _mail)
