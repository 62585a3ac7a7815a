"""Handing an interview over."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from fristad.server.accounts import notices
from fristad.server.accounts.rights import Role
from fristad.server.audit.models import Entry
from fristad.server.cases.models import Case, Involved
from fristad.server.cases.services.cases import case_assign
from fristad.server.common.clock import today
from fristad.server.screening.models import Interview, Sitting
from fristad.server.screening.services import certificates
from tests.server.cases.desk import Desk
from tests.server.office import Office
from tests.server.screening import talking

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def colleague(office: Office, supervisor: Desk) -> Desk:
    """Somebody else with the certificate."""
    desk = Desk(office.member(Role.CASEWORKER))
    certificates.grant(supervisor.actor, desk.staff, today() + timedelta(days=30))
    return desk


@pytest.fixture
def interview(interviewer: Desk, case: Case) -> Interview:
    """An interview that goes on, with the own account told."""
    made = talking.begin(interviewer, case)
    talking.account(interviewer, made, "First you pay.")
    return made


def _give(supervisor: Desk, case: Case, to: Desk) -> None:
    case_assign(supervisor.actor, case, owner=to.staff, read_version=Case.unscoped.get(pk=case.pk).version)


def _hand(desk: Desk, interview: Interview, to: Desk, **more: str) -> Any:
    version = Interview.unscoped.get(pk=interview.pk).version
    sent = {"receiver": str(to.staff.pk), "version": version, "asked": "on"}
    return desk.post("screening:hand_over", interview.pk, **{**sent, **more})


def test_the_colleague_goes_on_where_it_stopped_and_the_first_reads_it_no_more(
    interviewer: Desk, supervisor: Desk, colleague: Desk, case: Case, interview: Interview
) -> None:
    _give(supervisor, case, colleague)
    assert _hand(interviewer, interview, colleague).status_code == 302
    assert interviewer.get("screening:interview", interview.pk).status_code == 404
    assert "interview.handed_over" in [each.content["kind"] for each in notices.waiting(colleague.staff.pk)]
    colleague.post("screening:resume", interview.pk)
    assert "Where you are" in colleague.get("screening:interview", interview.pk).content.decode()
    assert [each.by_id for each in Sitting.unscoped.filter(interview=interview).order_by("number")] == [
        interviewer.staff.pk,
        colleague.staff.pk,
    ]
    assert Entry.objects.filter(action="interview.handed_over", actor_id=interviewer.staff.pk).exists()


def test_a_case_given_away_in_the_middle_of_a_talk_loses_nothing_of_it(
    interviewer: Desk, supervisor: Desk, colleague: Desk, case: Case, interview: Interview
) -> None:
    leaf = talking.asked(interviewer, interview)
    _give(supervisor, case, colleague)
    assert leaf is not None
    assert talking.answer(interviewer, interview, leaf, "yes").status_code == 302
    assert interviewer.post("screening:pause", interview.pk).status_code == 302


def test_who_cannot_open_the_case_or_has_no_certificate_is_not_offered(
    office: Office, interviewer: Desk, colleague: Desk, interview: Interview
) -> None:
    without = Desk(office.member(Role.SUPERVISOR, Role.INTERVIEWER))
    page = interviewer.get("screening:hand_over", interview.pk).content.decode()
    assert str(colleague.staff.pk) not in page
    assert str(without.staff.pk) not in page
    _hand(interviewer, interview, colleague)
    assert Interview.unscoped.get(pk=interview.pk).interviewer_id == interviewer.staff.pk


def test_a_supervisor_hands_over_what_lies_still_and_nothing_that_goes_on(
    interviewer: Desk, supervisor: Desk, colleague: Desk, case: Case, interview: Interview
) -> None:
    _give(supervisor, case, colleague)
    assert supervisor.get("screening:hand_over", interview.pk).status_code == 404
    interviewer.post("screening:pause", interview.pk)
    assert _hand(supervisor, interview, colleague).status_code == 302
    assert supervisor.get("screening:interview", interview.pk).status_code == 404
    assert Interview.unscoped.get(pk=interview.pk).interviewer_id == colleague.staff.pk


def test_a_child_is_handed_to_a_child_protection_officer_only(
    office: Office, interviewer: Desk, supervisor: Desk, colleague: Desk, case: Case, interview: Interview
) -> None:
    _give(supervisor, case, colleague)
    interview = Interview.unscoped.get(pk=interview.pk)
    interview.told = {**interview.told, "age": "under"}
    interview.save_over(interview.version)
    officer = Desk(office.member(Role.CHILD_PROTECTION))
    certificates.grant(supervisor.actor, officer.staff, today() + timedelta(days=30))
    Involved.objects.create(case=case, staff=officer.staff)
    page = interviewer.get("screening:hand_over", interview.pk).content.decode()
    assert str(colleague.staff.pk) not in page
    assert str(officer.staff.pk) in page
    assert _hand(interviewer, interview, officer).status_code == 302
    assert officer.post("screening:resume", interview.pk).status_code == 302


def test_of_two_who_hand_over_at_once_the_later_is_asked_again(
    interviewer: Desk, supervisor: Desk, colleague: Desk, case: Case, interview: Interview
) -> None:
    _give(supervisor, case, colleague)
    page = _hand(interviewer, interview, colleague, version="99")
    assert page.status_code == 200
    assert Interview.unscoped.get(pk=interview.pk).interviewer_id == interviewer.staff.pk
