"""Work on arrays, shared out to all cores. Threads do: NumPy and the kernel let go of the interpreter's lock while they
compute."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from math import ceil
from typing import TypeVar

T = TypeVar("T")

#: Fewer persons than this are done before another core has woken up.
_WORTH_SHARING = 65_536


@cache
def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def parts(n: int, most: int) -> list[slice]:
    """Slices of at most `most` persons that cover n in order: as many for one core as for the other, and of one
    length."""
    number = max(1, ceil(n / most))
    if n > _WORTH_SHARING:
        number = ceil(number / cores()) * cores()
    size = max(1, ceil(n / number))
    return [slice(start, min(start + size, n)) for start in range(0, n, size)]


def on_all(work: Callable[[Iterator[slice]], T], shares: list[slice]) -> list[T]:
    """What `work` gives on each core. All take their parts from the same list, so that a core which other programs hold
    up gets fewer."""
    waiting = iter(shares)  # a list's iterator gives each part once, whichever thread asks
    others = [_pool().submit(work, waiting) for _ in range(min(cores(), len(shares)) - 1)]
    return [work(waiting), *(other.result() for other in others)]


@cache
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(cores(), thread_name_prefix="fristad")


# Threads do not survive a fork: the child starts its own.
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_pool.cache_clear)
