"""DuckDB as the machine of a run: bounded memory, everything else on the disk of the run's folder."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

#: What DuckDB may hold. Arrow's batches and Python come on top; together they stay far below 1 GB.
_MEMORY = "320MB"


class Duck:
    """One connection. `query` and `run` take text made by `statements`; values go in as parameters.

    Without a folder to spill into, nothing is ever written to a disk.
    """

    def __init__(self, spill: Path | None) -> None:
        self._con = duckdb.connect(
            config={
                "memory_limit": _MEMORY,
                "threads": str(min(os.cpu_count() or 1, 8)),
                "temp_directory": "" if spill is None else str(spill),
                # A table's file name must never be read as an address, nor an extension be fetched.
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
            }
        )
        # In an interactive Python DuckDB would draw a bar of its own on standard output.
        self._con.execute("SET enable_progress_bar = false")

    def __enter__(self) -> Duck:
        return self

    def __exit__(self, *_: object) -> None:
        self._con.close()

    def show(self, name: str, table: pa.Table) -> None:
        """Make an Arrow table visible under a name, in place of what had it."""
        self._con.register(name, table)

    def run(self, statement: str, parameters: Sequence[Any] = ()) -> None:
        self._con.execute(statement, parameters)

    def query(self, statement: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        return self._con.execute(statement, parameters).fetchall()

    def table(self, statement: str) -> pa.Table:
        """The rows of a SELECT as an Arrow table."""
        return self._con.sql(statement).to_arrow_table()

    def stream(self, statement: str) -> Iterator[tuple[Any, ...]]:
        """The rows of a SELECT, some at a time."""
        result = self._con.execute(statement)
        while rows := result.fetchmany(10_000):
            yield from rows

    def copy(self, statement: str, path: Path) -> None:
        """Write the rows of a SELECT to a Parquet file, in order."""
        self._con.execute(f"COPY ({statement}) TO {text(str(path))} (FORMAT parquet, COMPRESSION zstd)")

    def files(self, paths: Sequence[Path]) -> str:
        """Parquet files as a relation."""
        return f"read_parquet([{', '.join(text(str(path)) for path in paths)}])"


def text(value: str) -> str:
    """A text literal."""
    return "'" + value.replace("'", "''") + "'"
