"""The doors in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from fristad.server.accounts import notices
from fristad.server.accounts.rights import Role
from fristad.server.audit.models import Entry
from fristad.server.cases.models import Case
from fristad.server.common.clock import now
from fristad.server.screening.models import Alarm, Arrival, HeldReport, Worry
from fristad.server.screening.selectors import arrivals as selectors
from fristad.server.screening.words_arrivals import DOORS, OPENING, QUESTIONS
from tests.server.cases.desk import Desk
from tests.server.office import Office

pytestmark = pytest.mark.django_db

HELD = {"danger": "They would be moved.", "place": "A yard", "people": "4", "what": ""}


def test_every_door_has_its_opening_words_and_at_most_ten_questions_are_put() -> None:
    assert set(OPENING) == set(DOORS)
    assert len(QUESTIONS) <= 10


def test_a_no_keeps_nothing(interviewer: Desk) -> None:
    assert interviewer.post("screening:first_contact", "self", answer="no", wants="Tea").status_code == 302
    assert not Arrival.unscoped.exists()
    assert not Case.unscoped.exists()


def test_later_keeps_the_way_and_begins_no_case(interviewer: Desk) -> None:
    assert interviewer.post("screening:first_contact", "self", answer="later").status_code == 200
    interviewer.post("screening:first_contact", "self", answer="later", again="At the well")
    assert Arrival.unscoped.get().told["answers"] == {"again": "At the well"}
    assert not Case.unscoped.exists()
    assert "At the well" in interviewer.get("screening:doors_in").content.decode()


def test_a_yes_begins_a_case_without_a_name(interviewer: Desk) -> None:
    answer = interviewer.post("screening:first_contact", "self", answer="accept", own_word="bad boss")
    case = Case.unscoped.get()
    assert case.code in answer["Location"]
    assert not case.person.names
    assert case.person.words == "bad boss"


def test_a_child_goes_to_child_protection_at_once_and_has_no_file(office: Office, interviewer: Desk) -> None:
    officer = office.member(Role.CHILD_PROTECTION)
    interviewer.post("screening:worry", place="Market", seen="Carries loads", meet="At noon", child="yes")
    assert Worry.unscoped.get().assignee == officer
    assert "worry.child" in [each.content["kind"] for each in notices.waiting(officer.pk)]
    assert "Carries loads" in Desk(officer).get("screening:doors_in").content.decode()
    assert not Case.unscoped.exists()


def test_people_who_are_held_do_not_lead_to_the_teller(interviewer: Desk) -> None:
    interviewer.post("screening:held", **HELD, live="no")
    row = HeldReport.unscoped.get()
    entry = Entry.objects.get(action="held.reported")
    assert entry.record_id == row.pk
    assert entry.actor_id != interviewer.staff.pk
    assert not Alarm.unscoped.exists()


def test_a_kidnapping_is_overdue_after_the_hour(interviewer: Desk, supervisor: Desk, monkeypatch: Any) -> None:
    interviewer.post("screening:held", **HELD, live="yes")
    assert "held.alarm" in [each.content["kind"] for each in notices.waiting(supervisor.staff.pk)]
    assert "Overdue" not in supervisor.get("screening:alarms").content.decode()
    later = now() + timedelta(minutes=61)
    monkeypatch.setattr(selectors, "now", lambda: later)
    assert "Overdue" in supervisor.get("screening:alarms").content.decode()
    assert interviewer.get("screening:alarms").status_code == 404
    alarm = Alarm.unscoped.get()
    supervisor.post("screening:alarm", alarm.pk, said="yes", done="Called the family.")
    assert "due" not in Alarm.unscoped.get().told
