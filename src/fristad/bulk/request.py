"""What a run is asked to do."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from fristad.bulk.mapping import Mapping
from fristad.engine.instrument import Instrument

ENGINES = ("duckdb", "postgres", "spark")


@dataclass(frozen=True)
class Request:
    """What to screen. `today` decides who is under 18; `strict` stops at the first cell that the mapping does not
    list. `mapping_file` is where the mapping was read from, so that it is never written over.
    """

    table: str
    mapping: Mapping
    instruments: tuple[Instrument, ...]
    out: Path
    engine: str = "duckdb"
    strict: bool = False
    force: bool = False
    today: date | None = None
    database_url: str | None = field(default=None, repr=False)
    progress: bool = True
    mapping_file: Path | None = None

    @property
    def may_differ(self) -> tuple[str, ...]:
        """What an unfinished run may have otherwise: a run that is stopped before midnight goes on behind it."""
        return () if self.today else ("today",)
