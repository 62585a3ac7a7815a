"""Forms: every key asked once, all languages there, nothing observed is asked, and the workbook compiles to the same
form."""

from io import BytesIO

import openpyxl
import pytest
from pyxform.xls2xform import convert

from fristad.engine.errors import InstrumentError
from fristad.library import load_catalogue, load_instrument
from fristad.targets.plan import make_plan
from fristad.targets.skip import skip_rules
from fristad.targets.words import form_words
from fristad.targets.xlsform import make_sheets, make_workbook, make_xform
from fristad.targets.xpath import field_names
from tests.targets.persons import EVERY

LANGUAGES = ("English (en)", "Svenska (sv)", "العربية (ar)", "Français (fr)", "Español (es)", "Українська (uk)")


@pytest.mark.parametrize("instrument", EVERY, ids=lambda i: i.id)
def test_every_key_is_one_question_in_six_languages(instrument):
    questions = [row for row in make_sheets(instrument)["survey"] if row["type"] == "select_one answer"]
    fields = field_names(make_plan(instrument).keys)
    assert sorted(row["name"] for row in questions) == sorted(fields.values())
    assert all(row[f"label::{language}"] for row in questions for language in LANGUAGES)


def test_blocks_come_in_their_order_age_first_and_elements_last():
    survey = make_sheets(load_instrument("palermo_art3"))["survey"]
    groups = [row["name"] for row in survey if row["type"] == "begin_group"]
    blocks = [f"group_{block}" for block in load_catalogue().blocks]
    assert groups == ["group_start", *(b for b in blocks if b in groups), "group_elements"]
    assert groups[1] == "group_age"


def test_observations_stand_with_staff_and_have_no_question():
    survey = make_sheets(load_instrument("unodc_indicators"))["survey"]
    names = [row.get("name") for row in survey]
    staff = survey[names.index("group_observed") + 1 : names.index("group_elements")]
    observed = {t.leaf for t in load_catalogue().topics() if not t.may_be_asked}
    fields = field_names(make_plan(load_instrument("unodc_indicators")).keys)
    expected = {field for leaf, field in fields.items() if leaf in observed}
    inside = [row for row in staff if row["type"] == "select_one answer"]
    assert expected
    assert {row["name"] for row in inside} == expected
    assert not any(column.startswith("hint") for row in inside for column in row)


def test_the_result_is_shown_only_when_asked_for():
    palermo = load_instrument("palermo_art3")
    plain, shown = make_sheets(palermo), make_sheets(palermo, result_note=True)
    assert "${result}" not in str(plain)
    assert shown["survey"][-1]["name"] == "result_note"
    assert "${result}" in shown["survey"][-1]["label::Svenska (sv)"]


def test_the_workbook_compiles_to_the_form():
    sheets = make_sheets(load_instrument("smuggling_finding"))
    content = make_workbook(sheets)
    assert openpyxl.load_workbook(BytesIO(content)).sheetnames == ["survey", "choices", "settings"]
    assert convert(xlsform=BytesIO(content), form_name="data").xform == make_xform(sheets)


def test_words_are_there_in_every_language():
    words = form_words()
    texts = [*words["choices"].values(), *words["groups"].values(), words["record"], words["result_note"]]
    assert all(text.keys() == words["languages"].keys() for text in texts)
    assert set(load_catalogue().blocks) <= set(words["groups"])


def test_a_question_is_skipped_once_its_dimension_is_settled():
    plan = make_plan(load_instrument("smuggling_finding"))
    fields = {key: key.partition("@")[0] for key in plan.keys}
    assert skip_rules(plan, plan.keys, fields) == {
        "crossing_paid_otherwise@travel": "if(${crossing_paid_money} = 'yes', 1, 0) < 1"
    }


def test_out_of_reach_is_settled_too():
    """The last of a dimension's questions can be left out when even a yes to it would not be enough."""
    plan = make_plan(load_instrument("ilo_delphi.adult_labour"))
    rules = skip_rules(plan, plan.keys, field_names(plan.keys))
    last = rules["personal_characteristics@destination"]
    assert last.endswith("+ 1 >= 21")
    assert "'no', 0, 10" in last


def test_elements_and_shared_leaves_are_never_skipped():
    plan = make_plan(load_instrument("palermo_art3"))
    assert skip_rules(plan, plan.keys, field_names(plan.keys)) == {}


def test_keys_that_look_alike_in_a_form_are_refused():
    with pytest.raises(InstrumentError, match="differ in punctuation"):
        field_names(["a.b@now", "a_b@now"])
