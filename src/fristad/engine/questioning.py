"""The next topic to ask about, and when to stop."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Topic:
    """A leaf as an interview sees it. `block` and `order` are positions; only what can be told is ever asked."""

    leaf: str
    block: int
    burden: int
    order: int
    may_be_asked: bool
