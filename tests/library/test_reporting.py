"""What must or may be reported in a country: read from small files, with every fault of a file found."""

from __future__ import annotations

import pytest

from fristad.library import check_library, load_reporting
from fristad.library.reporting import countries
from tests.library.conftest import Copy

SWEDEN = "countries/SWE/reporting.yaml"


def test_a_row_that_binds_nobody_named_may_bind_everybody() -> None:
    sweden = load_reporting("SWE")
    assert sweden is not None
    child = next(duty for duty in sweden.duties if duty.id == "child_concern")
    assert child.force == "must"
    assert child.may_bind("ngo")
    police = next(duty for duty in sweden.duties if duty.id == "adult_police")
    assert not police.may_bind("ngo")
    assert police.source["url"].startswith("https://")


def test_a_country_without_a_file_is_not_known_rather_than_free_of_duties() -> None:
    assert load_reporting("FRA") is None


def test_a_country_of_which_nothing_was_found_says_so() -> None:
    sudan = load_reporting("SDN")
    assert sudan is not None
    assert sudan.duties == ()
    assert sudan.not_known


def test_only_the_invented_country_is_invented() -> None:
    assert [code for code in countries() if load_reporting(code).invented] == ["XNO"]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("country: SWE", "country: NOR", "country"),
        ("state: unchecked", "state: sure", "state"),
        ("force: must", "force: should", "force"),
        ("binds: [state]", "binds: [neighbours]", "whom it binds"),
        ("source: A3", "source: A99", "no source"),
        ("  to: Police\n", "", "no 'to'"),
        ("confidence: high", "confidence: certain", "confidence"),
    ],
)
def test_a_fault_in_a_file_is_found(library: Copy, old: str, new: str, what: str) -> None:
    library.edit(SWEDEN, old, new)
    found = [problem for problem in check_library(library.home) if problem.file == SWEDEN]
    assert any(what in f"{problem.item} {problem.what}" for problem in found)
