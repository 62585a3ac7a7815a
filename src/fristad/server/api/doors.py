"""The door in front of every operation: a token that works, and the right held; else it is not there."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja.security import HttpBearer

from fristad.server.accounts import tokens
from fristad.server.accounts.rights import RIGHTS
from fristad.server.accounts.tokens import Program
from fristad.server.api.problems import NoTokenError
from fristad.server.common.problems import NotThereError


class Token(HttpBearer):
    """Lets in whose token has `right`. Its operations find the program's person as `request.actor`."""

    def __init__(self, right: str) -> None:
        super().__init__()
        if RIGHTS[right].dangerous:
            raise ValueError(f"{right} is dangerous: no token has it")
        self.right = right

    def __call__(self, request: HttpRequest) -> Any:
        """Return whose program it is. Raises `NoTokenError`, and `NotThereError` as for all that is out of scope."""
        found = super().__call__(request)
        if found is None:
            raise NoTokenError
        return found

    def authenticate(self, request: HttpRequest, token: str) -> Program | None:
        """Judge a token and the right that this operation needs."""
        found = tokens.program(token)
        if found is None:
            return None
        if not found.may(self.right):
            raise NotThereError
        request.actor = found  # type: ignore[attr-defined]
        return found
