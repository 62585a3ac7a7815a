"""Every kind of fault is found, with its file, its item and what to do."""

import pytest

from fristad.library import check_library
from tests.library.conftest import Copy
from tests.library.faults import ADULT, FAULTS, REPORT, Fault


def test_the_shipped_library_is_sound() -> None:
    assert [str(problem) for problem in check_library()] == []


def test_an_untouched_copy_is_sound(library: Copy) -> None:
    assert check_library(library.home) == []


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_each_kind_of_fault_is_found(library: Copy, fault: Fault) -> None:
    library.edit(fault.file, fault.old, fault.new)
    found = [
        problem
        for problem in check_library(library.home)
        if problem.file == (fault.seen_in or fault.file)
        and problem.item.startswith(fault.item)
        and fault.what in f"{problem.item} {problem.what}"
    ]
    assert found, [str(problem) for problem in check_library(library.home)][:5]
    assert all(problem.do or fault.file in problem.what or fault.item == "table" for problem in found)


OBSERVED = """  fear_or_anxiety_seen:
    status: drafted
"""


def test_an_observation_must_not_become_a_question(library: Copy) -> None:
    text = (library.home / "texts/en/signs.yaml").read_text(encoding="utf-8")
    assert OBSERVED in text
    library.edit("texts/en/signs.yaml", OBSERVED, OBSERVED + "    question:\n      now: Are you afraid?\n")
    assert [p.what for p in check_library(library.home)] == ["an observation is never turned into a question."]


def test_a_word_about_a_trait_stops_until_somebody_confirms_it(library: Copy) -> None:
    name = "concepts/circumstances.yaml"
    text = (library.home / name).read_text(encoding="utf-8")
    confirmation = next(line for line in text.splitlines() if "confirmed_not_trait" in line)
    library.edit(name, f"{confirmation}\n", "")
    items = {problem.item for problem in check_library(library.home)}
    assert "abuse_cultural_religious" in items
    assert "ilo_delphi.adult_labour.RV.abuse_cultural_religious" in items
    library.edit(name, "- id: abuse_cultural_religious\n", f"- id: abuse_cultural_religious\n{confirmation}\n")
    assert check_library(library.home) == []


@pytest.mark.parametrize(
    "label",
    [
        "Nationality of the person",
        "Is a member of an ethnic minority",
        "Religion",
        "Sex",
        "Gender identity",
        "Sexual orientation",
        "Has a disability",
        "Citizenship",
        "Comes from a known source place",
        "Country of birth",
        "Country of origin",
    ],
)
def test_each_kind_of_trait_is_suspected(library: Copy, label: str) -> None:
    library.edit("instruments/ilo_forced_labour_11.yaml", "label: Deception\n", f"label: {label}\n")
    assert [problem.item for problem in check_library(library.home)] == ["ilo11.02_deception"]


@pytest.mark.parametrize("label", ["Sexual exploitation", "Knows only sex-related words", "Sex work", "National law"])
def test_words_for_what_was_done_are_not_suspected(library: Copy, label: str) -> None:
    library.edit("instruments/ilo_forced_labour_11.yaml", "label: Deception\n", f"label: {label}\n")
    assert check_library(library.home) == []


TRAIT = """- id: nationality
  phases: [now]
  about: trait
  kind: told
  block: work
  burden: 0
  why: Only to show that nothing may use it.
"""


def test_no_mapping_may_reach_a_trait(library: Copy) -> None:
    library.add("concepts/acts.yaml", TRAIT)
    (library.home / "mappings").mkdir(exist_ok=True)
    mapping = "schema: fristad-mapping/1\ncolumns:\n- column: citizenship\n  answers: {yes: [nationality@now]}\n"
    mapping += "- {column: sex, answers: {f: domv.individual.sex}}\n"
    (library.home / "mappings/mine.yaml").write_text(mapping, encoding="utf-8")
    reached = [p for p in check_library(library.home) if p.file == "mappings/mine.yaml"]
    assert [(p.item, p.what) for p in reached] == [
        ("nationality@now", "it leads to what is never asked and never counted."),
        ("domv.individual.sex", "it leads to what is never asked and never counted."),
    ]


def test_a_report_may_not_read_a_trait_either(library: Copy) -> None:
    library.add("concepts/acts.yaml", TRAIT)
    library.edit(REPORT, "leaf: deceived_wages@recruitment", "leaf: nationality@now")
    found = [p for p in check_library(library.home) if p.file == REPORT]
    assert [p.item for p in found] == ["ilo11.02_deception"]
    assert "fed by nationality@now" in found[0].what


def test_a_file_that_cannot_be_read_is_the_only_problem(library: Copy) -> None:
    (library.home / "texts/sv/acts.yaml").write_bytes(b"texts: \xff\n")
    (problem,) = check_library(library.home)
    assert str(problem).startswith("texts/sv/acts.yaml")
    assert "not valid UTF-8" in str(problem)


def test_an_unknown_language_is_a_problem(library: Copy) -> None:
    (library.home / "texts/tlh").mkdir()
    assert [p.file for p in check_library(library.home)] == ["texts/tlh"]


def test_a_folder_that_is_no_library_says_what_one_holds(tmp_path_factory: pytest.TempPathFactory) -> None:
    (problem,) = check_library(tmp_path_factory.mktemp("empty"))
    assert "blocks.yaml" in str(problem)


def test_checking_again_sees_what_was_changed_meanwhile(library: Copy) -> None:
    assert check_library(library.home) == []
    library.edit(ADULT, "at_least: 21", "at_least: 20")
    assert check_library(library.home) != []
