"""A supervisor approves how risk and needs were judged, as they were read, and sees them in one list with the plans."""

from __future__ import annotations

import pytest

from fristad.server.accounts import notices
from fristad.server.accounts.rights import Role
from fristad.server.cases.models import AssessmentApproval, Case, MoveState, Need
from fristad.server.cases.selectors.approvals import ASSESSMENT, approval, changed_since, waiting
from fristad.server.cases.services.cases import risk_judge
from fristad.server.cases.services.plans import approval_ask
from fristad.server.cases.services.work import item_add
from fristad.server.common.problems import WrongInputError
from tests.server.cases.desk import Desk
from tests.server.cases.files import open_case
from tests.server.filling import untouched
from tests.server.office import Office


@pytest.fixture
def desk(office: Office) -> Desk:
    return Desk(office.member(Role.CASEWORKER))


@pytest.fixture
def lead(office: Office) -> Desk:
    return Desk(office.member(Role.SUPERVISOR))


@pytest.fixture
def case(desk: Desk) -> Case:
    made = open_case(desk.actor, "Nadia")
    return risk_judge(desk.actor, made, risk="high", reason="He called.", review_on=None, read_version=made.version)


def answer(lead: Desk, case: Case, agreed: str) -> int:
    shown = untouched(lead.get("cases:assessment_decide", case.code).content.decode())
    sent = shown | {"agreed": agreed, "words": "I see it so too."}
    return int(lead.post("cases:assessment_decide", case.code, **sent).status_code)


def test_a_supervisor_finds_it_in_the_list_and_approves_it(desk: Desk, lead: Desk, case: Case) -> None:
    assert desk.post("cases:assessment", case.code, words="Please look.").status_code == 302
    assert waiting(lead.actor) == 1
    assert f"/case/{case.code}/assessment/decide/" in lead.get("cases:plans").content.decode()
    assert "He called." in lead.get("cases:assessment_decide", case.code).content.decode()
    assert answer(lead, case, "yes") == 302
    assert AssessmentApproval.unscoped.get().state == MoveState.ACCEPTED
    assert waiting(lead.actor) == 0
    assert "I see it so too." in desk.get("cases:assessment", case.code).content.decode()
    assert "assessment.decided" in [notice.content["kind"] for notice in notices.waiting(desk.staff.pk)]


def test_it_is_sent_back_and_asked_for_again(desk: Desk, lead: Desk, case: Case) -> None:
    approval_ask(desk.actor, case, words="", subject=ASSESSMENT)
    answer(lead, case, "no")
    assert "To be looked at again" in desk.get("cases:assessment", case.code).content.decode()
    assert approval_ask(desk.actor, case, words="", subject=ASSESSMENT).state == MoveState.WAITING


def test_a_risk_judged_meanwhile_is_not_approved_unread(desk: Desk, lead: Desk, case: Case) -> None:
    approval_ask(desk.actor, case, words="", subject=ASSESSMENT)
    read = untouched(lead.get("cases:assessment_decide", case.code).content.decode())
    now = Case.unscoped.get(pk=case.pk)
    risk_judge(desk.actor, now, risk="low", reason="He left.", review_on=None, read_version=now.version)
    page = lead.post("cases:assessment_decide", case.code, **read | {"agreed": "yes", "words": "Good."})
    assert page.status_code == 200
    assert "He left." in page.content.decode()
    assert AssessmentApproval.unscoped.get().state == MoveState.WAITING


def test_a_need_noted_later_is_said(desk: Desk, lead: Desk, case: Case) -> None:
    approval_ask(desk.actor, case, words="", subject=ASSESSMENT)
    answer(lead, case, "yes")
    asked = approval(Case.unscoped.get(pk=case.pk), ASSESSMENT)
    assert not changed_since(asked)
    item_add(desk.actor, Case.unscoped.get(pk=case.pk), Need, {"kind": "health", "words": "A doctor"})
    assert changed_since(asked)
    assert "Changed since" in desk.get("cases:assessment", case.code).content.decode()


def test_nobody_approves_their_own(lead: Desk) -> None:
    own = open_case(lead.actor, "Rim")
    risk_judge(lead.actor, own, risk="low", reason="Calm.", review_on=None, read_version=own.version)
    approval_ask(lead.actor, own, words="", subject=ASSESSMENT)
    assert waiting(lead.actor) == 0
    assert answer(lead, own, "yes") == 200
    assert AssessmentApproval.unscoped.get().state == MoveState.WAITING


def test_without_a_judged_risk_there_is_nothing_to_approve(desk: Desk) -> None:
    blank = open_case(desk.actor, "Nobody yet")
    with pytest.raises(WrongInputError, match="Judge it first"):
        approval_ask(desk.actor, blank, words="", subject=ASSESSMENT)
