"""What a run does with ids, folders, parts and databases that are not as they should be."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import psycopg
import pytest

from fristad.bulk import local
from fristad.bulk.errors import DiskError, RunError, TableError
from fristad.cli import main
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


def stop(bench: Bench, table: Path, **more: Any) -> None:
    """Start a run that is stopped once the table is read."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(local.LocalRun, "determine", lambda self: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            bench.screen(table, **more)


def command(bench: Bench, table: Path | str, *more: str) -> int:
    mapping = str(bench.home / "mapping.yaml")
    return main(
        ["screen", str(table), "--mapping", mapping, "--instrument", "palermo_art3", "--out", str(bench.out), *more]
    )


@pytest.mark.parametrize("name", ["conversations.csv", ".parts/read.csv"])
def test_a_table_among_the_results_is_never_replaced(bench: Bench, name: str) -> None:
    table = bench.out / name
    table.parent.mkdir(parents=True)
    table.write_text(HEADER + ROW)
    link = bench.home / "link.csv"
    link.symlink_to(table)
    for path in (table, link):
        with pytest.raises(RunError, match="would be replaced by the results"):
            bench.screen(path, force=True)
    assert table.read_text() == HEADER + ROW


def test_a_mapping_among_the_results_is_never_replaced(bench: Bench, capsys: pytest.CaptureFixture[str]) -> None:
    bench.out.mkdir()
    (bench.home / "mapping.yaml").rename(bench.out / "rejects.csv")
    (bench.home / "mapping.yaml").symlink_to(bench.out / "rejects.csv")
    assert command(bench, bench.table(HEADER + ROW), "--force") != 0
    assert "would be replaced by the results" in capsys.readouterr().err
    assert (bench.out / "rejects.csv").read_text() == MAPPING


