"""An interview in the browser: paused on one machine, gone on with on another, and stopped."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from fristad.server.accounts import conduct
from fristad.server.accounts.rights import Role
from fristad.server.common.clock import today
from fristad.server.screening.models import Interview
from fristad.server.screening.services import certificates
from tests.journeys.conftest import At
from tests.server.accounts.signin.conftest import with_app
from tests.server.cases.files import open_case
from tests.server.office import Office, actor_of
from tests.server.screening.talking import STEPS

pytestmark = pytest.mark.django_db(transaction=True)


def _save(page: Page) -> None:
    page.get_by_role("button", name="Save and go on").click()


def _before(page: Page) -> None:
    """Note what comes before any topic."""
    for step, noted in STEPS.items():
        expect(page.locator(f"main input[name=step][value={step}]")).to_have_count(1)
        for name, value in noted.items():
            page.locator(f"main input[name={name}][value={value}]").check()
        _save(page)


def test_it_is_paused_gone_on_with_in_another_browser_and_stopped(at: At, office: Office) -> None:
    staff = office.member(Role.CASEWORKER)
    with_app(staff)
    conduct.accept(staff.pk)
    certificates.grant(actor_of(office.member(Role.SUPERVISOR)), staff, today() + timedelta(days=9))
    case = open_case(actor_of(staff), "Aster Invented")
    with at(staff) as page:
        page.goto(f"/case/{case.code}/interviews/")
        page.get_by_role("button", name="Begin an interview").click()
        page.get_by_label("18 or older").check()
        page.get_by_label("Why talking helps this person now").fill("To find a safe bed.")
        page.locator("main form .govuk-button").first.click()
        _before(page)
        page.get_by_label("In the person's own words").fill("There was a boat.")
        _save(page)
        first = page.locator("input[name=leaf]").get_attribute("value")
        page.locator("main input[name=value][value=no]").check()
        _save(page)
        page.get_by_role("button", name="Pause").click()
        expect(page.get_by_text("Paused").first).to_be_visible()
    with at(staff) as page:
        page.goto(f"/case/{case.code}/interviews/")
        page.get_by_role("link", name="Go on").first.click()
        page.get_by_role("button", name="Go on with the interview").click()
        _before(page)
        page.get_by_label("In the person's own words").fill("")
        _save(page)
        assert page.locator("input[name=leaf]").get_attribute("value") != first
        page.get_by_role("button", name="Stop and close").click()
        page.get_by_label("What happens next, as you told the person").fill("Rest.")
        page.get_by_role("button", name="Close the interview").click()
        expect(page.get_by_role("heading", name="Screening result")).to_be_visible()
    assert Interview.unscoped.get(case=case).state == "closed"
