"""The public CTDC table: Fristad's counts against a brute force that shares neither mapping nor engine."""

from __future__ import annotations

import csv
import gzip
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from fristad.bulk.mapping import load_mapping
from fristad.bulk.request import Request
from fristad.bulk.screening import screen
from fristad.library import load_instrument
from tests.conftest import require

LISTS = ("palermo_art3", "ilo_delphi.adult_labour", "ilo_delphi.child_labour")
pytestmark = pytest.mark.ctdc

# The brute force: no mapping, no engine, nothing of Fristad.

ACT = [f"recruiterRelation{who}" for who in ("IntimatePartner", "Friend", "Family", "Other")]
HOW = [
    "DebtBondage",
    "TakesEarnings",
    "RestrictsFinancialAccess",
    "Threats",
    "PsychologicalAbuse",
    "PhysicalAbuse",
    "SexualAbuse",
    "FalsePromises",
    "PsychoactiveSubstances",
    "RestrictsMovement",
    "RestrictsMedicalCare",
    "UsesChildren",
    "ThreatOfLawEnforcement",
    "WithholdsNecessities",
    "WithholdsDocuments",
    "Other",
]
MEANS = [f"meansOfControl{how}" for how in HOW] + ["isAbduction"]
TYPES = [
    "Agriculture",
    "Aquafarming",
    "Begging",
    "Construction",
    "DomesticWork",
    "Hospitality",
    "IllicitActivities",
    "Manufacturing",
    "Peddling",
    "Transportation",
    "Other",
]
FORMS = [
    "isForcedLabour",
    "isSexualExploit",
    "isOtherExploit",
    "isSexAndLabour",
    "isForcedMarriage",
    "isSlaveryAndPractices",
]
SEX = [f"typeOfSex{t}" for t in ("Prostitution", "Pornography", "RemoteInteractiveServices", "PrivateSexualServices")]
PURPOSE = [*FORMS, *(f"typeOfLabour{t}" for t in TYPES), *SEX, "meansOfControlDebtBondage"]
STRONG = [f"meansOfControl{how}" for how in ("DebtBondage", "RestrictsMovement", "WithholdsDocuments")]
MEDIUM = [f"meansOfControl{how}" for how in ("TakesEarnings", "ThreatOfLawEnforcement")]


def palermo(path: Path) -> Counter[tuple[str, str, bool, bool, bool]]:
    """Rows per (word, class, act, means, purpose)."""
    found: Counter[tuple[str, str, bool, bool, bool]] = Counter()
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            act, means, purpose = (any(row[c] == "1" for c in columns) for columns in (ACT, MEANS, PURPOSE))
            minor, adult = row["majorityStatus"] == "Minor", row["majorityStatus"] == "Adult"
            if act and purpose and minor:
                named = "indications_present", "elements_child"
            elif act and purpose and means:
                named = "indications_present", "elements_any_age"
            elif act and purpose and not adult:
                named = "indications_present", "elements_if_child"
            else:
                named = "not_settled", ""
            found[(*named, act, means, purpose)] += 1
    return found


def delphi_coercion(path: Path) -> Counter[tuple[str, bool]]:
    """Rows per (majority status, coercion at destination met by two strong, or one strong and any other)."""
    found: Counter[tuple[str, bool]] = Counter()
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            hurt = row["meansOfControlPhysicalAbuse"] == "1" or row["meansOfControlSexualAbuse"] == "1"
            strong = sum(row[c] == "1" for c in STRONG) + hurt
            medium = sum(row[c] == "1" for c in MEDIUM)
            found[row["majorityStatus"], strong >= 2 or (strong == 1 and medium >= 1) or medium >= 3] += 1
    return found


@pytest.fixture(scope="module")
def table() -> Path:
    return require("ctdc")


@pytest.fixture(scope="module")
def summary(table: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    instruments = tuple(load_instrument(name) for name in LISTS)
    out = tmp_path_factory.mktemp("ctdc") / "out"
    return screen(Request(str(table), load_mapping("ctdc"), instruments, out, progress=False))


def test_every_row_is_screened(summary: dict[str, Any]) -> None:
    assert summary["rows"] == summary["screened"] == 97_750
    assert summary["rejected"] == 0
    assert summary["unlisted_values"] == {}
    assert summary["columns_never_mapped"] == []


def test_palermo_counts_equal_a_brute_force(summary: dict[str, Any], table: Path) -> None:
    rows = palermo(table)
    words: Counter[str] = Counter()
    classes: Counter[str] = Counter()
    met: Counter[str] = Counter()
    for (word, named, *elements), count in rows.items():
        words[word] += count
        classes[named] += count
        for element, holds in zip(("act", "means", "purpose"), elements, strict=True):
            met[element] += count * holds
    assert summary["instruments"]["palermo_art3"] == dict(words)
    assert summary["classifications"]["palermo_art3"] == {name: n for name, n in classes.items() if name}
    for element, counts in summary["dimensions"]["palermo_art3"].items():
        assert counts == {"met": met[element], "unknown": 97_750 - met[element], "not_met": 0}


def test_what_keeps_rows_open_equals_a_brute_force(summary: dict[str, Any], table: Path) -> None:
    unsettled = [(key[2:], n) for key, n in palermo(table).items() if key[0] == "not_settled"]
    found = summary["keeps_open"]["palermo_art3"]
    assert found["most"] == "act"
    for at, element in enumerate(("act", "means", "purpose")):
        missing = [(known, n) for known, n in unsettled if not known[at]]
        assert found["dimensions"][element]["rows"] == sum(n for _, n in missing)
        assert found["dimensions"][element]["alone"] == sum(n for known, n in missing if sum(known) == 2)


def test_only_two_words_come_out(summary: dict[str, Any]) -> None:
    assert set(summary["instruments"]["palermo_art3"]) == {"indications_present", "not_settled"}
    for name in LISTS[1:]:
        assert set(summary["instruments"][name]) <= {"not_settled", "outside_population"}


def test_delphi_lists_equal_a_brute_force(summary: dict[str, Any], table: Path) -> None:
    rows = delphi_coercion(table)
    minors = sum(n for (status, _), n in rows.items() if status == "Minor")
    adult = summary["instruments"]["ilo_delphi.adult_labour"]
    assert adult == {"not_settled": 97_750 - minors, "outside_population": minors}
    # An adult at registration may have been a child then, so nobody is outside the list for children for certain.
    assert summary["instruments"]["ilo_delphi.child_labour"] == {"not_settled": 97_750}
    coerced = sum(n for (_, met), n in rows.items() if met)
    assert summary["dimensions"]["ilo_delphi.adult_labour"]["coercion_destination"]["met"] == coerced
    assert summary["dimensions"]["ilo_delphi.adult_labour"]["exploitation"]["met"] == 0
