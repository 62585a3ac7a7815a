"""Names by which colleagues and teams are told apart: none may be taken for another of the same agency."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from fristad.server.accounts.models import Staff, Team
from fristad.server.common.forms.signs import skeleton
from fristad.server.common.problems import WrongInputError


def require_own_name(agency_id: UUID, name: str, but: UUID | None = None) -> None:
    """Refuse a name that looks like that of another active member of staff of the agency. Raises `WrongInputError`."""
    people = Staff.objects.filter(agency=agency_id, is_active=True).select_related("record_key")
    if any(each.pk != but and skeleton(name) == skeleton(each.display_name or "") for each in people):
        raise WrongInputError(_("A colleague has a name that looks the same. Add something, such as a second name."))


def require_own_sign_in_name(agency_id: UUID, name: str) -> None:
    """Refuse a sign-in name that looks like another one of the agency. Raises `WrongInputError`."""
    known = Staff.objects.filter(agency=agency_id).values_list("sign_in_name", flat=True)
    if skeleton(name) in {skeleton(each) for each in known}:
        raise WrongInputError(_("This sign-in name is in use. Choose another."))


def require_own_team_name(agency_id: UUID, name: str, but: UUID | None = None) -> None:
    """Refuse a name that looks like that of another open team of the agency. Raises `WrongInputError`."""
    teams = Team.unscoped.filter(agency=agency_id, closed_on=None).select_related("record_key")
    if any(each.pk != but and skeleton(name) == skeleton(each.name or "") for each in teams):
        raise WrongInputError(_("A team has a name that looks the same. Choose another."))
