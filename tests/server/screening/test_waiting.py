"""What waits for a reviewer, and what a week of interviews weighs."""

from __future__ import annotations

import pytest

from fristad.server.audit.services import act
from fristad.server.cases.models import Case, Task
from fristad.server.cases.services.work import item_add
from fristad.server.common.clock import today
from fristad.server.common.registry import home_tiles
from fristad.server.screening import hours, waiting
from fristad.server.screening.models import Sitting
from tests.server.cases.desk import Desk
from tests.server.screening import talking

pytestmark = pytest.mark.django_db


def test_a_decision_to_review_is_a_number_on_the_supervisors_home_only(
    interviewer: Desk, supervisor: Desk, case: Case
) -> None:
    interview = talking.begin(interviewer, case)
    talking.account(interviewer, interview)
    interviewer.post("screening:close", interview.pk, next="Rest.", contact="")
    sent = {"seen": 1, "decision": "open", "agrees": "agree", "reasons": "Early.", "unchecked": "on", "review": "1"}
    tile = home_tiles.get("decisions")
    assert tile is not None
    assert tile.count(supervisor.actor) == 0
    interviewer.post("screening:decide", case.code, **sent)
    assert tile.count(supervisor.actor) == 1
    assert "Decisions to review" in supervisor.get("home").content.decode()
    assert "Decisions to review" not in interviewer.get("home").content.decode()


def test_sittings_of_a_week_count_in_the_load(interviewer: Desk, supervisor: Desk, case: Case) -> None:
    talking.begin(interviewer, case)
    assert waiting.sittings(supervisor.actor, [interviewer.staff.pk]) == {interviewer.staff.pk: 1}
    assert "Interviews in a week" in supervisor.get("cases:load").content.decode()


def test_hours_come_from_sittings_and_meetings(interviewer: Desk, supervisor: Desk, case: Case) -> None:
    interview = talking.begin(interviewer, case)
    sitting = Sitting.unscoped.get(interview=interview)
    times = {"began": "2026-05-20T09:00:00+00:00", "ended": "2026-05-20T10:30:00+00:00"}
    with act(interviewer.actor, "interview.paused", sitting):
        sitting.times = times
        sitting.save_over(sitting.version)
    told = {"kind": "talk", "words": "Meet", "at": "10:30"}
    item_add(interviewer.actor, case, Task, told, due_on=today(), assignee=interviewer.staff)
    assert hours.hours(supervisor.actor, [interviewer.staff.pk]) == {interviewer.staff.pk: "2.5"}
    page = supervisor.get("cases:load").content.decode()
    assert "Hours in talks in a week" in page
    assert "Other work is not timed" in page
