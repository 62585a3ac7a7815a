"""What the log needs to know of whoever acts."""

from typing import Protocol
from uuid import UUID


class Who(Protocol):
    """An actor; `accounts.actor.Actor` is one. Without a staff id it is the service itself."""

    @property
    def staff_id(self) -> UUID | None:
        """Return the id of the staff member."""

    @property
    def operation_id(self) -> UUID:
        """Return the operation in which it acts."""
