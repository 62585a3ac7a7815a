"""An import in the house, for the walk: with refused rows, and not undone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from fristad.server.accounts.actor import Actor
from fristad.server.accounts.models import Team
from fristad.server.cases.importing import services, tables
from fristad.server.cases.importing.pure import mapping as mappings
from tests.server.cases.test_importing import PRIMERO


def pages(actors: Mapping[str, Actor]) -> Iterator[Any]:
    """Bring in the invented caseload, and give its page."""
    lead = actors["birgit"]
    table = tables.open_with(PRIMERO, mappings.load("primero"))
    record = services.take_in(lead, table, Team.unscoped.get(pk=lead.team_id))
    yield "import", "cases:import", "birgit", {"import_id": record.pk}
