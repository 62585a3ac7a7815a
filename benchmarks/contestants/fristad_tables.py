"""Fristad on tables: SQL on masks and int8 columns in Parquet, arrays in memory, `screen` on CSV and Parquet."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.contestants.base import Count, Counts
from benchmarks.data import INSTRUMENT, TEXTS, Data
from fristad.cli import main
from fristad.targets.columns import count_columns
from fristad.targets.mask_sql import mask_counts_sql
from fristad.targets.sql import counts_sql


def columns_sql(data: Data, rows: int) -> Count:
    """Only the columns that the table consults are named, as the hand-written query does."""
    consulted = {leaf for dimension in data.plan.inputs for term in dimension.terms for leaf in term.leaves}
    statement = counts_sql([data.instrument], "persons", "duckdb", columns=consulted)
    connection = duckdb.connect()
    connection.execute(f"CREATE VIEW persons AS SELECT * EXCLUDE id FROM '{data.columns}'")
    return partial(_count, connection, f'SELECT "{INSTRUMENT}.result", SUM(persons) FROM ({statement}) GROUP BY 1')


def masks_sql(data: Data, rows: int) -> Count:
    connection = duckdb.connect()
    connection.execute(f"CREATE VIEW persons AS SELECT * FROM '{data.masks}'")
    statement = mask_counts_sql(data.instrument, "persons", "duckdb")
    return partial(_count, connection, f'SELECT "{INSTRUMENT}.result", SUM(persons) FROM ({statement}) GROUP BY 1')


def columns_memory(data: Data, rows: int) -> Count:
    codes = data.codes(rows)
    return lambda: {str(word): n for word, n in count_columns(data.plan, codes).items()}


def screen_csv(data: Data, rows: int) -> Count:
    return _screen(data, data.csv, data.questions, {"yes": [TEXTS[2]], "no": [TEXTS[0]]})


def screen_parquet(data: Data, rows: int) -> Count:
    return _screen(data, data.columns, {leaf: leaf for leaf in data.leaves}, {"yes": [2], "unknown": [1], "no": [0]})


def _count(connection: duckdb.DuckDBPyConnection, statement: str) -> Counts:
    return {word: int(n) for word, n in connection.execute(statement).fetchall()}


def _screen(data: Data, table: Path, columns: Mapping[str, str], values: Mapping[str, Any]) -> Count:
    mapping = data.folder / f"{table.stem}-mapping.yaml"
    mapping.write_text(json.dumps(_mapping(columns, values)), encoding="utf-8")
    out = data.folder / f"{table.stem}-screened"
    shutil.rmtree(out, ignore_errors=True)
    command = ["screen", str(table), "--mapping", str(mapping), "--instrument", INSTRUMENT, "--out", str(out)]
    return partial(_run_screen, command, out)


def _run_screen(command: list[str], out: Path) -> Counts:
    if main(command):
        raise RuntimeError("`fristad screen` failed; its sentence is above.")
    summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    return {word: n for word, n in summary["instruments"][INSTRUMENT].items() if n}


def _mapping(columns: Mapping[str, str], values: Mapping[str, Any]) -> dict[str, Any]:
    said = {"values": dict(values), "why": "benchmark", "not_a_trait": "what others did"}
    return {
        "schema": "fristad-mapping/1",
        "id": "benchmark",
        "row_id": ["id"],
        "columns": [{"column": column, "answers": [leaf], **said} for leaf, column in columns.items()],
    }
