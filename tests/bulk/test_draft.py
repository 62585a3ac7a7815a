"""Drafts of mappings, and the mappings and the table that come with Fristad."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

from fristad.bulk.demo import TABLE
from fristad.bulk.drafting import draft_mapping
from fristad.bulk.errors import MappingError
from fristad.bulk.mapping import load_mapping, shipped_mappings
from fristad.bulk.mapping.forbidden import names_a_trait, suspicious_words
from fristad.cli import main
from fristad.library import parse_yaml

ROOT = Path(__file__).resolve().parents[2]


def test_a_draft_lists_every_column_and_is_refused_until_it_is_filled_in(tmp_path: Path) -> None:
    table = tmp_path / "camp.csv"
    table.write_text('no,"a ""b""",nationality,papers\n1,x,SE,-99\n2,y: z,SE,ja\n', encoding="utf-8")
    text = draft_mapping(table)
    content = parse_yaml(text.encode(), "draft")
    assert content["row_id"] == "no"
    assert content["missing"] == ["-99"]
    assert [entry["column"] for entry in content["columns"]] == ['a "b"', "papers"]
    assert [entry["column"] for entry in content["ignored"]] == ["nationality"]
    assert '# seen: "ja"' in text
    draft = tmp_path / "draft.yaml"
    draft.write_text(text, encoding="utf-8")
    with pytest.raises(MappingError, match="""column 'a "b"': the field 'why' is missing"""):
        load_mapping(str(draft))


@pytest.mark.parametrize("name", shipped_mappings())
def test_mappings_that_come_with_fristad_are_sound_and_give_reasons(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["mapping", "check", name]) == 0
    assert "is sound" in capsys.readouterr().err
    mapping = load_mapping(name)
    assert all(column.why for column in mapping.columns)
    assert all(left.why for left in mapping.ignored)


def test_ctdc_never_reads_a_no_from_a_zero_nor_anything_from_silence() -> None:
    mapping = load_mapping("ctdc")
    read = {column.name: column for column in mapping.columns}
    assert not [
        name for name in read if "NotSpecified" in name or "Unknown" in name or name in ("citizenship", "gender")
    ]
    for name, column in read.items():
        if name != "majorityStatus":
            assert "no" not in {answer.value for answer in column.reading.answer_of.values()}, name  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("isSexualExploit", ()),
        ("typeOfSexProstitution", ("sex",)),
        ("prs_Citizenship", ("citizenship",)),
        ("race_of_events", ("race",)),
        ("trace", ()),
        ("CountryOfExploitation", ("country",)),
    ],
)
def test_suspicious_words_are_whole_words(name: str, words: tuple[str, ...]) -> None:
    assert suspicious_words(name) == words


@pytest.mark.parametrize(
    "name", ["nationality", "Country of origin", "CitizenshipCode", "vic_Religion", "gender", "CountryOfExploitation"]
)
def test_names_that_say_nothing_but_a_trait(name: str) -> None:
    assert names_a_trait(name)


def test_the_bundled_table_is_what_its_generator_makes(tmp_path: Path) -> None:
    made = runpy.run_path(str(ROOT / "demo" / "make_table.py"))
    made["main"](tmp_path / "table.csv")
    assert (tmp_path / "table.csv").read_bytes() == TABLE.read_bytes()


def test_the_demonstration_runs_twice_and_opens_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for _ in range(2):
        assert main(["demo"]) == 0
        said = capsys.readouterr()
        assert "Everybody in this table is invented." in said.err
        assert str(Path("demo/out/report.html")) in said.err
    assert (tmp_path / "demo/out/report.html").is_file()
