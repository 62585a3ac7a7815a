"""Who may hold a protection interview."""

from __future__ import annotations

from datetime import timedelta

import pytest

from fristad.server.accounts import notices
from fristad.server.accounts.rights import Role, Scope
from fristad.server.cases.models import Case
from fristad.server.common.clock import today
from fristad.server.common.registry import FittingService, fitting_services, interview_certificates
from fristad.server.screening.models import Certificate, Interview
from fristad.server.screening.selectors import certificates
from tests.server.cases.desk import Desk
from tests.server.cases.files import open_case
from tests.server.office import Office

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def _give(supervisor: Desk, other: Desk, days: int = 30) -> str:
    until = today() + timedelta(days=days)
    sent = {"until_day": until.day, "until_month": until.month, "until_year": until.year}
    page = supervisor.post("screening:certificates", person=str(other.staff.pk), **sent)
    return str(page.content.decode())


@pytest.fixture
def caseworker(office: Office) -> Desk:
    """Somebody without a certificate."""
    return Desk(office.member(Role.CASEWORKER))


def test_a_supervisor_gives_it_on_the_page_and_the_person_is_told(supervisor: Desk, caseworker: Desk) -> None:
    assert not certificates.holds(caseworker.actor)
    _give(supervisor, caseworker)
    assert certificates.holds(caseworker.actor)
    assert "certificate.granted" in [each.content["kind"] for each in notices.waiting(caseworker.staff.pk)]
    assert caseworker.staff.display_name in supervisor.get("screening:certificates").content.decode()


def test_a_new_one_ends_the_one_before(supervisor: Desk, caseworker: Desk) -> None:
    _give(supervisor, caseworker, 300)
    _give(supervisor, caseworker, 10)
    assert [each.until for each in Certificate.objects.filter(ended_on=None)] == [today() + timedelta(days=10)]


@pytest.mark.parametrize("days", [-1, 400])
def test_a_last_day_in_the_past_or_after_a_year_is_refused(supervisor: Desk, caseworker: Desk, days: int) -> None:
    assert "from today to a year from now" in _give(supervisor, caseworker, days)
    assert not certificates.holds(caseworker.actor)


def test_taken_back_it_opens_no_interview(supervisor: Desk, interviewer: Desk, case: Case) -> None:
    assert interviewer.get("screening:begin", case.code).status_code == 200
    supervisor.post("screening:certificate_end", Certificate.objects.get().pk)
    assert interviewer.get("screening:begin", case.code).status_code == 404


def test_nobody_gives_it_to_themselves(office: Office) -> None:
    both = Desk(office.member(Role.SUPERVISOR, Role.CASEWORKER))
    _give(both, both)
    assert not Certificate.objects.exists()


def test_it_does_not_reach_another_team(office: Office, interviewer: Desk) -> None:
    elsewhere = Desk(office.member((Role.SUPERVISOR, Scope.TEAM), team=office.other_team))
    assert interviewer.staff.display_name not in elsewhere.get("screening:certificates").content.decode()
    number = Certificate.objects.get().pk
    assert elsewhere.post("screening:certificate_end", number).status_code == 404
    assert certificates.holds(interviewer.actor)


def test_a_room_above_can_vouch(caseworker: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    case = open_case(caseworker.actor, "Aster Invented")
    assert caseworker.get("screening:begin", case.code).status_code == 404
    vouches = (1, lambda actor: actor.staff_id == caseworker.staff.pk)
    monkeypatch.setitem(interview_certificates._items, "learned", vouches)
    assert caseworker.get("screening:begin", case.code).status_code == 200


def test_where_a_confirmed_service_fits_nobody_needs_to_write_why_talking_helps(
    interviewer: Desk, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = {"language": "en", "age": "adult", "why": ""}
    assert interviewer.post("screening:begin", case.code, **sent).status_code == 200
    service = FittingService("Invented Shelter", "a bed for women")
    monkeypatch.setitem(fitting_services._items, "directory", (1, lambda _actor, _case: [service]))
    assert "Invented Shelter" in interviewer.get("screening:begin", case.code).content.decode()
    assert interviewer.post("screening:begin", case.code, **sent).status_code == 302
    assert Interview.unscoped.get().told["services"] == ["Invented Shelter"]
