"""SQL text: says what the engine says, quotes what it is given, and parses in every dialect."""

from collections import Counter

import duckdb
import numpy as np
import pyarrow as pa
import pytest
import sqlglot

from fristad.targets.dialects import DIALECTS, SqlError
from fristad.targets.masks import pack
from fristad.targets.plan import make_plan
from fristad.targets.sql import counts_sql, determination_sql, mask_counts_sql, mask_determination_sql
from tests.targets.persons import EVERY, TABLES, Codes, expected, keys_of, random_persons

KEYS = keys_of(EVERY)


def run_duckdb(sql: str, persons: list[Codes], columns: list[str]) -> list[dict[str, object]]:
    arrays = {key: pa.array([p[key] for p in persons], pa.int8()) for key in columns}
    with duckdb.connect() as db:
        db.register("people", pa.table({"id": list(range(len(persons))), **arrays}))
        cursor = db.sql(sql)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


@pytest.mark.parametrize("columns", [KEYS, KEYS[::2], KEYS[1::3]], ids=["all", "half", "third"])
def test_every_row_is_what_the_engine_says(columns):
    persons = random_persons(KEYS, 300, seed=1)
    rows = run_duckdb(determination_sql(EVERY, "people", "duckdb", columns=columns, keep=["id"]), persons, columns)
    assert len(rows) == len(persons)
    for row in rows:
        person = {key: value for key, value in persons[row["id"]].items() if key in columns}
        for instrument in EVERY:
            wanted = expected(instrument, person)
            assert {name: row[name] for name in wanted} == wanted


def test_null_is_unknown():
    persons = [dict.fromkeys(KEYS), dict.fromkeys(KEYS, 1)]
    rows = run_duckdb(determination_sql(EVERY, "people", "duckdb", columns=KEYS), persons, KEYS)
    assert rows[0] == rows[1]


def test_no_columns_at_all_leaves_everything_open():
    rows = run_duckdb(determination_sql(EVERY, "people", "duckdb", columns=()), random_persons(KEYS, 2, seed=1), KEYS)
    assert {rows[0][f"{name}.result"] for name in TABLES} == {"not_settled"}


def test_counts_are_the_determinations_counted():
    persons = random_persons(KEYS, 500, seed=2)
    rows = run_duckdb(determination_sql(EVERY, "people", "duckdb", columns=KEYS), persons, KEYS)
    counted = run_duckdb(counts_sql(EVERY, "people", "duckdb", columns=KEYS), persons, KEYS)
    assert Counter(map(_words, rows)) == {_words(r): r["persons"] for r in counted}


def _words(row: dict[str, object]) -> frozenset[tuple[str, object]]:
    return frozenset((name, value) for name, value in row.items() if name.endswith((".result", ".classification")))


@pytest.mark.parametrize("instrument", [i for i in EVERY if i.id in TABLES], ids=lambda i: i.id)
def test_masks_say_what_columns_say(instrument):
    plan = make_plan(instrument)
    persons = random_persons(plan.keys, 200, seed=6)
    packed = pack(plan, {key: np.array([p[key] for p in persons], np.int8) for key in plan.keys})
    with duckdb.connect() as db:
        db.register("masks", pa.table(dict(packed.columns)))
        cursor = db.sql(mask_determination_sql(instrument, "masks", "duckdb"))
        names = [column[0] for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        counted = db.sql(mask_counts_sql(instrument, "masks", "duckdb")).fetchall()
    assert rows == [expected(instrument, person) for person in persons]
    assert sum(row[-1] for row in counted) == len(persons)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_mask_text_parses_in_its_dialect(dialect):
    for write in (mask_counts_sql, mask_determination_sql):
        assert len(sqlglot.parse(write(EVERY[0], "masks", dialect), read=dialect)) == 1


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("write", [determination_sql, counts_sql])
def test_text_parses_in_its_dialect(dialect, write):
    sql = write(EVERY, "register.people", dialect, columns=KEYS)
    assert len(sqlglot.parse(sql, read=dialect)) == 1


@pytest.mark.parametrize("dialect", DIALECTS)
def test_names_and_texts_cannot_leave_their_quotes(dialect):
    spelled = DIALECTS[dialect]
    hostile = """a"b`c'd\\'; DROP TABLE people; --"""
    parsed = sqlglot.parse(f"SELECT {spelled.text(hostile)} AS {spelled.name(hostile)}", read=dialect)
    assert len(parsed) == 1
    column = parsed[0].selects[0]
    assert (column.this.this, column.alias) == (hostile, hostile)


def test_a_hostile_table_name_is_only_a_name():
    persons = random_persons(KEYS, 1, seed=3)
    sql = determination_sql(EVERY[:1], 'x"; DROP TABLE people; --', "duckdb", columns=KEYS)
    with pytest.raises(duckdb.CatalogException, match="does not exist"):
        run_duckdb(sql, persons, KEYS)


@pytest.mark.parametrize(
    ("dialect", "name", "says"),
    [("oracle", "people", "no SQL dialect"), ("postgres", "p" * 64, "longer than"), ("duckdb", "a..b", "cannot be")],
)
def test_what_cannot_be_written_is_refused(dialect, name, says):
    with pytest.raises(SqlError, match=says):
        determination_sql(EVERY[:1], name, dialect, columns=KEYS)