def test_old_results_stay_until_the_new_ones_are_there(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.screen(bench.table(HEADER + ROW))
    old = {path.name: path.read_bytes() for path in bench.out.iterdir()}
    with pytest.raises(RunError, match="--strict"):
        bench.screen(bench.table(HEADER + "b,,0,1,odd,1\n", "other.csv"), force=True, strict=True)
    assert {path.name: path.read_bytes() for path in bench.out.iterdir()} == old
    other = bench.table(HEADER + ROW + "b,,0,1,1,1\n", "other.csv")
    stop(bench, other, force=True)
    assert {path.name: path.read_bytes() for path in bench.out.iterdir() if path.is_file()} == old
    monkeypatch.setattr(local.LocalRun, "_read_part", lambda *_: pytest.fail("a finished part was read again"))
    assert bench.screen(other, force=True)["rows"] == 2
    assert not (bench.out / ".parts").exists()


def test_force_begins_anew_behind_a_run_of_something_else(bench: Bench) -> None:
    stop(bench, bench.table(HEADER + ROW))
    other = bench.table(HEADER + ROW + "b,,0,1,1,1\n", "other.csv")
    with pytest.raises(RunError, match="another table"):
        bench.screen(other)
    assert bench.screen(other, force=True)["rows"] == 2


def test_a_folder_under_a_final_name_is_refused(bench: Bench) -> None:
    (bench.out / "report.html").mkdir(parents=True)
    with pytest.raises(RunError, match=r"report\.html is a folder"):
        bench.screen(bench.table(HEADER + ROW), force=True)


def test_folders_are_for_their_owner_only(bench: Bench) -> None:
    bench.out = bench.home / "new" / "out"
    stop(bench, bench.table(HEADER + ROW))
    for folder in (bench.out, *(path for path in bench.out.rglob("*") if path.is_dir())):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_what_is_no_file_is_no_table(bench: Bench) -> None:
    pipe = bench.home / "pipe.csv"
    os.mkfifo(pipe)
    with pytest.raises(TableError, match="is no file"):
        bench.screen(pipe)
    with pytest.raises(TableError, match="Standard input is not read"):
        bench.screen("-")
    assert bench.leaves_nothing()


@pytest.mark.parametrize(
    "url", ["foo:secret@x", "postgresql://u:sec@secret:1/x", "postgresql://u:secret@x:secret/y", "host=secret port=1"]
)
@pytest.mark.parametrize("debug", ["", "1"])
def test_the_address_of_a_database_is_never_shown(
    bench: Bench, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, url: str, debug: str
) -> None:
    monkeypatch.setenv("FRISTAD_DEBUG", debug)
    assert command(bench, "persons", "--engine", "postgres", "--database-url", url) != 0
    said = capsys.readouterr().err
    assert "secret" not in said
    assert "The database cannot be reached" in said
    assert debug or len(said.splitlines()) == 1


@pytest.mark.postgres
def test_a_fault_of_the_database_is_one_sentence(bench: Bench, postgres_dsn: str) -> None:
    with pytest.raises(RunError, match="The database stopped") as caught:
        bench.screen("broken", engine="postgres", database_url=_broken(postgres_dsn))
    assert "\n" not in str(caught.value)


def _broken(dsn: str) -> str:
    """A view that can be looked at and not be read."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("DROP VIEW IF EXISTS broken")
        columns = ", ".join(f"'a' AS {name}" for name in HEADER.strip().split(",")[1:])
        connection.execute(f"CREATE VIEW broken AS SELECT 1 / (random() * 0)::int AS id, {columns}")
    return dsn


@pytest.mark.parametrize("kind", ["read-000000.parquet", "cells-000000.parquet", "read-000000.json", "run.json"])
@pytest.mark.parametrize("change", [b"\xff{", b"", b"{}", b"[1]"])
def test_a_changed_part_is_refused(bench: Bench, kind: str, change: bytes) -> None:
    table = bench.table(HEADER + ROW)
    stop(bench, table)
    part = bench.out / ".parts" / kind
    part.write_bytes(change)
    for _ in range(2):
        with pytest.raises(RunError, match=rf"{kind} .*--force to begin anew"):
            bench.screen(table)
    assert part.read_bytes() == change
    assert bench.screen(table, force=True)["rows"] == 1


def test_a_lost_part_is_refused_and_a_stray_one_not_counted(bench: Bench) -> None:
    table = bench.table(HEADER + ROW)
    stop(bench, table)
    parts = bench.out / ".parts"
    whole = (parts / "read-000000.parquet").read_bytes()
    (parts / "read-000000.parquet").rename(parts / "read-000001.parquet")
    with pytest.raises(RunError, match=r"read-000000.parquet .*--force"):
        bench.screen(table)
    (parts / "read-000000.parquet").write_bytes(whole)
    assert bench.screen(table)["screened"] == 1


def test_parts_of_others_are_refused(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    table = bench.table(HEADER + ROW)
    elsewhere = bench.home / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "kept").touch()
    bench.out.mkdir()
    (bench.out / ".parts").symlink_to(elsewhere)
    with pytest.raises(RunError, match="is a link"):
        bench.screen(table, force=True)
    assert (elsewhere / "kept").exists()
    (bench.out / ".parts").unlink()
    (bench.out / ".parts").mkdir()
    mine = os.getuid()
    monkeypatch.setattr(os, "getuid", lambda: mine + 1)
    with pytest.raises(RunError, match="belongs to somebody else"):
        bench.screen(table, force=True)


@pytest.mark.parametrize(
    "fault",
    [ValueError("odd\nmore"), duckdb.InternalException("INTERNAL Error"), UnicodeDecodeError("a", b"", 0, 1, "b")],
)
def test_an_unexpected_fault_is_one_sentence(
    bench: Bench, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    monkeypatch.setattr(local.LocalRun, "determine", lambda self: (_ for _ in ()).throw(fault))
    table = bench.table(HEADER + ROW)
    assert command(bench, table) != 0
    said = capsys.readouterr().err
    assert len(said.splitlines()) == 1
    assert "FRISTAD_DEBUG" in said
    monkeypatch.setenv("FRISTAD_DEBUG", "1")
    assert command(bench, table) != 0
    assert type(fault).__name__ in capsys.readouterr().err


def test_a_day_that_is_none_says_how_to_write_it(bench: Bench, capsys: pytest.CaptureFixture[str]) -> None:
    assert command(bench, bench.table(HEADER + ROW), "--today", "01/02/2024") == 2
    said = capsys.readouterr().err
    assert "'01/02/2024' is no day. Write it as YYYY-MM-DD" in said
    assert "fromisoformat" not in said


def test_a_resumed_run_keeps_its_day(bench: Bench) -> None:
    table = bench.table(HEADER + ROW)
    stop(bench, table, today=date(2026, 1, 1))
    with pytest.raises(RunError, match="another --today"):
        bench.screen(table, today=date(2026, 1, 2))
    assert bench.screen(table)["rows"] == 1
    bench.out.rename(bench.home / "first")
    stop(bench, table, today=date(2026, 1, 1))
    assert bench.screen(table, today=date(2026, 1, 1))["rows"] == 1


def test_any_other_fault_is_one_sentence_too(
    bench: Bench, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local.LocalRun, "determine", lambda self: (_ for _ in ()).throw(KeyError("odd")))
    assert command(bench, bench.table(HEADER + ROW)) == 4
    said = capsys.readouterr().err
    assert "KeyError 'odd'" in said
    assert len(said.splitlines()) == 1


def test_duckdb_draws_nothing_on_standard_output() -> None:
    code = """
from pathlib import Path
from fristad.bulk.duck import Duck
print(Duck(Path("spill")).query("SELECT current_setting('enable_progress_bar')"))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[(False,)]\n"


def test_a_mapped_column_that_the_table_lacks_is_named_at_the_end(tmp_path: Path, capsys) -> None:
    (tmp_path / "t.csv").write_text("id,x\n1,yes\n")
    column = "- {{column: {0}, answers: {1}, values: {{yes: yes, no: no}}, why: told}}\n"
    (tmp_path / "t.yaml").write_text(
        "schema: fristad-mapping/1\nid: t\ntitle: t\nsource: made for tests\nrow_id: id\nunit: row\ncolumns:\n"
        + column.format("x", "recruited@recruitment")
        + column.format("a_long_name", "harboured@destination")
    )
    table, mapping = str(tmp_path / "t.csv"), str(tmp_path / "t.yaml")
    assert (
        main(["screen", table, "--mapping", mapping, "--instrument", "palermo_art3", "--out", str(tmp_path / "o")]) == 0
    )
    assert "Not in the table, so nothing is known of it: 'a_long_name'." in capsys.readouterr().err


def test_a_full_disk_ends_with_the_code_for_the_machine(bench: Bench, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    def full(*_: object) -> None:
        raise DiskError("The disk is full.")

    monkeypatch.setattr("fristad.cli.screen.screen", full)
    table = str(bench.table(HEADER))
    assert main(["screen", table, "--mapping", "ctdc", "--instrument", "palermo_art3", "--out", str(bench.out)]) == 4
    assert capsys.readouterr().err == "The disk is full.\n"
