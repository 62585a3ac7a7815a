"""What the log needs to know of whoever acts."""

from typing import Any, Protocol
from uuid import UUID

#: The staff id of the service itself: of commands, and of jobs of nobody.
SERVICE = UUID(int=0)


class Who(Protocol):
    """An actor; `accounts.actor.Actor` is one. Without a staff id, or with `SERVICE`, it is the service itself."""

    @property
    def staff_id(self) -> UUID | None:
        """Return the id of the staff member."""

    @property
    def operation_id(self) -> UUID:
        """Return the operation in which it acts."""


def is_service(actor: Who) -> bool:
    """Return whether nobody is asking but the service itself, which has no daily quota."""
    return actor.staff_id in (None, SERVICE)


def through(actor: Who) -> dict[str, Any]:
    """Return what an entry says beside the person: the token, where a program of theirs acts for them."""
    token_id = getattr(actor, "token_id", None)
    return {} if token_id is None else {"token": str(token_id)}


def pretends(actor: Who) -> bool:
    """Return whether somebody is made to sign in, and sees an empty office in which nothing is done."""
    return bool(getattr(actor, "is_empty", False))
