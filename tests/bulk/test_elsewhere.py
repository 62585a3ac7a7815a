"""The same table in PostgreSQL, in Spark and as a file: the same counts and determinations."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import psycopg
import pytest

from fristad.bulk.errors import RunError, TableError
from tests.bulk.conftest import HEADER, MAPPING, Bench

INSTRUMENTS = ("palermo_art3", "ilo_delphi.adult_labour", "ilo_delphi.child_labour")
CHOICES = """- column: methods
  separator: [';', ' ']
  asked: true
  choices:
    debt: {answers: debt_bondage@destination, aliases: [A debt]}
    hurt: {answers: violence_on_victim@destination}
  why: asked so
- column: born
  answers: person.under_18_now
  birth_date: true
  why: date of birth
"""
FIELDS = (
    "rows",
    "rejected",
    "instruments",
    "classifications",
    "dimensions",
    "unlisted_values",
    "unreadable_cells",
    "answered",
)


def rows() -> list[str]:
    found = []
    for n in range(240):
        cells = [f"p{n:03d}", "", *("10 "[(n // 3**at) % 3].strip() for at in range(4))]
        cells.append(("", "debt", "A debt;hurt", "hurt debt", "odd", "; ;")[n % 6])
        cells.append(("", "2012-03-01", "1990", "soon")[n % 4])
        found.append(",".join(cells))
    return [*found, "p001,,1,1,1,1,,", ",,1,1,1,1,,"]


def prepared(bench: Bench) -> Path:
    bench.write_mapping(MAPPING + CHOICES)
    header = HEADER.strip() + ",methods,born\n"
    return bench.table(header + "\n".join(rows()) + "\n")


def compare(bench: Bench, table: Path, engine: str, where: str, **more: Any) -> None:
    expected = bench.screen(table, instruments=INSTRUMENTS)
    by_id = {row["id"]: _result(row) for row in bench.rows()}
    found = bench.screen(where, instruments=INSTRUMENTS, engine=engine, force=True, **more)
    for field in FIELDS:
        assert found[field] == expected[field], field
    assert {row["id"]: _result(row) for row in bench.rows()} == by_id
    assert bench.listed("conversations.csv")[0] == ["id"]


def _result(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in ("open", "next")}


@pytest.mark.postgres
def test_postgres_gives_what_the_file_gives(bench: Bench, postgres_dsn: str) -> None:
    table = prepared(bench)
    with psycopg.connect(postgres_dsn, autocommit=True) as connection:
        names = table.read_text().splitlines()[0].split(",")
        connection.execute("DROP SCHEMA IF EXISTS camp CASCADE")
        connection.execute("CREATE SCHEMA camp")
        columns = ", ".join(f"{name} TEXT" for name in names)
        connection.execute(f"CREATE TABLE camp.registration ({columns})")
        with connection.cursor() as cursor:
            marks = ", ".join(["%s"] * len(names))
            insert = f"INSERT INTO camp.registration VALUES ({marks})"  # noqa: S608 - marks only
            cursor.executemany(insert, [row.split(",") for row in rows()])
        compare(bench, table, "postgres", "camp.registration", database_url=postgres_dsn)
        left = connection.execute("SELECT count(*) FROM pg_class WHERE relname LIKE 'fristad%'").fetchone()
        assert left == (0,)


@pytest.mark.postgres
def test_postgres_says_what_is_wrong(bench: Bench, postgres_dsn: str) -> None:
    with pytest.raises(TableError, match="There is no table nowhere"):
        bench.screen("nowhere", engine="postgres", database_url=postgres_dsn)
    with pytest.raises(RunError, match="cannot be reached"):
        bench.screen("nowhere", engine="postgres", database_url="postgresql://127.0.0.1:1/none")
    with pytest.raises(RunError, match="FRISTAD_DATABASE_URL"):
        bench.screen("nowhere", engine="postgres")
    assert bench.leaves_nothing()


@pytest.mark.spark
@pytest.mark.filterwarnings("ignore")
def test_spark_gives_what_the_file_gives(bench: Bench, spark: Any) -> None:
    table = prepared(bench)
    compare(bench, table, "spark", str(table))


@pytest.mark.parametrize(("engine", "package"), [("postgres", "psycopg"), ("spark", "pyspark.errors")])
def test_a_missing_extra_is_named(bench: Bench, monkeypatch: pytest.MonkeyPatch, engine: str, package: str) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(RunError, match=rf"pip install 'fristad\[{engine}\]'"):
        bench.screen("anything", engine=engine)
