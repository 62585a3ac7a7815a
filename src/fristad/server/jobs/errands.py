"""Does the errands of requests (`accounts.errands`)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from fristad.server.accounts import errands
from fristad.server.accounts.actor import system
from fristad.server.jobs import kinds
from fristad.server.jobs.services import enqueue
from fristad.server.jobs.work import Work

#: One kind for all: it can be read without a key, and must not tell a call for help from a sign-in.
KIND = "errand"


def carry(operation_id: UUID, name: str, content: Any) -> None:
    """Put an errand in the queue. Raises `LockedError`."""
    enqueue(system(operation_id, KIND), KIND, {"name": name, "content": content})


def run(work: Work) -> None:
    """Do it."""
    errands.do(work.operation_id, work.arguments["name"], work.arguments["content"])


kinds.register(KIND, run)
