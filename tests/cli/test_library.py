"""`fristad library`: what there is, one instrument, and the check."""

import shutil
from pathlib import Path

from fristad.library import instrument_ids, load_instrument, vocabulary
from fristad.library.files import HOME
from tests.cli.conftest import Fristad


def test_the_list_names_every_instrument_and_how_far_it_may_be_used(fristad: Fristad) -> None:
    lines = {line.split()[0]: line.split()[1:3] for line in fristad("library", "list").out.splitlines()}
    assert tuple(lines) == instrument_ids()
    assert lines["palermo_art3"] == ["field", "table"]
    assert lines["raft"] == ["none", "report"]


def test_the_keys_are_those_that_answers_may_hold(fristad: Fristad) -> None:
    keys = [line.partition("\t")[0] for line in fristad("library", "list", "--keys").out.splitlines()]
    assert len(set(keys)) == len(keys)
    known = vocabulary()
    leaves = {f"{concept}@{phase}" for concept, phases in known.phases.items() for phase in phases}
    assert set(keys) == leaves | set(known.alias)


def test_an_instrument_is_shown_with_rule_items_and_sources(fristad: Fristad) -> None:
    shown = fristad("library", "show", "ilo_delphi.adult_labour").out
    assert load_instrument("ilo_delphi.adult_labour").hash in shown
    assert "For training and pilots only" in shown
    assert "reach 21" in shown
    assert shown.count(" = ") == 67
    assert "unclassified: 36 of 64 patterns" in shown
    assert "S3" in shown


def test_one_that_must_not_be_used_is_shown_with_the_reason(fristad: Fristad) -> None:
    found = fristad("library", "show", "raft")
    assert found.code == 0
    assert "raft must not be used: The four questions" in found.out


def test_withheld_items_are_listed_with_their_reason(fristad: Fristad) -> None:
    assert "domv.individual.sex: Sex [withheld: The person's own sex" in fristad("library", "show", "iom_domv").out


def test_the_shipped_library_passes(fristad: Fristad) -> None:
    found = fristad("library", "check")
    assert (found.code, found.out, found.err) == (0, "", "The library is sound: every check passed.\n")


def test_problems_end_with_1_and_stand_one_on_a_line(fristad: Fristad, tmp_path: Path) -> None:
    home = tmp_path / "library"
    shutil.copytree(HOME, home, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    path = home / "instruments" / "smuggling_finding.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("leaf: crossing_arranged@travel", "leaf: crossing@travel", 1), encoding="utf-8")
    found = fristad("library", "check", str(home))
    assert found.code == 1
    assert found.out.startswith(
        "instruments/smuggling_finding.yaml, smuggling.procured_entry.crossing_arranged: crossing"
    )
    assert found.out.count("\n") == 1
    assert found.err == "1 problem found.\n"
