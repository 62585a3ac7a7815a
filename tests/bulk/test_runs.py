"""What a run does with ids, folders, parts and databases that are not as they should be."""

from __future__ import annotations

import psycopg
import pytest

from fristad.bulk.errors import RunError
from tests.bulk.conftest import HEADER, MAPPING, Bench

ROW = "a,,0,1,1,1\n"
BY_PERSON = MAPPING.replace("contacts: [phone]", "unit: {person: phone}")


def test_a_missing_code_is_no_person(bench: Bench) -> None:
    bench.write_mapping(BY_PERSON)
    summary = bench.screen(bench.table(HEADER + "1,NA,0,1,0,\n2, na ,0,,1,\n3,-99,0,,,1\n4,x,0,1,1,1\n"))
    assert [row["phone"] for row in bench.rows()] == ["x"]
    assert (summary["screened"], summary["rejected"]) == (1, 3)
    assert [(row[0], row[3]) for row in bench.listed("rejects.csv")[1:]] == [
        (str(at), "a missing code in 'phone'") for at in (1, 2, 3)
    ]


def test_a_missing_code_is_no_row_id(bench: Bench) -> None:
    summary = bench.screen(bench.table(HEADER + "na,,0,1,1,1\nNA,,0,1,1,1\n,,0,1,1,1\n" + ROW))
    assert (summary["screened"], summary["rejected"]) == (1, 3)
    assert [row[3] for row in bench.listed("rejects.csv")[1:]] == ["a missing code in 'id'"] * 2 + ["no value in 'id'"]


def test_strict_stops_at_a_missing_code_for_an_id(bench: Bench) -> None:
    with pytest.raises(RunError, match=r"row 1 .*a missing code in 'id'"):
        bench.screen(bench.table(HEADER + "NA,,0,1,1,1\n"), strict=True)
    assert bench.leaves_nothing()


def test_a_row_id_may_have_any_name(bench: Bench) -> None:
    bench.write_mapping(MAPPING.replace("row_id: id", "row_id: '#N'"))
    assert bench.screen(bench.table(HEADER.replace("id", "#N", 1) + ROW))["screened"] == 1
    assert bench.rows()[0]["#N"] == "a"


@pytest.mark.postgres
def test_a_database_leaves_out_and_counts_what_a_file_does(bench: Bench, postgres_dsn: str) -> None:
    bench.write_mapping(BY_PERSON.replace("row_id: id", "row_id: '#n'"))
    rows = [f"r{n},p{n},0,1,odd{n % 60},1" for n in range(130)]
    rows += ["r3,p3,0,1,odd3,1", "r9,NA,0,1,odd9,1", "x,na,0,1,,1", "x,px,0,1,,1", "NA,py,0,1,,1", ",pz,0,1,,1"]
    expected = bench.screen(bench.table(HEADER.replace("id", "#n", 1) + "\n".join(rows) + "\n"))
    with psycopg.connect(postgres_dsn, autocommit=True) as connection:
        connection.execute("DROP TABLE IF EXISTS kept_out")
        connection.execute(
            'CREATE TABLE kept_out ("#n" TEXT, phone TEXT, minor TEXT, recruited TEXT, papers TEXT, work TEXT)'
        )
        with connection.cursor() as cursor:
            cursor.executemany("INSERT INTO kept_out VALUES (%s, %s, %s, %s, %s, %s)", [row.split(",") for row in rows])
    found = bench.screen("kept_out", engine="postgres", database_url=postgres_dsn, force=True)
    for field in ("rows", "screened", "rejected", "unlisted_values", "unreadable_cells", "instruments", "answered"):
        assert found[field] == expected[field], field
    assert expected["unlisted_values"]["papers"]["(other values)"] > 0
    assert {row[3] for row in bench.listed("rejects.csv")[1:]} == {
        "2 rows with a missing code in 'phone'",
        "1 rows with a missing code in '#n'",
        "1 rows with no value in '#n' or 'phone'",
        "1 rows with the id of another row",
    }
