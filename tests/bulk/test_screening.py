"""What a run writes, row by row."""

from __future__ import annotations

import gzip
import shutil
import stat
from datetime import date
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from fristad.bulk import local
from fristad.bulk.errors import RunError
from fristad.bulk.folder import RunFolder
from tests.bulk.conftest import HEADER, MAPPING, Bench

ROWS = "a,+46 70 1,0,1,1,1\nb,,1,1,,1\nc,=1+1,,1,,1\nd,,0,0,0,\ne,,,,,\n"


def test_every_row_gets_the_word_the_engine_gives(bench: Bench) -> None:
    bench.screen(bench.table(HEADER + ROWS))
    found = {row["id"]: (row["palermo_art3.result"], row["palermo_art3.classification"]) for row in bench.rows()}
    assert found == {
        "a": ("indications_present", "elements_adult"),
        "b": ("indications_present", "elements_child"),
        "c": ("indications_present", "elements_if_child"),
        "d": ("not_settled", None),
        "e": ("not_settled", None),
    }


def test_the_list_has_ids_and_contacts_in_table_order_and_nothing_else(bench: Bench) -> None:
    summary = bench.screen(bench.table(HEADER + ROWS))
    assert bench.listed("conversations.csv") == [["id", "phone"], ["a", "+46 70 1"], ["b", ""], ["c", "'=1+1"]]
    assert summary["conversations"] == 3
    assert "indications" not in (bench.out / "conversations.csv").read_text()


def test_the_working_file_says_what_is_open_and_what_comes_next(bench: Bench) -> None:
    bench.screen(bench.table(HEADER + "a,,,1,,1\nb,,0,1,,1\n"))
    by_id = {row["id"]: row for row in bench.rows()}
    assert by_id["b"]["palermo_art3.act"] == "met"
    assert by_id["b"]["palermo_art3.means"] == "unknown"
    assert by_id["b"]["next"]
    assert "confiscation_documents@destination" in by_id["b"]["open"].split()


def test_files_are_for_their_owner_only(bench: Bench) -> None:
    bench.screen(bench.table(HEADER + ROWS))
    for path in bench.out.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_summary_adds_up(bench: Bench) -> None:
    summary = bench.screen(bench.table(HEADER + ROWS + "a,,1,1,1,1\n,,1,1,1,1\nf,1\n"))
    assert summary["rows"] == summary["screened"] + summary["rejected"] == 8
    assert sum(summary["instruments"]["palermo_art3"].values()) == summary["screened"] == 5
    for counts in summary["dimensions"]["palermo_art3"].values():
        assert sum(counts.values()) == 5
    assert summary == bench.summary()


def test_rejects_say_row_column_value_and_reason(bench: Bench) -> None:
    bench.screen(bench.table(HEADER + 'a,,1,1,1,1\na,,1,1,1,1\n,,1,1,1,1\nf,1\ng,"x,1,1,1,1\nh,,1,1,1,1\n'))
    assert bench.listed("rejects.csv")[1:] == [
        ["2", "", "a", "its id stands in an earlier row"],
        ["3", "", "", "no value in 'id'"],
        ["4", "", "f,1", "2 cells instead of 6"],
        ["5", "", 'g,"x,1,1,1,1', "a quote is opened and never closed"],
    ]


def test_unlisted_values_are_unknown_and_counted_apart_from_rejects(bench: Bench) -> None:
    summary = bench.screen(bench.table(HEADER + "a,,0,1,perhaps,1\nb,,0,1,perhaps,1\nc,,0,1,NA,1\nd,,0,1, 1 ,1\n"))
    assert summary["unlisted_values"] == {"papers": {"perhaps": 2}}
    assert summary["rejected"] == 0
    assert len(bench.listed("rejects.csv")) == 1
    assert {row["id"]: row["palermo_art3.means"] for row in bench.rows()} == {
        "a": "unknown",
        "b": "unknown",
        "c": "unknown",
        "d": "met",
    }
    assert "perhaps" not in (bench.out / "report.html").read_text()  # two rows are too few to show


