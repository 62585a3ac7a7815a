"""Bad tables and mappings: one clear sentence, an exit code that is not 0, and nothing half-written."""

from __future__ import annotations

import errno
import gzip
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import duckdb
import numpy as np
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from fristad.bulk.errors import MappingError, RunError, TableError
from fristad.bulk.folder import RunFolder
from fristad.cli import main
from fristad.engine.errors import FristadError
from tests.bulk.conftest import HEADER, MAPPING, Bench
from tests.conftest import ROOT

ROW = "a,,0,1,1,1\n"


def refused(bench: Bench, table: Path, kind: type[FristadError], words: str) -> None:
    with pytest.raises(kind, match=words) as caught:
        bench.screen(table)
    assert "\n" not in str(caught.value)
    assert bench.leaves_nothing()


def test_a_line_of_gigabytes_is_refused(bench: Bench) -> None:
    table = bench.home / "table.csv"
    with table.open("wb") as file:
        file.write(HEADER.encode() + b"a,")
        file.truncate(3 << 30)  # a hole of 3 GB: one line of NUL characters
    refused(bench, table, TableError, "a line longer than 32 MB")


def test_a_header_without_end_is_refused(bench: Bench) -> None:
    table = bench.home / "table.csv"
    with table.open("wb") as file:
        file.truncate(3 << 30)
    refused(bench, table, TableError, "a line longer than 32 MB")


def test_a_zip_bomb_is_refused(bench: Bench) -> None:
    table = bench.home / "bomb.xlsx"
    with zipfile.ZipFile(table, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * (64 << 20))
    refused(bench, table, TableError, "unpacks to 64 MB")


@pytest.mark.parametrize("suffix", [".csv", ".csv.gz"])
def test_invalid_utf8_is_refused_with_what_to_do(bench: Bench, suffix: str) -> None:
    raw = HEADER.encode() + b"a,caf\xe9,0,1,1,1\n"
    table = bench.home / f"table{suffix}"
    table.write_bytes(gzip.compress(raw) if suffix.endswith("gz") else raw)
    refused(bench, table, TableError, "not valid UTF-8 .*cp1252")


def test_the_encoding_can_be_named(bench: Bench) -> None:
    bench.write_mapping(MAPPING + "table: {encoding: cp1252}\n")
    table = bench.home / "table.csv"
    table.write_bytes(HEADER.encode() + b"a,caf\xe9,0,1,1,1\n")
    bench.screen(table)
    assert bench.listed("conversations.csv")[1] == ["a", "café"]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.csv", b"", "is empty"),
        ("cut.csv.gz", b"\x1f\x8b\x08\x00\x00", "damaged"),
        ("not.parquet", b"id,phone\n", "not what its name says"),
        ("cut.parquet", b"PAR1xxxx", "damaged"),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel file"),
        ("many.zip", b"PK\x03\x04xxxx", "Unpack it"),
        ("broken.xlsx", b"PK\x03\x04xxxx", "damaged"),
        ("strange.csv", b"one,two\n1,2\n", "row id 'id' is not a column"),
        ("twice.csv", b"id,phone,minor,papers,papers\n1,,1,1,0\n", "all fit 'papers'"),
        ("none.csv", b"id,phone\n1,2\n", "None of the 4 columns"),
    ],
)
def test_tables_that_cannot_be_read(bench: Bench, name: str, content: bytes, words: str) -> None:
    table = bench.home / name
    table.write_bytes(content)
    refused(bench, table, FristadError, words)


def test_a_missing_table_and_a_folder(bench: Bench) -> None:
    refused(bench, bench.home / "nowhere.csv", TableError, "cannot be read: No such file")
    refused(bench, bench.home, TableError, "is a folder")


def test_a_nan_is_an_unreadable_cell_and_never_an_answer(bench: Bench) -> None:
    table = bench.home / "table.parquet"
    columns = {name: ["x"] for name in HEADER.strip().split(",")}
    pq.write_table(pa.table({**columns, "minor": ["0"], "papers": [np.nan], "work": [np.inf]}), table)
    bench.screen(table)
    assert [row[1:] for row in bench.listed("rejects.csv")[1:]] == [
        ["papers", "nan", "not a number (NaN or infinite)"],
        ["work", "inf", "not a number (NaN or infinite)"],
    ]


def test_a_nan_in_a_mapping_is_refused(bench: Bench) -> None:
    bench.write_mapping(
        MAPPING.replace("{yes: 1, no: 0}\n  why: asked so\n- column: work", "{yes: nan}\n  why: x\n- column: work")
    )
    refused(bench, bench.table(HEADER + ROW), MappingError, "column 'papers': a NaN cannot be an answer")


