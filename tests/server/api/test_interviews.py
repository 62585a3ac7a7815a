"""Interviews through the JSON interface: one's own, in the order of the engine, and never a result."""

from __future__ import annotations

import json

from fristad.server.accounts.rights import Role
from fristad.server.cases.models import Case
from fristad.server.screening.models import Saying
from tests.server.api.asking import Program, token_of
from tests.server.cases.desk import Desk
from tests.server.office import Office
from tests.server.screening import talking


def test_it_answers_topic_by_topic_as_the_page_asks_them(program: Program, interviewer: Desk, case: Case) -> None:
    interview = talking.begin(interviewer, case)
    assert program.get(f"/interviews/{interview.pk}").json()["due"] == {
        "kind": "page", "leaf": None, "question": None, "phases": [], "step": "account",
    }  # fmt: skip
    talking.account(interviewer, interview, "They took my papers.")
    for value in ("yes", "no", "declined"):
        due = program.get(f"/interviews/{interview.pk}").json()["due"]
        assert (due["kind"], due["leaf"]) == ("topic", talking.asked(interviewer, interview))
        sent = {"leaf": due["leaf"], "value": value, "words": "As told."}
        after = program.ask("POST", f"/interviews/{interview.pk}/answers", sent)
        assert after.status_code == 200, after.content
        assert after.json()["told"][-1]["leaf"] == due["leaf"]
    assert Saying.unscoped.filter(interview=interview).count() == 4
    assert not {"result", "results", "indications_present", "dimensions"} & set(json.dumps(after.json()).split('"'))


def test_an_answer_for_another_topic_changes_nothing(program: Program, interviewer: Desk, case: Case) -> None:
    interview = talking.begin(interviewer, case)
    before = program.ask("POST", f"/interviews/{interview.pk}/answers", {"leaf": "abuse@travel", "value": "yes"})
    assert before.status_code == 409  # the account comes first
    talking.account(interviewer, interview)
    due = program.get(f"/interviews/{interview.pk}").json()["due"]["leaf"]
    for wrong in ({"leaf": "no.such", "value": "yes"}, {"leaf": due}, {"leaf": due, "value": "maybe"}):
        assert program.ask("POST", f"/interviews/{interview.pk}/answers", wrong).status_code in (409, 422), wrong
    left = program.ask("POST", f"/interviews/{interview.pk}/answers", {"leaf": due, "leave": "not_now"}).json()
    assert left["due"]["leaf"] != due
    assert not Saying.unscoped.filter(interview=interview).exists()


def test_an_interview_is_its_interviewers_alone(
    program: Program, interviewer: Desk, case: Case, office: Office
) -> None:
    interview = talking.begin(interviewer, case)
    supervisor = Program(token_of(office.member(Role.SUPERVISOR)))
    assert supervisor.get(f"/interviews/{interview.pk}").status_code == 404
    (row,) = supervisor.get(f"/cases/{case.code}/interviews").json()["interviews"]
    assert (row["id"], row["is_mine"], row["state"]) == (str(interview.pk), False, "going_on")


def test_with_somebody_who_may_be_a_child_it_stops(program: Program, interviewer: Desk, case: Case) -> None:
    interview = talking.begin(interviewer, case)
    version = program.get(f"/cases/{case.code}/person").json()["version"]
    young = {"ages": {"stated": {"least": 15, "most": 17}}, "version": version}
    assert program.ask("PUT", f"/cases/{case.code}/person", young).status_code == 200
    answer = program.get(f"/interviews/{interview.pk}")
    assert (answer.status_code, answer.json()["code"]) == (403, "F407")