def test_strict_stops_at_the_first_unlisted_value_and_leaves_nothing(bench: Bench) -> None:
    table = bench.table(HEADER + "a,,0,1,perhaps,1\n")
    with pytest.raises(RunError, match=r"row 1, column 'papers' \(--strict\): 'perhaps' is not listed"):
        bench.screen(table, strict=True)
    assert bench.leaves_nothing()


def test_reasons_for_not_knowing_are_kept(bench: Bench) -> None:
    summary = bench.screen(bench.table(HEADER + "a,,0,7,1,1\n"))
    assert summary["answered"]["palermo.act.recruitment"]["reason_given"] == 1


@pytest.mark.parametrize("kind", ["csv.gz", "parquet", "xlsx", "utf-16", "semicolon", "bom"])
def test_every_format_gives_the_same_counts(bench: Bench, kind: str) -> None:
    text = HEADER + ROWS
    plain = bench.screen(bench.table(text))
    other = bench.screen(_written(bench, text, kind), force=True)
    for field in ("rows", "instruments", "classifications", "dimensions", "conversations", "unlisted_values"):
        assert other[field] == plain[field], field


def _written(bench: Bench, text: str, kind: str) -> Any:
    path = bench.home / f"other.{kind}"
    rows = [line.split(",") for line in text.splitlines()]
    if kind == "csv.gz":
        path.write_bytes(gzip.compress(text.encode()))
    elif kind == "parquet":
        columns = {name: [row[at] for row in rows[1:]] for at, name in enumerate(rows[0])}
        made = {
            n: pa.array([float(v) if v else None for v in c]) if n == "work" else pa.array(c)
            for n, c in columns.items()
        }
        pq.write_table(pa.table(made), path)
    elif kind == "xlsx":
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append([int(v) if v.isdigit() else v or None for v in row])
        book.save(path)
    elif kind == "utf-16":
        path.write_bytes(text.encode("utf-16"))
        bench.write_mapping(MAPPING + "table: {encoding: utf-16}\n")
    elif kind == "semicolon":
        path.write_text(text.replace(",", ";"))
    else:
        path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    return path


def test_a_finished_folder_is_kept_unless_forced(bench: Bench) -> None:
    table = bench.table(HEADER + ROWS)
    bench.screen(table)
    with pytest.raises(RunError, match="holds a finished run"):
        bench.screen(table)
    assert bench.screen(table, force=True)["rows"] == 5


def _many(count: int) -> str:
    return HEADER + "".join(f"p{n},,{n % 2},1,{n % 3 % 2},1\n" for n in range(count)) + "p3,,1,1,1,1\n"


