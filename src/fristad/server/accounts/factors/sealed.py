"""The rows of a person's second factors, which are read and written here only.

The rows are allauth's, and readable to whoever can write to the database. So the person's own row keeps a sealed list
of their digests, changed in the same transaction: a row that was deleted, added, swapped or put back is noticed before
anything is judged by it. A row that is missing is never read as "not set up".
"""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.conf import settings

from fristad.server.accounts.models import Staff
from fristad.server.audit.verification import Fault, Kind, judges
from fristad.server.common.problems import FactorsTamperedError, TamperedError
from fristad.server.vault import digests


def rows(staff: Staff, *kinds: str) -> list[Authenticator]:
    """Return a person's factors of these kinds (else all), oldest first. Raises `LockedError`, `FactorsTamperedError`.

    A list that does not fit is read once more: a factor may have been set up properly between the two looks.
    """
    found = _stored(staff)
    if not _fit(staff, found):
        staff = Staff.objects.select_related("record_key").get(pk=staff.pk)
        found = _stored(staff)
        if not _fit(staff, found):
            raise FactorsTamperedError
    return [row for row in found if not kinds or row.type in kinds]


def note(staff: Staff) -> None:
    """Put the factors as they are now on the person's list, to be saved with the row in the same transaction."""
    staff.factors = _digests(_stored(staff))


def keep(staff: Staff) -> None:
    """Put them on the list and save the row. Part of an act on it. Raises `StaleError`."""
    note(staff)
    staff.save_over(staff.version)


def _stored(staff: Staff) -> list[Authenticator]:
    return list(Authenticator.objects.filter(user_id=staff.pk).order_by("pk"))


def _fit(staff: Staff, found: list[Authenticator]) -> bool:
    listed: list[str] | None = staff.factors
    if listed is None and settings.DEMO:  # accounts of a demonstration that was begun before there was a list
        listed = []
    return listed == _digests(found)


def _digests(found: list[Authenticator]) -> list[str]:
    of_all = digests.of_many(digests.label_of(found[0]), [digests.id_of(row) for row in found]) if found else {}
    return [each.hex() for each in of_all.values()]


def _judge(operation_id: UUID) -> Iterator[Fault]:
    """Yield a fault for each person whose factors are not those of the list."""
    people = Staff.objects.filter(operation=operation_id).select_related("record_key").order_by("pk")
    for staff in people.iterator():
        try:
            rows(staff)
        except TamperedError:
            yield Fault(Kind.FACTORS, 0, "accounts.staff", staff.pk)


judges.register("second factors", _judge, place=10)
