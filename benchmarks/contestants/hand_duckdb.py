"""Hand-written DuckDB SQL on masks, int8 columns and CSV."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import duckdb

from benchmarks.contestants.base import Count, Counts
from benchmarks.contestants.rule import DIMENSIONS, LEVEL, NOT_SETTLED, WORDS, Part, bits, parts
from benchmarks.data import Data
from fristad.targets.layout import make_layout


def masks_parquet(data: Data, rows: int) -> Count:
    return _ready(_bounds_from_masks(bits(make_layout(data.plan))), f"'{data.masks}'")


def masks_memory(data: Data, rows: int) -> Count:
    connection = duckdb.connect()
    connection.execute(f"CREATE TABLE persons AS SELECT * FROM '{data.masks}'")
    return _ready(_bounds_from_masks(bits(make_layout(data.plan))), "persons", connection)


def columns_parquet(data: Data, rows: int) -> Count:
    return _ready(_bounds_from_columns(parts(data.instrument)), f"'{data.columns}'")


def csv(data: Data, rows: int) -> Count:
    listed = parts(data.instrument)
    names = [leaf for short in listed.values() for part in short for leaf in part.leaves]
    coded = ", ".join(
        f"CASE {data.questions[leaf]} WHEN 'yes' THEN 2 WHEN 'no' THEN 0 ELSE 1 END AS \"{leaf}\"" for leaf in names
    )
    return _ready(_bounds_from_columns(listed), f"(SELECT {coded} FROM read_csv('{data.csv}', all_varchar = true))")


def _ready(bounds: str, source: str, connection: duckdb.DuckDBPyConnection | None = None) -> Count:
    words = " ".join(f"WHEN {when} THEN '{word}'" for word, when in WORDS)
    word = f"CASE {words} ELSE '{NOT_SETTLED}' END"
    statement = f"SELECT {word} AS word, COUNT(*) FROM (SELECT {bounds} FROM {source}) GROUP BY word"
    return partial(_count, connection or duckdb.connect(), statement)


def _count(connection: duckdb.DuckDBPyConnection, statement: str) -> Counts:
    return dict(connection.execute(statement).fetchall())


def _bounds_from_masks(groups: Mapping[str, Mapping[int, int]]) -> str:
    """Counted bits come as TINYINT, in which 20 times a count overflows."""
    listed = []
    for short, by_weight in groups.items():
        for bound, word in (("l", "yes"), ("u", "possible")):
            name = f'"{DIMENSIONS[short]}.{word}"'
            terms = [f"{w} * CAST(bit_count({name} & {mask}) AS SMALLINT)" for w, mask in by_weight.items()]
            listed.append(f"{' + '.join(terms)} >= {LEVEL} AS {bound}_{short}")
    return ", ".join(listed)


def _bounds_from_columns(listed: Mapping[str, list[Part]]) -> str:
    bounds = []
    for short, by_weight in listed.items():
        for bound, least in (("l", 2), ("u", 1)):
            terms = [
                f'CASE WHEN "{leaf}" >= {least} THEN {part.weight} ELSE 0 END'
                for part in by_weight
                for leaf in part.leaves
            ]
            bounds.append(f"{' + '.join(terms)} >= {LEVEL} AS {bound}_{short}")
    return ", ".join(bounds)
