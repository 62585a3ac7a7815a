"""A table of invented persons to try things on. `demo/make_table.py` in the repository makes it."""

from __future__ import annotations

from pathlib import Path

TABLE = Path(__file__).with_name("invented_persons.csv")
