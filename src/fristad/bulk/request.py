"""What a run is asked to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from fristad.bulk.mapping import Mapping
from fristad.engine.instrument import Instrument

ENGINES = ("duckdb", "postgres", "spark")


@dataclass(frozen=True)
class Request:
    """What to screen. `today` decides who is under 18; `strict` stops at the first cell that the mapping does not
    list.
    """

    table: str
    mapping: Mapping
    instruments: tuple[Instrument, ...]
    out: Path
    engine: str = "duckdb"
    strict: bool = False
    force: bool = False
    today: date | None = None
    database_url: str | None = None
    progress: bool = True
