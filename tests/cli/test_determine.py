"""`fristad determine` from the outside: JSON on standard output, words on standard error."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from fristad.library import load_texts, statement
from tests.cli.conftest import Fristad

ANSWERS = {
    "recruited": "yes",
    "debt_bondage@destination": "yes",
    "person.under_18_then": "no",
    "crossing_arranged": "no",
}


def test_one_instrument_gives_one_object_and_several_a_list(fristad: Fristad) -> None:
    one = fristad("determine", "--instrument", "palermo_art3", "--answers", "-", stdin=json.dumps(ANSWERS))
    assert (one.code, one.err) == (0, "")
    assert json.loads(one.out) == statement(["palermo_art3"], ANSWERS)[0]
    ids = ["palermo_art3", "smuggling_finding"]
    two = fristad(
        "determine", "--instrument", ids[0], "--instrument", ids[1], "--answers", "-", stdin=json.dumps(ANSWERS)
    )
    assert json.loads(two.out) == statement(ids, ANSWERS)


def test_answers_come_from_a_file_too(fristad: Fristad, tmp_path: Path) -> None:
    path = tmp_path / "answers.json"
    path.write_text(json.dumps(ANSWERS), encoding="utf-8")
    found = fristad("determine", "--instrument", "palermo_art3", "--answers", str(path))
    assert json.loads(found.out)["result"] == "indications_present"


def test_the_topic_is_in_the_language_asked_for(fristad: Fristad) -> None:
    found = fristad("determine", "--instrument", "palermo_art3", "--answers", "-", "--lang", "sv", stdin="{}")
    following = json.loads(found.out)["next"]
    swedish, english = (load_texts(lang).question(following["id"]) for lang in ("sv", "en"))
    assert following["topic"] == swedish != english


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ('{"a": 1, "a": 2}', "gives the key 'a' twice"),
        ('{"recruted": "yes"}', "'recruted' is not an indicator"),
        ('{"recruited": "maybe"}', "'maybe'. Use one of yes, no, unknown"),
        ('{"recruited": NaN}', "NaN stands where an answer belongs"),
        ('{"debt_bondage": "yes"}', "debt_bondage@recruitment or debt_bondage@destination"),
        ("[]", "holds a list"),
        ('{"legs": [{"id": "a"}]}', "Leg 1 must be an object with `id` and `answers`"),
        ("{", "not valid JSON"),
    ],
)
def test_bad_answers_are_one_sentence_and_no_output(fristad: Fristad, answers: str, said: str) -> None:
    found = fristad("determine", "--instrument", "palermo_art3", "--answers", "-", stdin=answers)
    assert (found.code, found.out) == (2, "")
    assert said in found.err
    assert found.err.count("\n") == 1


def test_the_command_starts_without_arrays_and_databases() -> None:
    code = (
        "import sys; from fristad.cli import main\n"
        "main(['determine', '--instrument', 'palermo_art3', '--answers', '-'])\n"
        "print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], input="{}", capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["result"] == "not_settled"
    loaded = {name.partition(".")[0] for name in done.stderr.split()}
    assert not loaded & {"numpy", "duckdb", "pyarrow", "pyxform", "openpyxl", "polars", "numba"}


def test_a_journey_gives_one_object_for_each_leg(fristad: Fristad) -> None:
    legs = [{"id": name, "answers": {"crossing_arranged": answer}} for name, answer in (("a", "yes"), ("b", "no"))]
    found = fristad(
        "determine", "--instrument", "smuggling_finding", "--answers", "-", stdin=json.dumps({"legs": legs})
    )
    assert [said["leg"] for said in json.loads(found.out)] == ["a", "b"]
    assert (found.code, found.err) == (0, "")
