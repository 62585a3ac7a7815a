"""Colleagues, as far as a case file needs them: names to show."""

from __future__ import annotations

from uuid import UUID

from fristad.server.accounts.models import Staff


def name_of(staff: Staff | None) -> str:
    """Return the name that somebody goes by here."""
    return "" if staff is None else str(staff.display_name or staff.sign_in_name)


def names(ids: set[UUID]) -> dict[UUID, str]:
    """Return the names of some colleagues."""
    found = Staff.unscoped.filter(pk__in=ids).select_related("record_key")
    return {each.pk: name_of(each) for each in found}
