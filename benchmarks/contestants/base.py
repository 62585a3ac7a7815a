"""What a contestant is: a name, the layout it reads, what it needs, and how many rows it gets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from benchmarks.data import Data

Counts = dict[str, int]


class OwnClock(NamedTuple):
    """Counts from a program that is not Python, with the seconds that it measured itself."""

    counts: Counts
    seconds: float


#: Counts the persons per result word. This is what is timed.
Count = Callable[[], Counts]
#: Everything that is not timed: loading, parsing, compiling. Called before every run.
Prepare = Callable[[Data, int], Count]


@dataclass(frozen=True)
class Contestant:
    """`function` is `module:name` of a `Prepare`; `most` is the largest number of rows that is worth the time.

    `needs` maps an import name (or a program) to how to get it. `once` prepares only before the first run.
    `writes` says that results of every row are written too.
    """

    id: str
    tool: str
    layout: str
    function: str
    most: int = 1 << 60
    needs: tuple[tuple[str, str], ...] = ()
    once: bool = True
    runs: int = 5
    fristad: bool = False
    writes: bool = False
    csv: bool = False
