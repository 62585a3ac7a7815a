"""Masks, columns and SQL on three databases pass every case."""

from typing import Any

import duckdb
import numpy as np
import psycopg
import pyarrow as pa
import pyarrow.parquet
import pytest
from numpy.typing import NDArray

from fristad.targets import columns as by_columns
from fristad.targets import kernel as by_kernel
from fristad.targets import masks as by_masks
from fristad.targets.arrays import Evaluation
from fristad.targets.plan import Plan, make_plan
from fristad.targets.sql import counts_sql, determination_sql, mask_counts_sql, mask_determination_sql
from tests.conformance.cases import BY_INSTRUMENT, CASES, Case

Row = dict[str, Any]
INSTRUMENTS = [cases[0].instrument for cases in BY_INSTRUMENT.values()]
KEYS = list(dict.fromkeys(key for instrument in INSTRUMENTS for key in make_plan(instrument).keys))
#: Lists without a table have no rule to lay out as masks.
MASKED = [i for i in INSTRUMENTS if make_plan(i).lookup]


def codes(cases: list[Case], key: str) -> list[int]:
    return [case.codes.get(key, 1) for case in cases]


def as_rows(found: Evaluation) -> list[Row]:
    rows = []
    for at, position in enumerate(found.outcome):
        outcome = found.plan.outcomes[position]
        values = {d: int(column[at]) for d, column in found.dimensions.items()}
        row = {"result": outcome.result, "classification": outcome.classification, **values}
        rows.append({f"{found.plan.instrument}.{name}": value for name, value in row.items()})
    return rows


@pytest.mark.parametrize("name", BY_INSTRUMENT)
def test_columns(name):
    cases = BY_INSTRUMENT[name]
    assert as_rows(by_columns.evaluate_columns(*columns_for(cases))) == [case.row for case in cases]


@pytest.mark.parametrize("evaluate", [by_masks.evaluate, by_kernel.evaluate], ids=["numpy", "kernel"])
@pytest.mark.parametrize("instrument", MASKED, ids=lambda i: i.id)
def test_masks(instrument, evaluate):
    cases = BY_INSTRUMENT[instrument.id]
    assert as_rows(evaluate(by_masks.pack(*columns_for(cases)))) == [case.row for case in cases]


def columns_for(cases: list[Case]) -> tuple[Plan, dict[str, NDArray[np.int8]]]:
    plan = make_plan(cases[0].instrument)
    return plan, {key: np.array(codes(cases, key), np.int8) for key in plan.keys}


def check_every_case(rows: list[Row]) -> None:
    assert len(rows) == len(CASES)
    for row in rows:
        case = CASES[row["case"]]
        assert {name: row[name] for name in case.row} == case.row, case.id


def check_counts(rows: list[Row]) -> None:
    assert sum(row["persons"] for row in rows) == len(CASES)


def columns_of_cases() -> dict[str, list[int]]:
    return {"case": list(range(len(CASES))), **{key: codes(CASES, key) for key in KEYS}}


def test_duckdb():
    with duckdb.connect() as db:
        db.register("people", pa.table(columns_of_cases()))
        check_every_case(
            _duckdb_rows(db, determination_sql(INSTRUMENTS, "people", "duckdb", columns=KEYS, keep=["case"]))
        )
        check_counts(_duckdb_rows(db, counts_sql(INSTRUMENTS, "people", "duckdb", columns=KEYS)))


def _duckdb_rows(db: duckdb.DuckDBPyConnection, sql: str) -> list[Row]:
    found = db.sql(sql)
    return [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]


@pytest.mark.postgres
def test_postgres(postgres_dsn):
    with psycopg.connect(postgres_dsn) as db:
        _fill_postgres(db, "people", columns_of_cases())
        sql = determination_sql(INSTRUMENTS, "people", "postgres", columns=KEYS, keep=["case"])
        check_every_case(_postgres_rows(db, sql))
        check_counts(_postgres_rows(db, counts_sql(INSTRUMENTS, "people", "postgres", columns=KEYS)))


@pytest.mark.postgres
@pytest.mark.parametrize("instrument", MASKED, ids=lambda i: i.id)
def test_postgres_masks(postgres_dsn, instrument):
    cases, columns = masks_of(instrument)
    with psycopg.connect(postgres_dsn) as db:
        _fill_postgres(db, "masks", columns)
        check_masks(cases, _postgres_rows(db, mask_determination_sql(instrument, "masks", "postgres", keep=["case"])))
        counted = _postgres_rows(db, mask_counts_sql(instrument, "masks", "postgres"))
    assert sum(row["persons"] for row in counted) == len(cases)


def masks_of(instrument) -> tuple[list[Case], dict[str, list[int]]]:
    cases = BY_INSTRUMENT[instrument.id]
    words = {n: column.astype(int).tolist() for n, column in by_masks.pack(*columns_for(cases)).columns.items()}
    return cases, {"case": list(range(len(cases))), **words}


def check_masks(cases: list[Case], rows: list[Row]) -> None:
    assert len(rows) == len(cases)
    for row in rows:
        assert {name: value for name, value in row.items() if name != "case"} == cases[row["case"]].row


def _fill_postgres(db: psycopg.Connection[Any], table: str, columns: dict[str, list[int]]) -> None:
    names = ", ".join(f'"{name}" integer' for name in columns)
    db.execute(f"CREATE TEMPORARY TABLE {table} ({names})")
    with db.cursor().copy(f"COPY {table} FROM STDIN") as copy:
        for row in zip(*columns.values(), strict=True):
            copy.write_row(row)


def _postgres_rows(db: psycopg.Connection[Any], sql: str) -> list[Row]:
    with db.cursor(row_factory=psycopg.rows.dict_row) as cursor:
        return cursor.execute(sql).fetchall()


@pytest.mark.spark
def test_spark(spark, tmp_path):
    _spark_view(spark, tmp_path, "people", columns_of_cases())
    sql = determination_sql(INSTRUMENTS, "people", "spark", columns=KEYS, keep=["case"])
    check_every_case([row.asDict() for row in spark.sql(sql).collect()])
    check_counts(
        [row.asDict() for row in spark.sql(counts_sql(INSTRUMENTS, "people", "spark", columns=KEYS)).collect()]
    )


@pytest.mark.spark
@pytest.mark.parametrize("instrument", MASKED, ids=lambda i: i.id)
def test_spark_masks(spark, tmp_path, instrument):
    cases, columns = masks_of(instrument)
    _spark_view(spark, tmp_path, "masks", columns)
    sql = mask_determination_sql(instrument, "masks", "spark", keep=["case"])
    check_masks(cases, [row.asDict() for row in spark.sql(sql).collect()])


def _spark_view(spark: Any, folder: Any, name: str, columns: dict[str, list[int]]) -> None:
    # Through a file, as tables come: Spark's own way from Python lists is slow and would need pandas.
    path = folder / f"{name}.parquet"
    pa.parquet.write_table(pa.table(columns), path)
    spark.read.parquet(str(path)).createOrReplaceTempView(name)
