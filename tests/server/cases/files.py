"""Invented case files for tests."""

from __future__ import annotations

from typing import Any

from fristad.server.accounts.actor import Actor
from fristad.server.accounts.models import Staff
from fristad.server.cases.models import Case
from fristad.server.cases.services.cases import case_create


def open_case(actor: Actor, *names: str, **values: Any) -> Case:
    """Return a new case of `actor` for a person with these names."""
    owner = Staff.unscoped.select_related("team").get(pk=actor.staff_id)
    assert owner.team is not None
    told = {"names": [{"text": name, "kind": "known_as"} for name in names], **values}
    return case_create(actor, told, team=owner.team, owner=owner)
