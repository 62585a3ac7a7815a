"""A determination as plain data: its keys, its neighbours, and what is asked next."""

import json
import random
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from fristad.engine.answers import read_answers
from fristad.engine.errors import AnswerError, FristadError
from fristad.engine.truth import AnswerValue
from fristad.library import determine, load_catalogue, load_instrument, load_texts, parse_answers, statement, vocabulary
from fristad.library.files import HOME
from tests.library.test_loading import LOADABLE

KEYS = [
    "instrument",
    "version",
    "hash",
    "use_level",
    "verification",
    "result",
    "classification",
    "reachable",
    "readings",
    "dimensions",
    "not_consulted",
    "depends_on",
    "reason",
    "open",
    "would_settle",
    "next",
    "unused",
    "sources",
]


def schema(name: str) -> jsonschema.Draft202012Validator:
    loaded = json.loads((HOME / "schema" / name).read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(loaded)
    return jsonschema.Draft202012Validator(loaded)


ANSWERS, DETERMINATION = schema("answers-1.json"), schema("determination-1.json")


def all_no(instrument: str) -> dict[str, str]:
    """Every leaf of one list answered no."""
    return {item.leaf: "no" for item in load_instrument(instrument).items if item.leaf and "@" in item.leaf}


def test_a_statement_has_exactly_these_keys_in_this_order() -> None:
    assert list(determine("palermo_art3", {})) == KEYS
    assert set(determine("unodc_indicators", {})) == {*KEYS, "items"}
    assert set(determine("iom_domv", {})) == {*KEYS, "items"}


@pytest.mark.parametrize("seed", range(25))
def test_statements_and_answers_fit_their_schemas(seed: int) -> None:
    pick = random.Random(seed)
    leaves = [topic.leaf for topic in load_catalogue().topics()]
    values = ["yes", "no", "unknown", "declined", "not_safe", "conflicting", "not_asked"]
    answers: dict[str, Any] = {leaf: pick.choice(values) for leaf in pick.sample(leaves, pick.randint(0, len(leaves)))}
    answers["recruited"] = {"value": "yes", "time": "2026-05-01", "source": "interview", "who_said": None}
    answers["debt_bondage"] = "yes_phase_unknown"
    ANSWERS.validate(answers)
    found = statement(LOADABLE, answers, "sv")
    DETERMINATION.validate(found)
    for row in found:
        DETERMINATION.validate(row)
        assert json.loads(json.dumps(row)) == row


def test_schema_and_reader_agree_on_values() -> None:
    for value in [*(v.value for v in AnswerValue), "Yes", "", "maybe", "true"]:
        for content in (value, {"value": value}):
            read = True
            try:
                read_answers({"recruited": content}, vocabulary())
            except AnswerError as error:
                read = "not_applicable" in str(error) and value == "not_applicable"
            assert ANSWERS.is_valid({"recruited": content}) == read, value


@pytest.mark.parametrize(
    "content", [None, 1, True, ["yes"], {}, {"value": "yes", "why": "x"}, {"value": "yes", "time": 3}]
)
def test_schema_and_reader_refuse_the_same_shapes(content: object) -> None:
    assert not ANSWERS.is_valid({"recruited": content})
    with pytest.raises(AnswerError):
        read_answers({"recruited": content}, vocabulary())


def test_an_unchecked_instrument_carries_its_banner_and_a_checked_one_none() -> None:
    assert "training" in determine("ilo_delphi.adult_labour", {})["verification"]["banner"]
    assert determine("palermo_art3", {})["verification"]["banner"] is None


def test_a_finding_names_its_reason_and_asks_nothing_more() -> None:
    said = determine(
        "palermo_art3", {"recruited": "yes", "debt_bondage@destination": "yes", "person.under_18_then": "no"}
    )
    assert (said["result"], said["classification"]) == ("indications_present", "elements_adult")
    assert {row["id"] for row in said["reason"]} >= {"recruited@recruitment", "debt_bondage@destination"}
    assert all(row["answer"] == "yes" for row in said["reason"] if not row["id"].startswith("person."))
    assert said["next"] is None
    assert said["dimensions"] == {"act": "met", "means": "met", "purpose": "met"}


def test_dimensions_the_table_does_not_consult_stay_in_sight() -> None:
    """Nothing but abuse of vulnerability: the list has no indication, which must not hide what was told."""
    answers = all_no("ilo_delphi.adult_labour")
    answers |= {"abuse_illegal_status@recruitment": "yes", "abuse_family_situation@recruitment": "yes"}
    answers |= {"abuse_lack_education@recruitment": "yes", "person.under_18_then": "no"}
    said = determine("ilo_delphi.adult_labour", answers)
    assert said["result"] == "no_indication_in_what_was_asked"
    rows = {row["id"]: row for row in said["not_consulted"]}
    assert rows["recruitment_abuse_vulnerability"]["value"] == "met"
    assert "not a finding that nothing happened" in rows["recruitment_abuse_vulnerability"]["note"]
    assert rows["abuse_vulnerability_destination"] == {
        "id": "abuse_vulnerability_destination",
        "value": "not_met",
        "note": None,
    }
    assert said["readings"]["palermo_art3"] == determine("palermo_art3", answers)["result"]


def test_the_palermo_reading_stands_beside_only_where_it_is_needed() -> None:
    answers = all_no("ilo_delphi.adult_labour") | {"person.under_18_then": "no"}
    said = determine("ilo_delphi.adult_labour", answers)
    assert said["result"] == "no_indication_in_what_was_asked"
    assert "palermo_art3" not in said["readings"]
    assert all(row["note"] is None for row in said["not_consulted"])


def test_a_borrowed_dimension_is_reported_apart() -> None:
    said = determine("ilo_delphi.child_labour", {})
    assert said["depends_on"] == {"palermo_art3.act": "unknown"}
    assert "act" not in said["dimensions"]
    assert determine("ilo_delphi.child_labour", {"recruited": "yes"})["depends_on"] == {"palermo_art3.act": "met"}


def test_a_list_for_adults_says_nothing_about_a_child() -> None:
    said = determine("ilo_delphi.adult_labour", {"person.under_18_now": "yes"})
    assert (said["result"], said["next"]) == ("outside_population", None)


def test_a_report_counts_nothing_and_shows_each_item() -> None:
    said = determine("ilo_forced_labour_11", {"debt_bondage@destination": "yes", "excessive_hours@destination": "no"})
    assert (said["result"], said["next"]) == ("report_only", None)
    assert said["items"]["ilo11.09_debt_bondage"] == "present"
    assert said["items"]["ilo11.11_excessive_overtime"] == "absent"
    assert said["items"]["ilo11.01_abuse_vulnerability"] == "unknown"
    assert len(said["items"]) == 11


def test_a_judgement_has_no_result_and_no_withheld_item() -> None:
    said = determine("iom_domv", {"can_read_and_write": "yes"})
    assert said["result"] is None
    assert said["items"]["domv.individual.literacy"] == "present"
    assert "domv.individual.sex" not in said["items"]


def test_keys_of_other_instruments_are_listed_and_unknown_ones_refused() -> None:
    answers = {
        "crossing_arranged": "yes",
        "recruited": "yes",
        "domv.individual.literacy": "yes",
        "palermo.act.receipt": "no",
    }
    assert determine("palermo_art3", answers)["unused"] == ["crossing_arranged", "domv.individual.literacy"]
    for key in ("recruted", "domv.individual.sex"):
        with pytest.raises(AnswerError, match=f"'{key}' is not"):
            determine("palermo_art3", {key: "yes"})


def test_what_happened_at_an_unknown_time_is_asked_about_next() -> None:
    said = determine("palermo_art3", {"debt_bondage": "yes_phase_unknown"}, "es")
    assert said["next"] == {"id": "debt_bondage", "topic": load_texts("es").question("phrase.when")}


def test_another_language_reaches_the_same_topic() -> None:
    answers = {"person.under_18_then": "no", "person.under_18_now": "no"}
    topics = {lang: determine("palermo_art3", answers, lang)["next"] for lang in ("en", "ar")}
    assert topics["en"]["id"] == topics["ar"]["id"]
    assert topics["en"]["topic"] != topics["ar"]["topic"]


def test_several_instruments_share_one_conversation() -> None:
    answers = {"person.under_18_then": "no", "recruited": "yes", "debt_bondage@destination": "yes"}
    palermo, labour = statement(["palermo_art3", "ilo_delphi.adult_labour", "palermo_art3"], answers)
    assert palermo["next"] is None
    assert labour["next"] is not None
    alone = determine("ilo_delphi.adult_labour", answers)
    assert {**labour, "next": None} == {**alone, "next": None}


@pytest.mark.parametrize(("name", "lang"), [("nobody", "en"), ("raft", "en"), ("palermo_art3", "tlh")])
def test_what_cannot_be_said_is_one_sentence(name: str, lang: str) -> None:
    with pytest.raises(FristadError) as refused:
        determine(name, {}, lang)
    assert "\n" not in str(refused.value)


BAD: Mapping[bytes, str] = {
    b'{"a": 1, "a": 2}': "gives the key 'a' twice",
    b'{"a": {"value": "yes", "value": "no"}}': "gives the key 'value' twice",
    b'{"a":\n NaN}': "line 2: NaN stands where an answer belongs",
    b'{"a": -Infinity}': "-Infinity stands",
    b"[]": "holds a list",
    b'"yes"': "holds a single value",
    b"": "line 1, column 1",
    b'{"a": "yes",}': "not valid JSON",
    b'{"a": "y\xff"}': "not valid UTF-8",
    b'{"a":' * 50_000: "nested too deep",
    b'{"a": ' + b"9" * 6000 + b"}": "too long a number",
    b" " * 2_000_001: "larger than 2 MB",
}


@pytest.mark.parametrize("raw", BAD, ids=BAD.values())
def test_text_that_is_no_object_of_answers_is_refused(raw: bytes) -> None:
    with pytest.raises(AnswerError) as refused:
        parse_answers(raw, "answers.json")
    assert BAD[raw] in str(refused.value)
    assert str(refused.value).startswith("answers.json")
    assert "\n" not in str(refused.value)


def test_the_word_nan_inside_a_text_is_a_text() -> None:
    text = '\ufeff{"recruited": {"value": "yes", "who_said": "a \\"NaN\\" Infinity"}}'
    assert parse_answers(text.encode(), "f")["recruited"]["who_said"] == 'a "NaN" Infinity'


def test_the_library_needs_neither_arrays_nor_databases(tmp_path: Path) -> None:
    code = "import sys, fristad.library as l; l.determine('palermo_art3', {}); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path)
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert not loaded & {"numpy", "duckdb", "pyarrow", "pyxform", "openpyxl", "jsonschema"}
    assert "yaml" in loaded
