"""The report: what it says, what it holds back, and that nothing in a table can become part of the page."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fristad.bulk.report.holding_back import SMALLEST_SHOWN, rounded, safe, safe_part
from fristad.bulk.report.words import WORDS
from tests.bulk.conftest import HEADER, MAPPING, Bench


@given(st.dictionaries(st.text("abcdef", min_size=1, max_size=2), st.integers(0, 40), min_size=1, max_size=6))
def test_what_is_held_back_cannot_be_worked_out(counts: dict[str, int]) -> None:
    shown = safe(counts)
    held = [counts[name] for name, count in shown.items() if count is None]
    assert all(count is None or count == rounded(counts[name]) for name, count in shown.items())
    assert not any(0 < count < SMALLEST_SHOWN for count in shown.values() if count is not None)
    if held and any(count for name, count in counts.items() if shown[name] is not None):
        assert len(held) >= 2
        assert sum(held) >= SMALLEST_SHOWN


@pytest.mark.parametrize(("count", "shown"), [(0, 0), (1, None), (9, None), (10, 10), (95, None), (100, 100), (52, 50)])
def test_a_part_of_a_shown_whole_hides_what_is_left_over_too(count: int, shown: int | None) -> None:
    assert safe_part(count, 100) == shown


class Page(HTMLParser):
    """Collects tags and notes whether they close as they should."""

    VOID = frozenset({"meta", "br", "path", "circle", "rect"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            assert self.open.pop() == tag


EVIL = "<script>alert(1)</script>"


def evil_page(bench: Bench) -> str:
    bench.write_mapping(MAPPING.replace("asked so", f"'{EVIL}'").replace("column: papers", f"column: '{EVIL}'"))
    rows = "".join(f"p{n},,0,1,{EVIL},1\n" for n in range(20))
    bench.screen(
        bench.table(
            HEADER.replace("papers", EVIL).replace("phone", "phone,<img src=x>").replace("\n", "")
            + "\n"
            + rows.replace(",,", ",,,"),
            "<b>t.csv",
        )
    )
    return (bench.out / "report.html").read_text(encoding="utf-8")


def test_nothing_from_a_table_becomes_part_of_the_page(bench: Bench) -> None:
    text = evil_page(bench)
    page = Page(text)
    assert page.open == []
    assert not {"script", "img", "iframe", "link", "object"} & {tag for tag, _ in page.tags}
    assert "&lt;script&gt;" in text
    assert "&lt;b&gt;t.csv" in text


def test_the_page_needs_no_other_file_and_names_its_language(bench: Bench) -> None:
    text = evil_page(bench)
    page = Page(text)
    attributes = [(name, value or "") for _, attrs in page.tags for name, value in attrs.items()]
    assert not [value for name, value in attributes if name in ("src", "href") and not value.startswith("#")]
    assert "url(" not in text.replace("url(#stripes)", "")
    html = next(attrs for tag, attrs in page.tags if tag == "html")
    assert (html["lang"], html["dir"]) == ("en", "ltr")


def test_the_page_says_what_it_must(bench: Bench) -> None:
    rows = "".join(f"p{n},,{n % 2},1,{n % 3 % 2},{1 if n < 30 else ''}\n" for n in range(60))
    odd = "".join(f"q{n},,0,1,sometimes,1\n" for n in range(12)) + "r,,0,1,once,1\n"
    bench.screen(bench.table(HEADER + rows + odd), instruments=("palermo_art3", "ilo_delphi.adult_labour"))
    text = (bench.out / "report.html").read_text(encoding="utf-8")
    words = WORDS["en"]
    for key in ("counts_not_people", "completeness", "keeps_open", "how", "mapped", "unlisted", "verification_more"):
        assert words[key] in text, key
    assert "for training only" in text
    assert "sometimes" in text
    assert "once" not in text.split("<aside>")[1].split("</aside>")[0]
    assert "logo" not in text.lower()


def test_persons_in_no_table_can_be_counted_from_the_page(bench: Bench) -> None:
    rows = "".join(f"p{n},,0,1,1,1\n" for n in range(3)) + "".join(f"q{n},,,,,\n" for n in range(50))
    bench.screen(bench.table(HEADER + rows))
    text = (bench.out / "report.html").read_text(encoding="utf-8")
    numbers = set(re.findall(r'class="n"[^>]*>([^<]*)<|class="big">([^<]*)<', text))
    shown = {part for pair in numbers for part in pair if part}
    assert not {"3", "47", "50", "53"} & (shown - {"53"}), shown
    assert "held back" in text


def test_every_word_of_a_result_has_its_text() -> None:
    words = WORDS["en"]
    results = (
        "indications_present",
        "other_exploitation",
        "unclassified",
        "not_settled",
        "no_indication_in_what_was_asked",
    )
    for word, suffix in product(
        (*results, "report_only", "outside_population", "none", "elements_if_child"), ("", "_about")
    ):
        assert word + suffix in words.texts
