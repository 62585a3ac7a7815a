"""Prevention plans: each step has an owner and a day, and ends by an explicit act."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from fristad.server.accounts import notices
from fristad.server.accounts.rights import Role
from fristad.server.cases.models import Case, CaseState
from fristad.server.common.clock import today
from fristad.server.screening.models import PlaceFile, PreventionStep
from tests.server.cases.desk import Desk
from tests.server.office import Office

SOON = today() + timedelta(days=10)
DAY = {"due_on_day": SOON.day, "due_on_month": SOON.month, "due_on_year": SOON.year}


def step(desk: Desk, **more: Any) -> dict[str, Any]:
    """Return a filled-in form of a step."""
    plain = {"words": "Ask the school for a place.", "part": "community", "outside": "The school", "agreed": "yes"}
    return {**plain, "assignee": str(desk.staff.pk), **DAY, **more}


def test_a_step_has_an_owner_and_a_day_and_comes_to_their_home_page(interviewer: Desk, case: Case) -> None:
    for missing in ("assignee", "due_on_day", "words", "part", "agreed"):
        form = step(interviewer, **{missing: ""})
        assert interviewer.post("screening:prevention_add", case.code, "person", **form).status_code == 200, missing
    assert interviewer.post("screening:prevention_add", case.code, "person", **step(interviewer)).status_code == 302
    assert "Ask the school" in interviewer.get("home").content.decode()
    assert Case.unscoped.get(pk=case.pk).due_on == SOON, "the case lists count it among what comes next"
    page = interviewer.get("screening:prevention", case.code, "person").content.decode()
    assert "Done by The school" in page
    assert "Ask the school" in interviewer.get("screening:profile", case.code, "person").content.decode()
    assert "Ask the school" not in interviewer.get("screening:prevention", case.code, "family").content.decode()


def test_it_ends_by_an_act_never_by_its_date(interviewer: Desk, case: Case) -> None:
    interviewer.post("screening:prevention_add", case.code, "person", **step(interviewer))
    PreventionStep.unscoped.update(due_on=today() - timedelta(days=3))
    made = PreventionStep.unscoped.get()
    assert "Overdue" in interviewer.get("screening:prevention", case.code, "person").content.decode()
    done = {"version": made.version, "outcome": "done", "answer": "She starts on Monday."}
    assert interviewer.post("screening:prevention_end", case.code, "person", made.pk, **done).status_code == 302
    assert Case.unscoped.get(pk=case.pk).due_on is None
    page = interviewer.get("screening:prevention", case.code, "person").content.decode()
    assert "She starts on Monday." in page
    assert "Ask the school" not in interviewer.get("home").content.decode()
    assert interviewer.post("screening:prevention_end", case.code, "person", made.pk, **done).status_code == 404


def test_of_two_writers_the_second_reads_both(interviewer: Desk, case: Case) -> None:
    interviewer.post("screening:prevention_add", case.code, "person", **step(interviewer))
    made = PreventionStep.unscoped.get()
    first, second = (step(interviewer, words=words, version=made.version) for words in ("One thing", "Another"))
    assert interviewer.post("screening:prevention_change", case.code, "person", made.pk, **first).status_code == 302
    late = interviewer.post("screening:prevention_change", case.code, "person", made.pk, **second)
    assert late.status_code == 200
    assert "One thing" in late.content.decode()
    assert "Another" in late.content.decode()


def test_a_step_is_given_only_to_who_can_see_it_and_they_are_told(
    interviewer: Desk, case: Case, office: Office, supervisor: Desk
) -> None:
    stranger = Desk(office.member(Role.CASEWORKER))
    form = step(stranger)
    assert interviewer.post("screening:prevention_add", case.code, "person", **form).status_code == 200
    assert interviewer.post("screening:prevention_add", case.code, "person", **step(supervisor)).status_code == 302
    assert notices.waiting(supervisor.staff.pk)[-1].content["kind"] == "prevention.given"
    assert stranger.get("screening:prevention", case.code, "person").status_code == 404


def test_nothing_is_planned_in_a_closed_case(interviewer: Desk, case: Case) -> None:
    Case.unscoped.filter(pk=case.pk).update(state=CaseState.CLOSED)
    page = interviewer.get("screening:prevention_add", case.code, "person").content.decode()
    assert '<form method="post" novalidate>' not in page
    assert interviewer.post("screening:prevention_add", case.code, "person", **step(interviewer)).status_code == 200
    assert not PreventionStep.unscoped.exists()


def test_a_place_has_a_plan_without_a_person(supervisor: Desk, interviewer: Desk) -> None:
    supervisor.post("screening:place_new", place="The fish market", words="")
    place = PlaceFile.unscoped.get()
    form = step(supervisor)
    assert supervisor.post("screening:place_prevention_add", place.pk, **form).status_code == 302
    made = PreventionStep.unscoped.get()
    assert made.body["agreed"] == ""
    assert "Ask the school" in interviewer.get("screening:place_prevention", place.pk).content.decode()
    assert "Ask the school" in supervisor.get("home").content.decode()
    named = step(supervisor, words="Call 0700 123 456 78", version=made.version)
    assert supervisor.post("screening:place_prevention_change", place.pk, made.pk, **named).status_code == 200
    end = {"version": made.version, "outcome": "dropped", "answer": "No room."}
    assert supervisor.post("screening:place_prevention_end", place.pk, made.pk, **end).status_code == 302
