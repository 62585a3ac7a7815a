"""Screening results and decisions through the JSON interface."""

from __future__ import annotations

from typing import Any

from fristad.server.cases.models import Case
from fristad.server.screening.models import Decision
from tests.server.api.asking import Program
from tests.server.cases.desk import Desk
from tests.server.screening import talking

CLOSE = {"next": "We speak on Friday.", "carry": "aloud"}


def _decision(**more: Any) -> dict[str, Any]:
    said = {"decision": "presumed", "agrees": "agree", "reasons": "What was seen.", "unchecked": True}
    return {"seen": 1, "standing": None, **said, **more}


def test_it_reads_results_and_records_a_decision_beside_them(program: Program, interviewer: Desk, case: Case) -> None:
    assert program.ask("POST", f"/cases/{case.code}/decisions", _decision()).status_code == 422  # nothing to decide on
    interview = talking.begin(interviewer, case)
    talking.account(interviewer, interview)
    interviewer.post("screening:close", interview.pk, **CLOSE)
    (result,) = program.get(f"/cases/{case.code}/results").json()["results"]
    assert {"palermo_art3"} <= {each["instrument"] for each in result["statements"]}
    made = program.ask("POST", f"/cases/{case.code}/decisions", _decision())
    assert made.status_code == 201, made.content
    again = program.ask("POST", f"/cases/{case.code}/decisions", _decision())
    assert (again.status_code, again.json()["id"]) == (201, made.json()["id"])
    late = program.ask("POST", f"/cases/{case.code}/decisions", _decision(reasons="Written beside nothing."))
    assert late.status_code == 409
    revised = _decision(reasons="Seen again.", standing=made.json()["id"], ask_review=True)
    assert program.ask("POST", f"/cases/{case.code}/decisions", revised).status_code == 201
    found = program.get(f"/cases/{case.code}/decisions").json()["decisions"]
    assert [each["reasons"] for each in found] == ["Seen again.", "What was seen."]
    assert {each.by_id for each in Decision.unscoped.all()} == {interviewer.staff.pk}
