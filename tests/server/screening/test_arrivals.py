"""The doors in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from fristad.library import LANGUAGES, load_texts
from fristad.server.accounts import notices
from fristad.server.accounts.rights import Role
from fristad.server.audit.models import Entry
from fristad.server.cases.models import Case
from fristad.server.common.clock import now, today
from fristad.server.screening.models import Alarm, Arrival, HeldReport, Worry
from fristad.server.screening.selectors import arrivals as selectors
from fristad.server.screening.services import arrivals
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
    interviewer.post("screening:first_contact", "self", answer="later", keep="given", again="At the well")
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


def test_leads_read_a_report_and_end_it_with_what_was_done(office: Office, interviewer: Desk, supervisor: Desk) -> None:
    interviewer.post("screening:held", **HELD, live="no")
    row = HeldReport.unscoped.get()
    for lead in (supervisor, Desk(office.member(Role.DUTY_OFFICER))):
        assert "A yard" in lead.get("screening:alarms").content.decode()
        assert "They would be moved." in lead.get("screening:report", row.pk).content.decode()
    assert interviewer.get("screening:report", row.pk).status_code == 404
    assert supervisor.post("screening:report", row.pk, done="").status_code == 200
    supervisor.post("screening:report", row.pk, done="The inspectors went there.")
    assert HeldReport.unscoped.get().told == {"done": "The inspectors went there."}
    page = supervisor.get("screening:alarms").content.decode()
    assert "The inspectors went there." in page
    assert "A yard" not in page


def test_the_report_of_an_answered_alarm_stays_in_reach(interviewer: Desk, supervisor: Desk) -> None:
    interviewer.post("screening:held", **HELD, live="yes")
    row, alarm = HeldReport.unscoped.get(), Alarm.unscoped.get()
    early = supervisor.post("screening:report", row.pk, done="Too early.")
    assert early.status_code == 422
    supervisor.post("screening:alarm", alarm.pk, said="yes", done="Called the family.")
    page = supervisor.get("screening:report", row.pk).content.decode()
    assert "A yard" in page
    assert "Called the family." in page
    supervisor.post("screening:report", row.pk, done="All are free.")
    assert not Alarm.unscoped.exists()


def test_an_ended_report_is_forgotten_after_thirty_days(
    interviewer: Desk, supervisor: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    interviewer.post("screening:held", **HELD, live="no")
    supervisor.post("screening:report", HeldReport.unscoped.get().pk, done="All are free.")
    later = today() + timedelta(days=31)
    assert arrivals.forget_ended(supervisor.actor.operation_id) == 0
    monkeypatch.setattr(arrivals, "today", lambda: later)
    assert arrivals.forget_ended(supervisor.actor.operation_id) == 1
    assert not HeldReport.unscoped.exists()


def test_the_advice_stands_before_and_after_the_alarm(interviewer: Desk, supervisor: Desk) -> None:
    advice = "Neither pay nor refuse"
    assert advice in interviewer.get("screening:held").content.decode()
    interviewer.post("screening:held", **HELD, live="yes")
    assert advice in supervisor.get("screening:alarms").content.decode()
    assert advice in supervisor.get("screening:alarm", Alarm.unscoped.get().pk).content.decode()


def kept(desk: Desk) -> Arrival:
    desk.post("screening:first_contact", "self", answer="later", keep="given", again="At the well", own_word="bad boss")
    return Arrival.unscoped.get()


def test_later_keeps_words_only_with_consent(interviewer: Desk) -> None:
    asked = interviewer.post("screening:first_contact", "self", answer="later", again="At the well")
    assert "Ask whether these words may be kept." in asked.content.decode()
    interviewer.post("screening:first_contact", "self", answer="later", keep="refused", again="At the well")
    assert not Arrival.unscoped.exists()


def test_who_is_met_again_and_agrees_has_a_case_with_their_words(interviewer: Desk) -> None:
    row = kept(interviewer)
    assert "At the well" in interviewer.get("screening:arrival", row.pk).content.decode()
    interviewer.post("screening:arrival", row.pk, answer="accept")
    case = Case.unscoped.get()
    assert case.person.words == "bad boss"
    assert Arrival.unscoped.get().case == case
    assert interviewer.get("screening:arrival", row.pk).status_code == 404


def test_who_is_met_again_and_declines_is_forgotten(interviewer: Desk) -> None:
    row = kept(interviewer)
    interviewer.post("screening:arrival", row.pk, answer="no")
    assert not Arrival.unscoped.exists()
    assert not Case.unscoped.exists()


def test_every_child_protection_officer_opens_and_ends_a_worry_about_a_child(office: Office, interviewer: Desk) -> None:
    officers = [Desk(office.member(Role.CHILD_PROTECTION)) for _each in range(2)]
    stranger = Desk(office.member(Role.CASEWORKER))
    interviewer.post("screening:worry", place="Market", seen="Carries loads", meet="At noon", child="yes")
    row = Worry.unscoped.get()
    for officer in officers:
        assert "Carries loads" in officer.get("screening:one_worry", row.pk).content.decode()
    assert stranger.get("screening:one_worry", row.pk).status_code == 404
    officers[1].post("screening:one_worry", row.pk, sure="on")
    assert not Worry.unscoped.exists()


def test_what_waits_at_the_door_stands_on_the_home_page(interviewer: Desk, supervisor: Desk) -> None:
    kept(interviewer)
    interviewer.post("screening:held", **HELD, live="yes")
    home = interviewer.get("home").content.decode()
    assert "At the door" in home
    assert "To be offered a talk again" in home
    assert "Alarms to answer" not in home
    assert "Alarms to answer" in supervisor.get("home").content.decode()


def test_the_person_hears_the_questions_in_their_language(interviewer: Desk) -> None:
    address = reverse("screening:first_contact", args=["self"])
    page = interviewer.client.get(address, {"language": "ar"}).content.decode()
    arabic = load_texts("ar")
    for phrase in ("phrase.door_self", *(f"phrase.first_{code}" for code in (*QUESTIONS, "offer"))):
        assert arabic.status(phrase) == "drafted"
        assert arabic.question(phrase) in page
    assert 'lang="ar" dir="rtl"' in page
    interviewer.client.post(f"{address}?language=ar", {"answer": "later", "keep": "given", "again": "At the well"})
    assert Arrival.unscoped.get().told["language"] == "ar"


def test_every_door_and_question_is_put_into_every_language() -> None:
    for language in LANGUAGES:
        texts = load_texts(language)
        for phrase in (*(f"phrase.door_{code}" for code in DOORS), *(f"phrase.first_{code}" for code in QUESTIONS)):
            assert texts.status(phrase) == "drafted"