def test_errors_of_a_spreadsheet_are_unreadable_cells(bench: Bench) -> None:
    book = openpyxl.Workbook()
    book.active.append(HEADER.strip().split(","))
    book.active.append(["a", None, 0, 1, "#N/A", 1])
    book.active["E2"].data_type = "e"
    table = bench.home / "table.xlsx"
    book.save(table)
    bench.screen(table)
    assert bench.listed("rejects.csv")[1] == ["1", "papers", "#N/A", "an error of the spreadsheet"]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            "{yes: 1, no: 0, declined: 7}",
            "{yes: 1, no: [0, '1']}",
            "column 'recruited': the value '1' means both yes and no",
        ),
        ("{yes: 1, no: 0, declined: 7}", "{yes: Yes, no: YES}", "means both yes and no"),
        ("{yes: 1, no: 0, declined: 7}", "{yes: 1, no: -99}", "is a missing code"),
        ("{yes: 1, no: 0, declined: 7}", "{yes: 1, perhaps: 7}", "no field 'perhaps'"),
        ("- column: recruited", "- column: papers", "the column 'papers' is mapped twice"),
        ("- column: recruited", "- column: Papers", "mapped twice"),
        (
            "palermo.act.recruitment",
            "palermo.act.invented",
            "column 'recruited': 'palermo.act.invented' is not an indicator",
        ),
        ("confiscation_documents@destination", "confiscation_documents", "several phases"),
        (
            "confiscation_documents@destination",
            "confiscation_documents@travel",
            "a phase that this concept does not have",
        ),
        ("- column: recruited", "- column: nationality", "own nationality, which is never an input"),
        ("- column: recruited", "- column: CountryOfOrigin", "own country, which is never an input"),
        ("- column: recruited", "- column: sex", "own sex, which is never an input"),
        ("- column: recruited", "- column: beaten_for_religion", "the word 'religion'.*not_a_trait"),
        ("row_id: id\n", "", "the field 'row_id' is missing"),
        ("row_id: id\n", "row_id: id\nrow_id: other\n", "line 5 gives the key 'row_id' a second time"),
        ("fristad-mapping/1", "fristad-mapping/9", "This version reads fristad-mapping/1"),
        ("id: camp", "id: !!python/object/apply:os.system [ls]", "tag"),
        ("why: asked so\n- column: papers", "why:\n- column: papers", "column 'recruited': the field 'why' is missing"),
        ("row_id: id\n", "row_id: id\ntable: {encoding: klingon}\n", "the encoding 'klingon' is not known"),
        ("row_id: id\n", "row_id: id\ntable: {delimiter: ab}\n", "the delimiter is 'ab'"),
        ("answers: palermo.act.recruitment", "answers: []", "it answers nothing"),
    ],
)
def test_mappings_that_cannot_be_used(bench: Bench, old: str, new: str, words: str) -> None:
    assert old in MAPPING
    bench.write_mapping(MAPPING.replace(old, new))
    refused(bench, bench.table(HEADER + ROW), FristadError, words)


def test_what_others_did_because_of_a_trait_may_be_read_once_a_person_says_so(bench: Bench) -> None:
    confirmed = "- column: beaten_for_religion\n  not_a_trait: What others did because of it."
    bench.write_mapping(MAPPING.replace("- column: recruited", confirmed))
    assert bench.screen(bench.table(HEADER.replace("recruited", "beaten_for_religion") + ROW))["screened"] == 1


@pytest.mark.parametrize("where", ["parquet", "duckdb", "report"])
def test_a_full_disk_is_one_sentence_and_the_run_goes_on_afterwards(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    table = bench.table(HEADER + ROW)

    def full(*_: object, **__: object) -> None:
        if where == "duckdb":
            raise duckdb.IOException("IO Error: Could not write file: No space left on device")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    target = {
        "parquet": "fristad.bulk.local.pq.write_table",
        "duckdb": "fristad.bulk.duck.Duck.copy",
        "report": "fristad.bulk.results.write_report",
    }[where]
    with monkeypatch.context() as patch:
        patch.setattr(target, full)
        with pytest.raises(RunError, match="The disk is full"):
            bench.screen(table)
    assert not [path for path in bench.out.glob("*") if path.name != ".parts"]
    assert not list(bench.out.rglob("*.tmp"))
    assert bench.screen(table)["screened"] == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_disk_that_is_really_full(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    writing = RunFolder.writing

    def to_full(self: RunFolder, name: str):  # type: ignore[no-untyped-def]
        if name == "summary.json":
            with Path("/dev/full").open("w") as file:
                file.write("x" * 100_000)
        return writing(self, name)

    monkeypatch.setattr(RunFolder, "writing", to_full)
    with pytest.raises(RunError, match="The disk is full"):
        bench.screen(bench.table(HEADER + ROW))
    assert not (bench.out / "summary.json").exists()


def test_the_command_ends_with_a_sentence_and_a_code(bench: Bench, capsys: pytest.CaptureFixture[str]) -> None:
    table = bench.table(HEADER + ROW)
    mapping = str(bench.home / "mapping.yaml")
    base = ["screen", str(table), "--mapping", mapping, "--out", str(bench.out)]
    assert main([*base, "--instrument", "palermo_art3"]) == 0
    assert "1 rows of table.csv screened" in capsys.readouterr().err
    for wrong in (
        [*base, "--instrument", "palermo_art3"],
        [*base, "--instrument", "palermo_art9"],
        ["screen", str(table), "--mapping", "nowhere.yaml", "--out", str(bench.out), "--instrument", "palermo_art3"],
    ):
        assert main(wrong) != 0
        said = capsys.readouterr()
        assert said.out == ""
        assert len(said.err.strip().splitlines()) == 1
        assert "Traceback" not in said.err


def test_memory_stays_bounded(bench: Bench) -> None:
    table = bench.home / "table.csv"
    with table.open("w") as file:
        file.write(HEADER)
        for start in range(0, 600_000, 1000):
            file.writelines(f"person-{n},{'x' * 60},{n % 2},1,{n % 3 % 2},1\n" for n in range(start, start + 1000))
    code = (
        "import sys\nfrom benchmarks.worker import peak_mb\nfrom fristad.cli import main\n"
        "code = main(sys.argv[1:])\nprint(peak_mb())\nsys.exit(code)"
    )
    arguments = [
        "screen",
        table,
        "--mapping",
        bench.home / "mapping.yaml",
        "--instrument",
        "palermo_art3",
        "--out",
        bench.out,
    ]
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert float(done.stdout) < 1000  # MB
