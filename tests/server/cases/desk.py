"""Somebody at work in a browser, for the tests of pages."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from fristad.server.accounts.models import Staff
from tests.server.office import actor_of, sign_in


class Desk:
    """A member of staff with a browser of their own, whose second factor was just used."""

    def __init__(self, staff: Staff) -> None:
        self.staff = staff
        self.actor = actor_of(staff)
        self.client = sign_in(staff)

    def get(self, name: str, *args: Any, **query: Any) -> Any:
        """Open a page."""
        return self.client.get(reverse(name, args=args), query)

    def post(self, name: str, *args: Any, **data: Any) -> Any:
        """Send a form."""
        return self.client.post(reverse(name, args=args), data)
