"""Tables made to exhaust time or memory, or merely odd: one sentence or a bounded reading."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from fristad.bulk.drafting import draft_mapping
from fristad.bulk.errors import TableError
from fristad.bulk.reading import open_table
from tests.bulk.conftest import HEADER, Bench

ROW = "a,,0,1,1,1\n"


def refused(bench: Bench, table: Path, words: str) -> None:
    with pytest.raises(TableError, match=words) as caught:
        bench.screen(table)
    assert "\n" not in str(caught.value)
    assert bench.leaves_nothing()


def peak(bench: Bench, table: Path) -> int:
    """The most memory, in kB, that a screening takes, in a process of its own."""
    code = (
        "import resource, sys\nfrom fristad.cli import main\ncode = main(sys.argv[1:])\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)\nsys.exit(code)"
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


def test_a_million_short_rows_stay_under_a_gigabyte(bench: Bench) -> None:
    table = bench.table(HEADER + "a,b\n" * 600_000)
    assert peak(bench, table) < 700_000
    assert bench.summary()["rejected"] == 600_000


def test_a_million_unmapped_values_stay_under_a_gigabyte(bench: Bench) -> None:
    table = bench.table(HEADER + "".join(f"{n},,x,,,\n" for n in range(1_000_000)))
    assert peak(bench, table) < 900_000
    assert bench.summary()["screened"] == 1_000_000
