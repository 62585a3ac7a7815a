"""Who is behind a session, and whose name and word these are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.backends import BaseBackend

from fristad.server.accounts.models import Staff
from fristad.server.accounts.passwords import same


class Backend(BaseBackend):
    """Finds the person of a session (`settings.AUTHENTICATION_BACKENDS`)."""

    def get_user(self, user_id: Any) -> Staff | None:
        """Return an active member of staff, or None."""
        return Staff.objects.filter(pk=user_id, is_active=True).select_related("record_key").first()


@dataclass(frozen=True)
class Recognised:
    """A person whose word was right. `duress`: it was the word that calls for help."""

    staff: Staff
    duress: bool


def recognise(name: str, word: str) -> Recognised | None:
    """Return whose name and word these are, or None. Raises `LockedError`, `TooManyError`.

    Two words are compared whoever it is and whatever is right, so that the time tells neither whether a name exists,
    nor whether it has a duress word, nor which of the two was typed.
    """
    staff = _named(name)
    is_password = same(word, staff.password if staff else None)
    is_duress = same(word, staff.duress if staff else None)
    if staff is None or not (is_password or is_duress):
        return None
    return Recognised(staff, duress=not is_password)


def _named(name: str) -> Staff | None:
    found = Staff.objects.filter(sign_in_name__iexact=name.strip(), is_active=True)
    return found.select_related("record_key").first()
