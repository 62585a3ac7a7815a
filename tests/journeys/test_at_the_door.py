"""Who comes through a door: a first contact in Arabic, and somebody who refuses to be recorded."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from fristad.server.accounts.models import Staff
from fristad.server.accounts.rights import Role
from fristad.server.cases.models import Case
from fristad.server.common.clock import today
from fristad.server.screening.models import Arrival, Interview, Saying, Sitting, UnrecordedTalk, UnrecordedWeek
from fristad.server.screening.services import certificates
from tests.journeys.conftest import At
from tests.journeys.hands import Mouse
from tests.server.cases.files import open_case
from tests.server.office import Office, actor_of
from tests.server.screening import talking

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def worker(office: Office) -> Staff:
    """Somebody who may hold interviews."""
    made = office.member(Role.CASEWORKER)
    certificates.grant(actor_of(office.member(Role.SUPERVISOR)), made, today() + timedelta(days=30))
    return made


def noted(page: Page, button: str, **said: str) -> None:
    for name, value in said.items():
        page.locator(f'main input[name="{name}"][value="{value}"]').check()
    Mouse(page).press(button)


def test_a_first_contact_in_arabic_ends_in_an_offer(worker: Staff, at: At) -> None:
    with at(worker) as page:
        page.goto(reverse("screening:doors_in"))
        hands = Mouse(page)
        hands.follow("Registration")
        hands.follow("العربية")
        opening = page.locator(".said")
        expect(opening).to_have_attribute("dir", "rtl")
        expect(opening).to_contain_text("أطرح على الجميع")
        hands.write("How can we talk again, safely?", "عند البئر")
        noted(page, "Save", answer="later", keep="given")
        expect(page.get_by_role("main")).to_contain_text("عند البئر")
    assert Arrival.unscoped.get().told["language"] == "ar"
    assert not Case.unscoped.exists()


def test_somebody_refuses_to_be_recorded_and_nothing_of_them_is_kept(worker: Staff, at: At) -> None:
    case = open_case(actor_of(worker), "Aster Invented")
    with at(worker) as page:
        page.goto(reverse("screening:begin", args=[case.code]))
        page.locator('main [name="why"]').fill("To rest.")
        page.locator('main input[name="age"][value="adult"]').check()
        page.locator("main form button.govuk-button").first.click()
        for step, said in talking.STEPS.items():
            more = {"record": "refused"} if step == "consent" else {}
            noted(page, "Save and go on", **{**said, **more})
            if step == "consent":
                break
        expect(page.get_by_text("A talk that is not recorded")).to_be_visible()
        noted(page, "Go on", urgent="no")
        page.locator('main [name="words"]').fill("Nobody may write this.")
        noted(page, "Go on", value="yes")
        page.get_by_role("button", name="Stop and close").click()
        expect(page.get_by_role("main")).to_contain_text("Nobody may write this.")
        Mouse(page).press("Close: nothing is kept")
        expect(page.get_by_text("Nothing of what was said is kept.")).to_be_visible()
    for model in (Interview, Sitting, Saying, UnrecordedTalk):
        assert not model.unscoped.exists(), model
    assert UnrecordedWeek.unscoped.get().told["talks"] == 1
