"""Columns that hold lists: each element is a choice, whatever the mapping says stands between choices."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import psycopg
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from fristad.bulk.drafting import draft_mapping
from fristad.bulk.errors import TableError
from fristad.bulk.reading import open_table
from tests.bulk.conftest import Bench
from tests.bulk.test_choices import KEYS, MAPPING
from tests.bulk.test_exhaustion import linux, peak

TEXT = pa.string()
LISTS: list[list[str | None] | None] = [
    ["debt", "hurt"],
    ["A debt"],
    ["debt", None],
    [None],
    ["none_of_these"],
    ["no; debt"],
    ["no debt"],
    ["", ""],
    [],
    None,
]
UNLISTED = {"null": 2, ";": 1, "no debt": 1, "no\uff1b debt": 1}


def written(bench: Bench, lists: pa.Array, **more: Any) -> Path:
    path = bench.home / "table.parquet"
    pq.write_table(pa.table({"_uuid": [str(n) for n in range(len(lists))], "methods": lists}), path, **more)
    return path


def judge(summary: dict[str, Any]) -> None:
    """Yes: 0, 1, 2 and 0. No: 4 for both, 1 for the second; a list with anything not understood holds no no."""
    assert {key: summary["answered"][key]["answered"] for key in KEYS} == {KEYS[0]: 4, KEYS[1]: 3}
    assert summary["unlisted_values"] == {"methods": UNLISTED}
    assert summary["unreadable_cells"] == {}


@pytest.mark.parametrize("separator", ["';'", "' '", "'|'", "[' ', ';']"])
@pytest.mark.parametrize(
    "kind", [pa.list_(TEXT), pa.large_list(TEXT), pa.list_view(TEXT), pa.list_(pa.dictionary(pa.int32(), TEXT))]
)
def test_each_element_of_a_list_is_a_choice(bench: Bench, kind: pa.DataType, separator: str) -> None:
    bench.write_mapping(MAPPING.format(separator=separator, asked="true"))
    judge(bench.screen(written(bench, pa.array(LISTS, kind))))


def test_lists_of_numbers_are_read_as_numbers(bench: Bench) -> None:
    text = MAPPING.replace("debt:", "'1':").replace("hurt:", "'2':").format(separator="' '", asked="true")
    bench.write_mapping(text)
    summary = bench.screen(written(bench, pa.array([[1.0, 2.0], [2.0], [1.5]], pa.list_(pa.float64()))))
    assert {key: summary["answered"][key]["answered"] for key in KEYS} == {KEYS[0]: 2, KEYS[1]: 2}
    assert summary["unlisted_values"] == {"methods": {"1.5": 1}}


def test_a_draft_offers_the_elements_as_choices(bench: Bench) -> None:
    draft = draft_mapping(written(bench, pa.array([["A debt", "hurt"], ["hurt"]], pa.list_(TEXT))))
    assert '"A debt": {answers: []}' in draft


def test_a_draft_leaves_structures_aside(bench: Bench) -> None:
    table = bench.home / "table.parquet"
    pq.write_table(pa.table({"_uuid": ["a"], "place": [{"lat": 1.0}], "methods": [["hurt"]]}), table)
    draft = draft_mapping(table)
    assert '- column: "place"\n  # seen: nothing' in draft
    assert '# seen: "hurt"' in draft


@pytest.mark.parametrize(
    ("lists", "kind"),
    [([[{"a": "debt"}]], pa.list_(pa.struct([("a", TEXT)]))), ([[["debt"]]], pa.list_(pa.list_(TEXT)))],
)
def test_lists_of_something_else_are_refused_in_one_sentence(bench: Bench, lists: Any, kind: pa.DataType) -> None:
    bench.write_mapping(MAPPING.format(separator="';'", asked="true"))
    with pytest.raises(TableError, match=r"'methods' of table.parquet holds .*list<.*Save it as text or as a list of"):
        bench.screen(written(bench, pa.array(lists, kind)))
    assert bench.leaves_nothing()


@linux
@pytest.mark.parametrize("store_schema", [True, False])
def test_lists_with_a_huge_repeated_element_take_little_memory(bench: Bench, *, store_schema: bool) -> None:
    bench.write_mapping(MAPPING.format(separator="';'", asked="true"))
    once = pa.DictionaryArray.from_arrays(pa.array([0] * 60, pa.int32()), pa.array(["1" * (13 << 20)]))
    lists = pa.ListArray.from_arrays(pa.array(range(0, 61, 2), pa.int32()), once)
    table = written(bench, lists, compression="zstd", store_schema=store_schema)
    assert table.stat().st_size < 40_000
    assert peak(bench, table) < 350_000
    assert bench.summary()["unreadable_cells"] == {"methods": 30}
    assert {row[1] for row in bench.listed("rejects.csv")[1:]} == {"methods"}


def test_long_lists_are_read_in_small_batches(bench: Bench) -> None:
    once = pa.DictionaryArray.from_arrays(pa.array([0] * 10_000, pa.int32()), pa.array(["x" * 30_000]))
    table = written(bench, pa.ListArray.from_arrays(pa.array(range(0, 10_001, 2), pa.int32()), once))
    sizes = [batch.text.nbytes for batch in open_table(table).batches(["_uuid", "methods"], None)]
    assert max(sizes) < 80 << 20
    assert sum(sizes) > 10_000 * 30_000


def test_a_file_with_lists_beyond_measure_is_refused(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fristad.bulk.reading.layout.MOST_ELEMENTS", 12)
    bench.write_mapping(MAPPING.format(separator="';'", asked="true"))
    with pytest.raises(TableError, match=r"more than 12 list elements in one group of rows. .*smaller row groups"):
        bench.screen(written(bench, pa.array(LISTS, pa.list_(TEXT))))
    judge(bench.screen(written(bench, pa.array(LISTS, pa.list_(TEXT)), row_group_size=5)))


def test_values_written_in_full_are_read_and_bounded(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.write_mapping(MAPPING.format(separator="';'", asked="true"))
    encodings = {"_uuid": "DELTA_LENGTH_BYTE_ARRAY", "methods.list.element": "DELTA_LENGTH_BYTE_ARRAY"}
    lists = pa.array(LISTS, pa.list_(TEXT))
    judge(bench.screen(written(bench, lists, use_dictionary=False, column_encoding=encodings, row_group_size=3)))
    monkeypatch.setattr("fristad.bulk.reading.layout.MOST_BYTES", 10)
    with pytest.raises(TableError, match=r"in one group of rows. Write the file with smaller row groups"):
        bench.screen(written(bench, lists, use_dictionary=False, column_encoding=encodings), force=True)


def test_values_written_as_differences_are_refused(bench: Bench) -> None:
    bench.write_mapping(MAPPING.format(separator="';'", asked="true"))
    encodings = {"_uuid": "DELTA_BYTE_ARRAY", "methods.list.element": "PLAIN"}
    table = written(bench, pa.array(LISTS, pa.list_(TEXT)), use_dictionary=False, column_encoding=encodings)
    with pytest.raises(TableError, match=r"'_uuid' of table.parquet is written in the encoding DELTA_BYTE_ARRAY"):
        bench.screen(table)
    assert bench.leaves_nothing()


@pytest.mark.postgres
def test_postgres_reads_arrays_as_choices(bench: Bench, postgres_dsn: str) -> None:
    bench.write_mapping(MAPPING.format(separator="' '", asked="true"))
    with psycopg.connect(postgres_dsn, autocommit=True) as connection:
        connection.execute("DROP TABLE IF EXISTS listed")
        connection.execute("CREATE TABLE listed (_uuid TEXT, methods TEXT[])")
        for n, methods in enumerate(LISTS):
            connection.execute("INSERT INTO listed VALUES (%s, %s)", [str(n), methods])
        judge(bench.screen("listed", engine="postgres", database_url=postgres_dsn))


@pytest.mark.spark
@pytest.mark.filterwarnings("ignore")
def test_spark_reads_arrays_as_choices(bench: Bench, spark: Any) -> None:
    bench.write_mapping(MAPPING.format(separator="' '", asked="true"))
    judge(bench.screen(str(written(bench, pa.array(LISTS, pa.list_(TEXT)))), engine="spark"))
