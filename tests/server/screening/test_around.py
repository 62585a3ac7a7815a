"""What was seen, what was told, and correcting it, beside the topics of an interview."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from fristad.library import keeping, load_instrument, loading
from fristad.library.files import HOME, Files
from fristad.server.accounts import notices
from fristad.server.audit.models import Entry
from fristad.server.cases.models import Case, CaseState, Interpreter, Task
from fristad.server.cases.services.interpreters import interpreter_add
from fristad.server.common.clock import today
from fristad.server.screening.models import Saying, ScreeningResult, Sitting
from fristad.server.screening.selectors import lists, sayings
from fristad.server.screening.services import interviews
from tests.server.cases.desk import Desk
from tests.server.screening import talking

pytestmark = pytest.mark.django_db


def test_what_was_seen_stands_apart_from_what_was_told(interviewer: Desk, case: Case) -> None:
    interview = talking.begin(interviewer, case)
    interviewer.post("screening:seen", interview.pk, seen=["fear_or_anxiety_seen"], words="Looked at the door.")
    assert Saying.unscoped.get(interview=interview).told["who"] == "observed"
    page = interviewer.get("screening:told", interview.pk).content.decode()
    assert "Seen by the interviewer" in page
    assert "Looked at the door." in page


@pytest.mark.parametrize(("how", "counts"), [("corrects", "yes"), ("beside", "conflicting")])
def test_a_later_answer_takes_the_place_of_an_earlier_one_or_stands_beside_it(
    interviewer: Desk, case: Case, how: str, counts: str
) -> None:
    interview = talking.begin(interviewer, case)
    talking.account(interviewer, interview)
    leaf = talking.asked(interviewer, interview)
    assert leaf is not None
    talking.answer(interviewer, interview, leaf, "no")
    earlier = Saying.unscoped.get(interview=interview)
    sent = {"leaf": leaf, "value": "yes", "who": "person", "words": "", "how": how}
    assert interviewer.post("screening:correct", interview.pk, earlier.pk, **sent).status_code == 302
    assert sayings.answers_of(case)[leaf]["value"] == counts
    assert Saying.unscoped.filter(pk=earlier.pk).exists()


def test_what_came_through_a_compromised_interpreter_turns_unknown_and_each_talk_is_reviewed(
    interviewer: Desk, supervisor: Desk, case: Case
) -> None:
    told = {"name": "Invented Voice", "languages": ["ar"], "dialects": "", "sex": "", "employer": "", "ties": ""}
    interpreter = interpreter_add(supervisor.actor, told)
    interview = talking.begin(interviewer, case)
    sitting = Sitting.unscoped.get(interview=interview)
    noted = {"mode": "remote", "interpreter": str(interpreter.pk), "tie": "none"}
    interviews.step_note(interviewer.actor, sitting, "interpreter", noted, interpreter=interpreter)
    talking.account(interviewer, interview)
    leaf = talking.asked(interviewer, interview)
    assert leaf is not None
    talking.answer(interviewer, interview, leaf, "yes")
    assert leaf in sayings.answers_of(case)
    assert case.code in supervisor.get("screening:interpreter_talks", interpreter.pk).content.decode()
    sent = {"version": interpreter.version, "words": "Told the agent what was said.", "sure": "on"}
    assert supervisor.post("screening:interpreter_talks", interpreter.pk, **sent).status_code == 302
    assert leaf not in sayings.answers_of(case)
    assert Task.unscoped.get(case=case).due_on == today()
    assert "counts as not known" in supervisor.get("screening:interpreter_talks", interpreter.pk).content.decode()


def _through(supervisor: Desk, interviewer: Desk, case: Case) -> tuple[Interpreter, str]:
    """Hold a closed interview through an interpreter; return them and the leaf that was answered with yes."""
    told = {"name": "Invented Voice", "languages": ["ar"], "dialects": "", "sex": "", "employer": "", "ties": ""}
    interpreter = interpreter_add(supervisor.actor, told)
    interview = talking.begin(interviewer, case)
    sitting = Sitting.unscoped.get(interview=interview)
    noted = {"mode": "remote", "interpreter": str(interpreter.pk), "tie": "none"}
    interviews.step_note(interviewer.actor, sitting, "interpreter", noted, interpreter=interpreter)
    talking.account(interviewer, interview)
    leaf = talking.asked(interviewer, interview)
    assert leaf is not None
    talking.answer(interviewer, interview, leaf, "yes")
    interviewer.post("screening:close", interview.pk, next="Rest.", contact="")
    return interpreter, leaf


def _compromise(supervisor: Desk, interpreter: Interpreter) -> None:
    sent = {"version": interpreter.version, "words": "Told the agent what was said.", "sure": "on"}
    assert supervisor.post("screening:interpreter_talks", interpreter.pk, **sent).status_code == 302


def test_a_result_that_stood_on_a_compromised_interpreter_is_worked_out_again_and_says_why(
    interviewer: Desk, supervisor: Desk, case: Case
) -> None:
    interpreter, leaf = _through(supervisor, interviewer, case)
    _compromise(supervisor, interpreter)
    first, again = ScreeningResult.unscoped.filter(case=case).order_by("number")
    assert leaf in first.body["answers"]
    assert leaf not in again.body["answers"]
    for name in ("screening:result", "screening:history"):
        assert (
            "an interpreter of a talk can no longer be relied on" in interviewer.get(name, case.code).content.decode()
        )
    assert Entry.objects.filter(action="interpreter.compromised", record_id=interpreter.pk).count() == 1
    interviewer.post("screening:again", case.code)
    assert ScreeningResult.unscoped.filter(case=case).count() == 2


def test_nothing_is_written_into_a_closed_case_and_its_owner_hears_of_the_interpreter(
    interviewer: Desk, supervisor: Desk, case: Case
) -> None:
    interpreter, _leaf = _through(supervisor, interviewer, case)
    Case.unscoped.filter(pk=case.pk).update(state=CaseState.CLOSED)
    _compromise(supervisor, interpreter)
    assert not Task.unscoped.filter(case=case).exists()
    assert ScreeningResult.unscoped.filter(case=case).count() == 1
    waiting = [each.content["kind"] for each in notices.waiting(interviewer.staff.pk)]
    assert "interpreter.compromised" in waiting


def _update_of_the_library(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    """Put a copy of the library in its place, in which one list has another title."""
    shutil.copytree(HOME, home, ignore=shutil.ignore_patterns("__pycache__", "*.py"))
    file = home / "instruments" / "palermo_art3.yaml"
    file.write_text(file.read_text().replace("title: 'Trafficking", "title: 'Changed, trafficking", 1))
    for module in (loading, keeping):
        monkeypatch.setattr(module, "SHIPPED", Files(home))


def test_an_interview_is_finished_on_the_lists_it_was_begun_on_and_says_so(
    interviewer: Desk, case: Case, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    interview = talking.begin(interviewer, case)
    talking.account(interviewer, interview)
    begun = load_instrument("palermo_art3")
    assert "An older list" not in interviewer.get("screening:interview", interview.pk).content.decode()
    _update_of_the_library(monkeypatch, tmp_path / "library")
    assert load_instrument("palermo_art3").hash != begun.hash
    page = interviewer.get("screening:interview", interview.pk).content.decode()
    assert "It is finished on the text it was begun on" in page
    assert "Changed, " not in page
    assert lists.instruments(interview)[0] == begun
    interviewer.post("screening:close", interview.pk, next="Rest.", contact="")
    body = ScreeningResult.unscoped.get(case=case).body
    assert {each["instrument"]: each["hash"] for each in body["statements"]}["palermo_art3"] == begun.hash
