"""One case for eight hours: found exactly, told at once, judged by others, and never one of a closed circle."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import resolve, reverse

from fristad.server.accounts import notices
from fristad.server.accounts.models import Staff
from fristad.server.accounts.rights import Role
from fristad.server.audit.models import Entry
from fristad.server.audit.verification import verify
from fristad.server.cases import doors
from fristad.server.cases.models import Case, EmergencyAccess
from fristad.server.cases.selectors import emergency as selector
from fristad.server.cases.services import emergency as services
from fristad.server.cases.services.emergency import emergency_judge, emergency_open, working_day_after
from fristad.server.common.clock import now, today
from fristad.server.common.problems import NotThereError, ReservedError, StaleError, TooManyError
from tests.server.cases.desk import Desk
from tests.server.cases.files import open_case
from tests.server.office import Office, actor_of, do_errands

pytestmark = pytest.mark.both_databases

REASON = "Invented reason: she called from the road."
NUMBER = "+00000123456"


@pytest.fixture
def owner(office: Office) -> Staff:
    return office.member(Role.CASEWORKER)


@pytest.fixture
def case(owner: Staff) -> Case:
    contact = {"how": "After 17:00", "rules": "", "number": NUMBER}
    return open_case(actor_of(owner), "Invented Person", contacts=[contact])


def kinds(person: Staff) -> list[str]:
    return [notice.content["kind"] for notice in notices.waiting(person.pk)]


def test_an_exact_code_opens_one_case_for_eight_hours(office: Office, case: Case, monkeypatch: Any) -> None:
    officer = office.actor(Role.DUTY_OFFICER)
    other = open_case(office.actor(Role.CASEWORKER), "Another Person")
    with pytest.raises(NotThereError):
        doors.case(officer, case.code)
    assert emergency_open(officer, f" {case.code.lower()} ", REASON) == case
    assert doors.case(officer, case.code) == case
    with pytest.raises(NotThereError):
        doors.case(officer, other.code)
    later = now() + timedelta(hours=8, seconds=1)
    monkeypatch.setattr(doors, "now", lambda: later)
    with pytest.raises(NotThereError):
        doors.case(officer, case.code)


def test_an_exact_number_opens_it_and_a_part_of_it_does_not(office: Office, case: Case) -> None:
    officer = office.actor(Role.DUTY_OFFICER)
    for near in ("00123456", "+9900000123456", "Invented Person", "123456"):
        assert emergency_open(officer, near, REASON) is None
    assert emergency_open(officer, "+00 000 123-456", REASON) == case


def test_a_number_that_two_people_share_opens_neither(office: Office, case: Case) -> None:
    open_case(office.actor(Role.CASEWORKER), "Another Person", contacts=[{"how": "", "rules": "", "number": NUMBER}])
    assert emergency_open(office.actor(Role.DUTY_OFFICER), NUMBER, REASON) is None
    assert EmergencyAccess.unscoped.count() == 0


def test_it_reads_and_writes_and_does_nothing_else(office: Office, case: Case) -> None:
    officer = office.actor(Role.DUTY_OFFICER)
    emergency_open(officer, case.code, REASON)
    assert doors.case(officer, case.code, "case.edit") == case
    for right in ("case.transfer", "case.circle", "case.export", "case.close", "case.print", "emergency.judge"):
        with pytest.raises(NotThereError):
            doors.case(officer, case.code, right)


def test_owner_and_supervisors_are_told_at_once_and_the_officer_is_not(
    office: Office, case: Case, owner: Staff
) -> None:
    supervisor, elsewhere = office.member(Role.SUPERVISOR), office.member(Role.SUPERVISOR, team=office.foreign_team)
    owner.contact_mail = "owner@norland.example"
    owner.save()
    officer = office.member(Role.DUTY_OFFICER)
    emergency_open(actor_of(officer), case.code, REASON)
    do_errands()
    assert "emergency.opened" in kinds(owner)
    assert "emergency.opened" in kinds(supervisor)
    assert "emergency.opened" not in kinds(elsewhere) + kinds(officer)
    assert len(mail.outbox) == 1
    assert case.code not in mail.outbox[0].body


def test_it_never_opens_a_closed_circle_and_says_the_same_as_for_nothing(office: Office, case: Case) -> None:
    Case.unscoped.filter(pk=case.pk).update(closed_circle=True)
    officer = Desk(office.member(Role.DUTY_OFFICER))
    pages = [officer.post("cases:emergency", typed=typed, reason=REASON) for typed in (case.code, NUMBER)]
    assert [page.status_code for page in pages] == [200, 200]
    nothing = officer.post("cases:emergency", typed="+00000999999", reason=REASON)
    for page, typed in zip(pages, (case.code, NUMBER), strict=True):
        assert _same(page, typed) == _same(nothing, "+00000999999")
    assert EmergencyAccess.unscoped.count() == 0


def _same(page: Any, typed: str) -> str:
    text: str = page.content.decode().replace(typed, "TYPED")
    return "\n".join(line for line in text.splitlines() if "csrf" not in line)


def test_a_circle_that_closes_meanwhile_shuts_it_out(office: Office, case: Case) -> None:
    officer = office.actor(Role.DUTY_OFFICER)
    emergency_open(officer, case.code, REASON)
    Case.unscoped.filter(pk=case.pk).update(closed_circle=True)
    with pytest.raises(NotThereError):
        doors.case(officer, case.code)


def test_it_never_opens_another_agencys_case(office: Office, case: Case) -> None:
    stranger = office.actor(Role.DUTY_OFFICER, team=office.foreign_team)
    assert emergency_open(stranger, case.code, REASON) is None


def test_it_ends_with_the_right(office: Office, case: Case) -> None:
    officer = office.member(Role.DUTY_OFFICER)
    emergency_open(actor_of(officer), case.code, REASON)
    without = replace(actor_of(officer), held=actor_of(office.member(Role.CASEWORKER)).held)
    with pytest.raises(NotThereError):
        doors.case(without, case.code)


def test_an_own_case_is_opened_without_an_emergency(office: Office) -> None:
    officer = office.actor(Role.DUTY_OFFICER)
    own = open_case(officer, "Invented Person")
    assert emergency_open(officer, own.code, REASON) == own
    assert EmergencyAccess.unscoped.count() == 0


def test_the_log_names_the_emergency_and_holds_no_word_of_it(office: Office, case: Case) -> None:
    officer = Desk(office.member(Role.DUTY_OFFICER))
    answer = officer.post("cases:emergency", typed=case.code, reason=REASON)
    officer.client.get(answer["Location"])
    officer.post("cases:number", case.code)
    mine = Entry.objects.filter(actor_id=officer.staff.pk)
    assert set(mine.values_list("purpose", flat=True)) == {"emergency"}
    assert {"emergency.opened", "record.opened"} <= set(mine.values_list("action", flat=True))
    assert "road" not in " ".join(str(entry.detail) for entry in Entry.objects.all())
    assert list(verify(officer.actor.operation_id).faults) == []


def test_trying_codes_counts_as_searching(office: Office, settings: Any) -> None:
    settings.AUDIT_QUOTAS = {"searches_stop": 2}
    officer = office.actor(Role.DUTY_OFFICER)
    for number in ("+00000111111", "+00000222222"):
        emergency_open(officer, number, REASON)
    with pytest.raises(TooManyError):
        emergency_open(officer, "+00000333333", REASON)


def test_owner_and_supervisor_judge_it_and_the_officer_never(office: Office, case: Case, owner: Staff) -> None:
    access = _open_outside_scope(office, case)
    with pytest.raises(NotThereError):
        selector.one(actor_of(access.staff), access.pk)
    with pytest.raises(ReservedError):
        emergency_judge(actor_of(access.staff), access, verdict="right", words="So", read_version=1)
    found = selector.one(actor_of(owner), access.pk)
    emergency_judge(actor_of(owner), found, verdict="right", words="She was in danger.", read_version=1)
    assert "emergency.judged" in kinds(access.staff)
    assert doors.case(actor_of(access.staff), case.code) == case
    with pytest.raises(StaleError):
        emergency_judge(office.actor(Role.SUPERVISOR), found, verdict="wrong", words="So", read_version=2)


def _open_outside_scope(office: Office, case: Case) -> EmergencyAccess:
    emergency_open(office.actor(Role.DUTY_OFFICER), case.code, REASON)
    access: EmergencyAccess = EmergencyAccess.unscoped.select_related("record_key", "case", "staff__record_key").get()
    return access


def test_what_should_not_have_been_opened_closes_at_once(office: Office, case: Case) -> None:
    access = _open_outside_scope(office, case)
    emergency_judge(office.actor(Role.SUPERVISOR), access, verdict="wrong", words="Ask first.", read_version=1)
    with pytest.raises(NotThereError):
        doors.case(actor_of(access.staff), case.code)
    assert list(verify(case.operation_id).faults) == []


def test_the_database_refuses_a_judgement_by_oneself(office: Office, case: Case) -> None:
    access = _open_outside_scope(office, case)
    with pytest.raises(IntegrityError), transaction.atomic():
        EmergencyAccess.unscoped.filter(pk=access.pk).update(judged_by=access.staff, judged_on=today())


@pytest.mark.parametrize(("day", "by"), [(2, 4), (5, 9), (6, 9), (7, 9), (8, 10)])
def test_it_is_judged_within_two_working_days(day: int, by: int) -> None:
    # 1 June 2026 is a Monday.
    assert working_day_after(date(2026, 6, day), services.JUDGE_WITHIN) == date(2026, 6, by)


def test_the_home_page_shows_what_waits_and_what_is_overdue(office: Office, case: Case, owner: Staff) -> None:
    access = _open_outside_scope(office, case)
    desk = Desk(owner)
    assert "Emergency access to judge" in desk.get("home").content.decode()
    assert "overdue" not in _tile(desk)
    EmergencyAccess.unscoped.filter(pk=access.pk).update(judge_by=today() - timedelta(days=1))
    assert "1 overdue" in _tile(desk)
    assert "Overdue" in desk.get("cases:emergencies").content.decode()


def _tile(desk: Desk) -> str:
    page: str = desk.get("home").content.decode()
    start = page.index("Emergency access to judge")
    return page[start : start + 400]


def test_the_judgement_page_shows_why_and_what_was_done(office: Office, case: Case, owner: Staff) -> None:
    officer, judge = Desk(office.member(Role.DUTY_OFFICER)), Desk(owner)
    officer.post("cases:emergency", typed=case.code, reason=REASON)
    officer.get("cases:person", case.code)
    access = EmergencyAccess.unscoped.get()
    page = judge.get("cases:emergency_judge", access.pk).content.decode()
    assert REASON in page
    assert "opened the case in an emergency" in page
    sent = {"verdict": "right", "words": "She was in danger.", "version": access.version}
    assert judge.post("cases:emergency_judge", access.pk, **sent).status_code == 302
    assert "She was in danger." in judge.get("cases:emergencies").content.decode()
    assert officer.get("cases:emergency_judge", access.pk).status_code == 404


def test_it_asks_for_the_second_factor_and_is_there_for_duty_officers_only(office: Office) -> None:
    assert Desk(office.member(Role.DUTY_OFFICER)).get("cases:emergency").status_code == 200
    assert Desk(office.member(Role.CASEWORKER)).get("cases:emergency").status_code == 404
    assert resolve(reverse("cases:emergency")).func.dangerous  # type: ignore[attr-defined]


def test_who_opened_it_wrongly_does_not_open_it_again(office: Office) -> None:
    owner, duty = office.member(Role.CASEWORKER), office.actor(Role.DUTY_OFFICER, team=office.other_team)
    case = open_case(actor_of(owner), "Invented Person")
    assert emergency_open(duty, case.code, "Invented reason")
    access = EmergencyAccess.unscoped.select_related("record_key", "staff__record_key", "case").get()
    emergency_judge(actor_of(owner), access, verdict="wrong", words="No.", read_version=access.version)
    with pytest.raises(ReservedError):
        emergency_open(duty, case.code, "Invented reason")
    assert not doors.cases(duty, "case.open").filter(pk=case.pk).exists()
    other = office.actor(Role.DUTY_OFFICER, team=office.other_team)
    assert emergency_open(other, case.code, "Invented reason") == case
