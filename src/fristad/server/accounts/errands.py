"""Small work that a request leaves to others: its answer does not wait for it, nor tell by its time what it was.

`jobs` carries it: an errand is stored in the transaction it belongs to, and done within seconds of its end.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from fristad.server.common.registry import Slot

#: Takes the operation and the content with which the errand was sent.
Errand = Callable[[UUID, Any], None]

carriers: Slot[Callable[[UUID, str, Any], object]] = Slot("errands", "who does later what a request leaves behind")
_errands: dict[str, Errand] = {}


def register(name: str, errand: Errand) -> None:
    """Make an errand known. Raises ValueError for a name in use."""
    if name in _errands:
        raise ValueError(f"{name} is registered twice")
    _errands[name] = errand


def send(operation_id: UUID, name: str, content: Any) -> None:
    """Leave an errand to be done; `content` is JSON and is sealed. Raises KeyError, `LockedError`."""
    _errands[name]
    for carry in carriers:
        carry(operation_id, name, content)


def do(operation_id: UUID, name: str, content: Any) -> None:
    """Do an errand. What it raises lets it be tried again later. Raises KeyError."""
    _errands[name](operation_id, content)
