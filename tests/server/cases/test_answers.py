"""A yes may stand alone; a no says why."""

from __future__ import annotations

import pytest

from fristad.server.cases.forms.answers import ReasonedForm
from fristad.server.cases.forms.supervision import AnswerForm, JudgeForm, PlanDecideForm
from fristad.server.cases.forms.work import DecideForm

FORMS = {
    AnswerForm: ("yes", "no"),
    JudgeForm: ("right", "wrong"),
    PlanDecideForm: ("yes", "no"),
    DecideForm: ("yes", "no"),
}


@pytest.mark.parametrize("form", FORMS)
def test_only_a_no_needs_words(form: type[ReasonedForm]) -> None:
    yes, no = FORMS[form]
    sent = {"version": 1, "plan": "x", "read": "x"}
    assert "words" not in form({**sent, form.asked: yes}).errors
    assert "words" in form({**sent, form.asked: no}).errors
    assert "words" not in form({**sent, form.asked: no, "words": "Look at the dates."}).errors
