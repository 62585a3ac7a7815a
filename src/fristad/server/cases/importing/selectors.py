"""Imports, within an actor's agency and teams."""

from __future__ import annotations

from uuid import UUID

from fristad.server.accounts import selectors
from fristad.server.accounts.actor import Actor
from fristad.server.cases.models import CaseImport
from fristad.server.common.problems import NotThereError


def imports(actor: Actor) -> list[CaseImport]:
    """Return the imports into teams over which the actor holds the right, newest first."""
    if not actor.may("case.import"):
        return []
    teams = {str(pk) for pk in selectors.teams(actor, "case.import").values_list("pk", flat=True)}
    rows = CaseImport.unscoped.filter(operation_id=actor.operation_id, agency_id=actor.agency_id)
    found = rows.select_related("record_key", "staff__record_key").order_by("-number")
    return [each for each in found if each.told["team"] in teams]


def one(actor: Actor, import_id: UUID) -> CaseImport:
    """Return one of them. Raises `NotThereError`."""
    return _only([each for each in imports(actor) if each.pk == import_id])


def by_number(actor: Actor, number: int) -> CaseImport:
    """Return one of them by its number. Raises `NotThereError`."""
    return _only([each for each in imports(actor) if each.number == number])


def _only(found: list[CaseImport]) -> CaseImport:
    if not found:
        raise NotThereError
    return found[0]
