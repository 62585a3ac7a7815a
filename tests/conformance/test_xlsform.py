"""JavaRosa fills the forms with every case and calculates what the cases expect."""

import subprocess

import pytest

from fristad.targets.xlsform import make_sheets, make_xform
from tests.conformance.cases import BY_INSTRUMENT
from tests.conformance.javarosa import JAR, fill
from tests.conftest import require

pytestmark = pytest.mark.javarosa


@pytest.mark.parametrize("name", BY_INSTRUMENT)
def test_forms_calculate_what_every_case_expects(name, tmp_path):
    java = require("java")
    # A form has no answer for "told both yes and no", so persons with such an answer are not its judge.
    cases = [case for case in BY_INSTRUMENT[name] if "conflicting" not in case.answers.values()]
    found = fill(java, tmp_path, cases[0].instrument, [case.answers for case in cases])
    assert len(found) == len(cases)
    for row, case in zip(found, cases, strict=True):
        assert _shown(row, case.row) == _shown(case.row, case.row), case.id


def _shown(row, expected):
    """Outside the population the form asks nothing more, so the other dimensions stay open; the words must still
    agree."""
    if "outside_population" in expected.values():
        return {name: value for name, value in row.items() if name.endswith((".result", ".classification"))}
    return row


@pytest.mark.parametrize("name", BY_INSTRUMENT)
def test_odk_validate_accepts_the_form(name, tmp_path):
    java = require("java")
    form = tmp_path / "form.xml"
    sheets = make_sheets(BY_INSTRUMENT[name][0].instrument, result_note=True)
    form.write_text(make_xform(sheets), encoding="utf-8")
    done = subprocess.run([java, "-jar", JAR, form], capture_output=True, text=True, check=False, timeout=120)
    assert "Xform is valid" in done.stderr + done.stdout
