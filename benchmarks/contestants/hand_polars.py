"""Hand-written Polars on masks, int8 columns and CSV."""

from __future__ import annotations

from functools import partial, reduce
from operator import add

import polars as pl

from benchmarks.contestants.base import Count, Counts
from benchmarks.contestants.rule import DIMENSIONS, LEVEL, NOT_SETTLED, WORDS, bits, parts
from benchmarks.data import Data
from fristad.targets.layout import make_layout


def masks_parquet(data: Data, rows: int) -> Count:
    return partial(_count, pl.scan_parquet(data.masks).select(_bounds_from_masks(data)))


def masks_memory(data: Data, rows: int) -> Count:
    return partial(_count, pl.read_parquet(data.masks).lazy().select(_bounds_from_masks(data)))


def columns_parquet(data: Data, rows: int) -> Count:
    return partial(_count, pl.scan_parquet(data.columns).select(_bounds_from_columns(data)))


def csv(data: Data, rows: int) -> Count:
    scanned = pl.scan_csv(data.csv, schema_overrides=dict.fromkeys(data.questions.values(), pl.String))
    coded = [_code(name).alias(leaf) for leaf, name in data.questions.items()]
    return partial(_count, scanned.select(coded).select(_bounds_from_columns(data)))


def _code(name: str) -> pl.Expr:
    """2 for yes, 0 for no, else 1."""
    text = pl.col(name).fill_null("")
    return (text == "yes").cast(pl.Int8) + (text != "no").cast(pl.Int8)


def _count(bounds: pl.LazyFrame) -> Counts:
    word = pl.sql_expr(_case()).alias("word")
    counted = bounds.select(word).group_by("word").len().collect(engine="streaming")
    return dict(counted.iter_rows())


def _case() -> str:
    words = " ".join(f"WHEN {when} THEN '{word}'" for word, when in WORDS)
    return f"CASE {words} ELSE '{NOT_SETTLED}' END"


def _bounds_from_masks(data: Data) -> list[pl.Expr]:
    bounds = []
    for short, by_weight in bits(make_layout(data.plan)).items():
        for bound, word in (("l", "yes"), ("u", "possible")):
            column = pl.col(f"{DIMENSIONS[short]}.{word}")
            terms = [
                (column & pl.lit(mask, pl.UInt16)).bitwise_count_ones().cast(pl.UInt8) * weight
                for weight, mask in by_weight.items()
            ]
            bounds.append((reduce(add, terms) >= LEVEL).alias(f"{bound}_{short}"))
    return bounds


def _bounds_from_columns(data: Data) -> list[pl.Expr]:
    bounds = []
    for short, by_weight in parts(data.instrument).items():
        for bound, least in (("l", 2), ("u", 1)):
            terms = [
                reduce(add, [(pl.col(leaf) >= least).cast(pl.Int16) for leaf in part.leaves]) * part.weight
                for part in by_weight
            ]
            bounds.append((reduce(add, terms) >= LEVEL).alias(f"{bound}_{short}"))
    return bounds
