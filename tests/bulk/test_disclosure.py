"""The report as one whole: no count on it, and no two of them together, lead to a few persons."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from fristad.bulk.report.figures import bar
from fristad.bulk.report.holding_back import SMALLEST_SHOWN, rounded, safe, safe_part
from fristad.bulk.report.words import WORDS
from fristad.bulk.results import safe_cell
from fristad.bulk.topics import topics_of
from fristad.library import load_instrument
from tests.bulk.conftest import HEADER, Bench

WORD = WORDS["en"]
NO_NUMBER = (WORD["held_back"], WORD["fewer"].format(smallest=SMALLEST_SHOWN))
ALONE_OPEN = 5


def mixed_rows() -> str:
    """113 rows: a few here and there, so that differences between the page's counts would be small."""
    met = "".join(f"a{n},,0,1,1,1\n" for n in range(37))
    act_only = "".join(f"b{n},,0,1,,\n" for n in range(3))
    purpose_only = "".join(f"c{n},,0,,1,1\n" for n in range(ALONE_OPEN))
    silent = "".join(f"d{n},,,,,\n" for n in range(52))
    odd = "".join(f"e{n},,0,1,sometimes,1\n" for n in range(14)) + "f,,0,1,once,1\ng,,0,twice,1,1\n"
    return met + act_only + purpose_only + silent + odd


@pytest.fixture
def page(bench: Bench) -> str:
    bench.screen(bench.table(HEADER + mixed_rows()), instruments=("palermo_art3", "ilo_delphi.adult_labour"))
    return (bench.out / "report.html").read_text(encoding="utf-8")


def counts_shown(page: str) -> list[str]:
    """The text of every place of the page that shows a count."""
    places = r'class="(?:n|big|big held)"[^>]*>(?!<)([^<]+)<|class="sub">([^<]+?) of |aria-label="[^"]*, ([0-9][^"]*)"|'
    found = re.findall(places + r"<p>Of about ([^<]+?) rows", page)
    return [part.strip() for each in found for part in each if part]


def test_every_count_on_the_page_is_rounded_or_held_back(page: str) -> None:
    shown = [text for text in counts_shown(page) if not text.endswith(" %") and text not in NO_NUMBER]
    heads = {WORD[key] for key in ("met", "unknown", "not_met", "open_rows", "only_this")}
    numbers = [int(re.sub(r"^About |,| rows$", "", text)) for text in shown if text not in heads]
    assert len(numbers) > 10
    assert [number for number in numbers if number % 10] == []
    assert WORD["held_back"] in page


def exact(values: Any) -> Iterator[int]:
    if isinstance(values, dict):
        for value in values.values():
            yield from exact(value)
    elif isinstance(values, int) and not isinstance(values, bool):
        yield values


def test_no_exact_count_of_the_summary_stands_on_the_page(bench: Bench, page: str) -> None:
    parts = ("screened", "conversations", "instruments", "dimensions", "keeps_open", "classes_by_result", "answered")
    counts = {n for name in parts for n in exact({name: bench.summary()[name]}) if n > SMALLEST_SHOWN and n % 10}
    words = re.sub(r"<(style|footer)\b.*?</\1>|<[^>]*>|\d+ %", " ", page, flags=re.DOTALL).split()
    assert counts
    assert counts & {int(word) for word in words if word.isdigit()} == set()


def test_bars_are_drawn_from_rounded_counts(page: str) -> None:
    whole = rounded(113)
    assert whole == 110
    widths = {float(w) for w in re.findall(r'<rect class="(?:sure|could|some|never)"[^>]*width="([0-9.]+)"', page)}
    widths -= {15.0}  # the boxes of the legends
    unsettled = range(10, 120, 10)
    possible = {round(319 * n / of, 1) for of in (whole, 120, *unsettled) for n in range(10, of + 1, 10)}
    assert widths
    assert widths <= possible


def test_rounded_parts_larger_than_their_rounded_whole_stay_inside_the_bar() -> None:
    drawn = bar([("sure", 20), ("could", 20), ("some", 20)], 50, "x")
    widths = [float(width) for width in re.findall(r'<rect[^>]*width="([0-9.]+)"', drawn)]
    assert sum(widths) <= 320


@pytest.mark.parametrize(("count", "shown"), [(0, 0), (1, None), (9, None), (10, 10), (14, 10), (15, 20), (2043, 2040)])
def test_rounding(count: int, shown: int | None) -> None:
    assert rounded(count) == shown


def test_parts_are_rounded_too() -> None:
    assert safe({"a": 43, "b": 57}) == {"a": 40, "b": 60}
    assert safe_part(43, 100) == 40
    assert safe_part(95, 100) is None


def test_the_banner_says_that_counts_are_rounded(page: str) -> None:
    assert "rounded to the nearest 10" in page
    assert "summary.json" in page
    assert "About 110 rows" in page


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "-1-1-1-1",
        "+1+1",
        "+46 70-123",
        "@SUM(A1)",
        "\n=1+1",
        " \t\r\n =1",
        "\u00a0=1",
        "\x00=1",
        "a;=1",
        "a,@x",
        "a|-1",
        "a\t+1",
        "a\n =1",
        "\uff1d1",
    ],
)
def test_no_spreadsheet_computes_a_cell_of_a_result(cell: str) -> None:
    assert safe_cell(cell) == "'" + cell


@pytest.mark.parametrize("cell", ["+46 70 123 45 67", "+4670", "070-123 45", "a=b", "x@y.org", "a-b", "", "a; b", None])
def test_plain_phone_numbers_and_addresses_stay_as_they_are(cell: str | None) -> None:
    assert safe_cell(cell) == (cell or "")


def test_contacts_of_the_list_are_neutralised(bench: Bench) -> None:
    cells = ["-1-1-1-1", "\n=1+1", "a;=1", "+46 70 123"]
    bench.screen(bench.table(HEADER + "".join(f'p{n},"{cell}",0,1,1,1\n' for n, cell in enumerate(cells))))
    listed = [row[1] for row in bench.listed("conversations.csv")[1:]]
    assert listed == ["'-1-1-1-1", "'\n=1+1", "'a;=1", "+46 70 123"]


def test_a_list_that_is_not_made_for_a_person_leaves_nothing_open() -> None:
    """A child, for whom the list for adults is not made: its items are no topics."""
    keys = ("person.under_18_then",)
    lists = (load_instrument("ilo_delphi.adult_labour"),)
    child, adult = topics_of(["2"], keys, lists)["2"], topics_of(["0"], keys, lists)["0"]
    assert {bool(child.open), bool(adult.open)} == {False, True}
