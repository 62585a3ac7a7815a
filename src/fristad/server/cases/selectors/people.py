"""Colleagues, as far as a case file needs them: names to show, and to whom a case can be given."""

from __future__ import annotations

from uuid import UUID

from fristad.server.accounts.models import Staff
from fristad.server.cases.models import Case


def name_of(staff: Staff | None) -> str:
    """Return the name that somebody goes by here."""
    return "" if staff is None else str(staff.display_name or staff.sign_in_name)


def of_team(case: Case) -> dict[str, str]:
    """Return the people of a case's team who work here now, as id: name; of a closed circle those who are in it."""
    found = Staff.unscoped.filter(team_id=case.team_id, is_active=True).select_related("record_key")
    found = found.exclude(pk__in=case.barred.values("staff"))
    if case.closed_circle:
        found = found.filter(pk__in=case.involved.values("staff"))
    return dict(sorted(((str(each.pk), name_of(each)) for each in found), key=lambda pair: pair[1]))


def team_of(team_id: str | None) -> dict[str, str]:
    """Return the people of a team who work here now, as id: name."""
    found = Staff.unscoped.filter(team=team_id, is_active=True).select_related("record_key") if team_id else ()
    return dict(sorted(((str(each.pk), name_of(each)) for each in found), key=lambda pair: pair[1]))


def names(ids: set[UUID]) -> dict[UUID, str]:
    """Return the names of some colleagues."""
    found = Staff.unscoped.filter(pk__in=ids).select_related("record_key")
    return {each.pk: name_of(each) for each in found}