def test_a_killed_run_goes_on_without_repeating_or_losing_rows(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fristad.bulk.reading.text.BLOCK", 4000)
    table = bench.table(_many(2000))
    whole = bench.screen(table)
    expected = bench.rows()
    shutil.rmtree(bench.out)
    finish, done, read = RunFolder.finish, [], []

    def killed(self: RunFolder, name: str, manifest: dict[str, Any]) -> None:
        finish(self, name, manifest)
        done.append(name)
        if len(done) in (4, 12, 16):
            raise KeyboardInterrupt

    monkeypatch.setattr(RunFolder, "finish", killed)
    part = local.LocalRun._read_part
    monkeypatch.setattr(local.LocalRun, "_read_part", lambda self, n, batch: (read.append(n), part(self, n, batch))[1])
    for _ in range(3):
        with pytest.raises(KeyboardInterrupt):
            bench.screen(table)
        assert not [name for name in bench.out.iterdir() if name.name != ".parts"]
    resumed = bench.screen(table)
    assert resumed == whole
    assert bench.rows() == expected
    assert len(read) == len(set(read)), "a finished part was read again"
    assert resumed["rejected"] == 1
    assert not (bench.out / ".parts").exists()


def test_an_unfinished_run_of_something_else_is_refused(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    table = bench.table(HEADER + ROWS)
    with monkeypatch.context() as patch:
        patch.setattr(local.LocalRun, "determine", lambda self: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            bench.screen(table)
    bench.write_mapping(MAPPING.replace("asked so", "asked otherwise"))
    with pytest.raises(RunError, match="unfinished run with another mapping"):
        bench.screen(table)
    bench.write_mapping(MAPPING)
    with pytest.raises(RunError, match="unfinished run with another table"):
        bench.screen(bench.table(HEADER + ROWS + "z,,,,,\n"))
    with pytest.raises(RunError, match="unfinished run with another instrument"):
        bench.screen(bench.table(HEADER + ROWS), instruments=("palermo_art3", "ilo_delphi.child_labour"))
    assert bench.screen(bench.table(HEADER + ROWS))["rows"] == 5


def test_rows_of_one_person_are_united(bench: Bench) -> None:
    by_person = MAPPING.replace("contacts: [phone]", "unit: {person: phone}").replace(
        "  answers: confiscation", "  several: any_yes\n  answers: confiscation"
    )
    bench.write_mapping(by_person)
    rows = "1,x,0,1,0,1\n2,y,0,1,0,1\n3,x,0,1,1,1\n4,z,0,1,1,1\n5,z,1,0,1,1\n6,y,0,1,0,1\n7,,0,1,1,1\n"
    summary = bench.screen(bench.table(HEADER + rows))
    found = {row["phone"]: row for row in bench.rows()}
    assert [row["phone"] for row in bench.rows()] == ["x", "y", "z"]
    assert found["x"]["palermo_art3.result"] == "indications_present"  # papers: yes in one row, no in another: any_yes
    assert found["y"]["palermo_art3.means"] == "unknown"
    assert found["z"]["palermo_art3.act"] == "unknown"  # yes and no: conflicting
    assert summary["unit"] == "person"
    assert (summary["rows"], summary["screened"], summary["rejected"], summary["table_rows"]) == (4, 3, 1, 7)
    assert summary["answered"]["palermo.act.recruitment"]["reason_given"] == 1


def test_ages_come_from_numbers_and_dates(bench: Bench) -> None:
    columns = """- column: minor
  answers: person.under_18_now
  birth_date: true
  why: date of birth
- column: phone
  answers: person.under_18_then
  number: {yes_below: 18}
  why: age then
"""
    head, _, tail = MAPPING.replace("contacts: [phone]\n", "").partition("- column: minor")
    bench.write_mapping(head + columns + tail[tail.index("- column: recruited") :])
    rows = "a,,2010-05-01,1,,1\nb,17,1980,1,,1\nc,18,1980-02,1,,1\nd,,2008,1,,1\ne,old,soon,1,,1\nf,,2008-06-15,1,,1\n"
    summary = bench.screen(bench.table(HEADER + rows), today=date(2026, 6, 15))
    assert {row["id"]: row["palermo_art3.classification"] for row in bench.rows()} == {
        "a": "elements_child",
        "b": "elements_child",
        "c": None,
        "d": "elements_if_child",
        "e": "elements_if_child",
        "f": None,  # eighteen on the day
    }
    assert summary["unreadable_cells"] == {"minor": 1, "phone": 1}
    assert [row[:3] for row in bench.listed("rejects.csv")[1:]] == [["5", "minor", "soon"], ["5", "phone", "old"]]


@pytest.mark.parametrize("block", [200, 16 << 20])
def test_the_size_of_blocks_changes_nothing(bench: Bench, monkeypatch: pytest.MonkeyPatch, block: int) -> None:
    monkeypatch.setattr("fristad.bulk.reading.text.BLOCK", block)
    text = HEADER + "".join(f'p{n},"two\nlines, and ""quotes""",0,1,1,1\n' for n in range(200)) + "\nx,1\n"
    summary = bench.screen(bench.table(text))
    assert (summary["screened"], summary["rejected"]) == (200, 1)
    assert bench.listed("rejects.csv")[1][0] == "201"
    assert bench.listed("conversations.csv")[1] == ["p0", 'two\nlines, and "quotes"']
