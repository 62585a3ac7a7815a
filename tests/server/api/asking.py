"""A program of one person, as it uses the JSON interface."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.test import Client

from fristad.server.accounts import conduct, tokens
from fristad.server.accounts.models import Staff
from fristad.server.common.clock import today
from tests.server.office import actor_of


def token_of(staff: Staff, rights: Iterable[str] = (), days: int = 30) -> str:
    """Return a new token of somebody who agreed to the code of conduct, with these rights or all that can be given."""
    conduct.accept(staff.pk)
    actor = actor_of(staff)
    chosen = list(rights) or tokens.offered(actor)
    return tokens.make(
        actor, Staff.objects.get(pk=staff.pk), "Invented program", chosen, today() + timedelta(days=days)
    )


class Program:
    """A client that sends a token."""

    def __init__(self, token: str | None) -> None:
        self.headers = {} if token is None else {"Authorization": f"Bearer {token}"}

    def ask(self, method: str, path: str, sent: Any = None, **query: str) -> Any:
        """Return the answer of an operation."""
        body = "" if sent is None else json.dumps(sent)
        return Client(headers=self.headers).generic(
            method, f"/api{path}", body, content_type="application/json", query_params=query or None
        )

    def get(self, path: str, **query: str) -> Any:
        """Read."""
        return self.ask("GET", path, None, **query)
