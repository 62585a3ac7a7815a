"""Tables made to exhaust time or memory, or merely odd: one sentence or a bounded reading."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from fristad.bulk.drafting import draft_mapping
from fristad.bulk.errors import TableError
from fristad.bulk.reading import open_table
from tests.bulk.conftest import HEADER, MAPPING, Bench

ROW = "a,,0,1,1,1\n"
linux = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="reads /proc for the most memory taken")


def refused(bench: Bench, table: Path, words: str) -> None:
    with pytest.raises(TableError, match=words) as caught:
        bench.screen(table)
    assert "\n" not in str(caught.value)
    assert bench.leaves_nothing()


def peak(bench: Bench, table: Path) -> int:
    """The most memory, in kB, that a screening takes, in a process of its own."""
    code = (
        "import re, sys\nfrom pathlib import Path\nfrom fristad.cli import main\ncode = main(sys.argv[1:])\n"
        "print(re.search(r'VmHWM:\\s+(\\d+)', Path('/proc/self/status').read_text())[1])\nsys.exit(code)"
    )
    mapping = bench.home / "mapping.yaml"
    arguments = [str(table), "--mapping", str(mapping), "--instrument", "palermo_art3", "--out", str(bench.out)]
    command = [sys.executable, "-c", code, "screen", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return int(done.stdout.split()[-1])


# Text.


def test_a_header_with_many_quoted_line_ends_is_read_at_once(bench: Bench) -> None:
    table = bench.table('"' + "\n" * 130_000 + '",' + HEADER + "x," + ROW)
    begun = time.monotonic()
    assert len(open_table(table).header) == 7
    assert time.monotonic() - begun < 0.5


def test_a_header_over_a_megabyte_is_refused(bench: Bench) -> None:
    refused(bench, bench.table('"' + "\n" * 1_100_000 + '",' + HEADER + "x," + ROW), "longer than 1 MB")


def test_rows_that_end_with_a_carriage_return_alone_are_refused(bench: Bench) -> None:
    refused(bench, bench.table((HEADER + ROW).replace("\n", "\r")), "carriage return alone")


def test_a_carriage_return_within_a_quoted_header_is_read_and_a_stray_one_refused(bench: Bench) -> None:
    assert bench.screen(bench.table('"x\ry",' + HEADER + "1," + ROW))["screened"] == 1
    with pytest.raises(TableError, match=r"header of stray\.csv cannot be read"):
        open_table(bench.table('"x",\ry,' + HEADER, "stray.csv"))


def test_a_header_cell_beyond_the_limit_of_csv_is_refused(bench: Bench) -> None:
    refused(bench, bench.table("x" * 200_000 + "," + HEADER + "1," + ROW), "header of table.csv cannot be read")


def test_a_cell_beyond_the_limit_of_csv_is_left_out_of_a_draft_and_unreadable_in_a_run(bench: Bench) -> None:
    table = bench.table(HEADER + ROW + f"b,,0,1,{'1' * 200_000},1\n" + ROW.replace("a", "c"))
    assert 'column: "papers"' in draft_mapping(table)
    assert bench.screen(table)["unreadable_cells"] == {"papers": 1}


@linux
def test_a_million_short_rows_stay_under_a_gigabyte(bench: Bench) -> None:
    table = bench.table(HEADER + "a,b\n" * 600_000)
    assert peak(bench, table) < 700_000
    assert bench.summary()["rejected"] == 600_000


@linux
def test_a_million_unmapped_values_stay_under_a_gigabyte(bench: Bench) -> None:
    table = bench.table(HEADER + "".join(f"{n},,x,,,\n" for n in range(1_000_000)))
    assert peak(bench, table) < 900_000
    assert bench.summary()["screened"] == 1_000_000


# Workbooks.


def workbook(bench: Bench, *sheets: str) -> Path:
    """A workbook with one good row on each sheet."""
    book = openpyxl.Workbook()
    del book[book.sheetnames[0]]
    for name in sheets:
        sheet = book.create_sheet(name)
        sheet.append(HEADER.strip().split(","))
        sheet.append(["a", None, 0, 1, 1, 1])
    table = bench.home / "table.xlsx"
    book.save(table)
    return table


def with_rows(table: Path, xml: str) -> None:
    """Add rows, as they stand in the file, to the first sheet of a workbook."""
    with zipfile.ZipFile(table) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    name = "xl/worksheets/sheet1.xml"
    parts[name] = parts[name].replace(b"</sheetData>", xml.encode() + b"</sheetData>")
    with zipfile.ZipFile(table, "w", zipfile.ZIP_DEFLATED) as packed:
        for part, content in parts.items():
            packed.writestr(part, content)


def test_a_row_number_that_no_sheet_has_is_refused_at_once(bench: Bench) -> None:
    table = workbook(bench, "Data")
    with_rows(table, '<row r="30000000"><c r="A30000000"><v>1</v></c></row>')
    begun = time.monotonic()
    refused(bench, table, "a row beyond 1,048,576")
    assert time.monotonic() - begun < 10


@linux
def test_cells_far_to_the_right_take_no_memory(bench: Bench) -> None:
    table = workbook(bench, "Data")
    rows = (f'<row r="{n}"><c r="A{n}"><v>{n}</v></c><c r="XFD{n}"><v>1</v></c></row>' for n in range(3, 6000))
    with_rows(table, "".join(rows))
    assert peak(bench, table) < 450_000
    assert (bench.summary()["screened"], bench.summary()["rejected"]) == (1, 5997)


def test_of_several_sheets_one_has_to_be_named(bench: Bench) -> None:
    table = workbook(bench, "People", "Events")
    refused(bench, table, r"2 sheets \(People, Events\). Name the one to read .*sheet: People")
    bench.write_mapping(MAPPING + "table: {sheet: Events}\n")
    assert bench.screen(table)["screened"] == 1


def test_a_formula_without_a_stored_value_is_an_unreadable_cell(bench: Bench) -> None:
    table = workbook(bench, "Data")
    with_rows(table, '<row r="3"><c r="A3"><v>7</v></c><c r="E3"><f>1+0</f></c><c r="F3"><f>1+0</f><v>1</v></c></row>')
    summary = bench.screen(table)
    assert bench.listed("rejects.csv")[1:] == [["2", "papers", "", "a formula without a stored value"]]
    assert summary["answered"]["palermo.purpose.forced_labour"]["answered"] == 2


# Parquet.


def repeated(value: str, rows: int) -> pa.Table:
    """Rows with the same papers; the value is held once."""
    columns = {name: pa.array(["1"] * rows) for name in HEADER.strip().split(",")}
    columns["id"] = pa.array([str(n) for n in range(rows)])
    columns["papers"] = pa.DictionaryArray.from_arrays(pa.array([0] * rows, pa.int32()), pa.array([value]))
    return pa.table(columns)


@linux
@pytest.mark.parametrize("as_dictionary", [True, False])
def test_a_small_parquet_file_with_a_huge_repeated_value_takes_little_memory(
    bench: Bench, *, as_dictionary: bool
) -> None:
    table = bench.home / "table.parquet"
    # Without the Arrow schema a reader has to find out by itself that the column is better left as a dictionary.
    pq.write_table(repeated("1" * (13 << 20), 60), table, compression="zstd", store_schema=as_dictionary)
    assert table.stat().st_size < 40_000
    assert peak(bench, table) < 350_000
    assert bench.summary()["unreadable_cells"] == {"papers": 60}
    assert len(bench.listed("rejects.csv")) == 61


def test_repeated_long_values_are_read_in_small_batches(bench: Bench) -> None:
    table = bench.home / "table.parquet"
    pq.write_table(repeated("x" * 60_000, 5_000), table)
    sizes = [batch.text.nbytes for batch in open_table(table).batches(["id", "papers"], None)]
    assert max(sizes) < 80 << 20
    assert sum(sizes) > 5_000 * 60_000


def test_too_little_memory_is_not_called_damage(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    table = bench.home / "table.parquet"
    pq.write_table(pa.table({name: ["1"] for name in HEADER.strip().split(",")}), table)

    def full(*_: object, **__: object) -> None:
        raise pa.ArrowMemoryError("malloc of size 1 failed")

    monkeypatch.setattr("fristad.bulk.reading.columnar._as_text", full)
    refused(bench, table, "needs more memory than there is behind row 0")


# Names.


def test_a_file_name_that_is_no_text_is_shown_as_far_as_it_is(bench: Bench) -> None:
    named = bench.home / os.fsdecode(b"caf\xe9.csv")
    try:
        named.write_text(HEADER + ROW)
    except OSError:
        pytest.skip("this file system takes no such name")
    bench.screen(named)
    assert bench.summary()["table"] == "caf\ufffd.csv"
    assert "caf\ufffd.csv" in (bench.out / "report.html").read_text(encoding="utf-8")
