"""From a profile to a plan and back: judged, planned, done, judged again, and two dates side by side."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from fristad.server.accounts.rights import Role
from fristad.server.common.clock import today
from fristad.server.screening.models import Judgement
from tests.journeys.conftest import At
from tests.journeys.hands import Mouse
from tests.server.cases.files import open_case
from tests.server.office import Office, actor_of

pytestmark = pytest.mark.django_db(transaction=True)


def day(page: Page, name: str, days: int) -> None:
    """Write a day so many days ahead into its three fields."""
    ahead = today() + timedelta(days=days)
    for part in ("day", "month", "year"):
        page.locator(f'main [name="{name}_{part}"]').fill(str(getattr(ahead, part)))


def judged(page: Page, word: str, livelihood: str) -> None:
    """Judge the level that is open."""
    hands = Mouse(page)
    hands.pick("No way to earn a living", livelihood)
    page.locator(f'main input[name="level"][value="{word}"]').check()
    page.locator('main [name="reason"]').fill("We spoke of it at length.")
    day(page, "review_on", 60)
    hands.press("Record my judgement")


def test_a_profile_leads_to_a_plan_and_shows_later_what_changed(office: Office, at: At) -> None:
    worker = office.member(Role.CASEWORKER)
    case = open_case(actor_of(worker), "Aster Invented")
    with at(worker, java_script_enabled=False) as page:
        page.goto(reverse("screening:profile", args=[case.code, "person"]))
        hands, main = Mouse(page), page.get_by_role("main")
        page.locator('main a[href*="individual"]').click()
        judged(page, "high", "Yes: it is a risk here")
        expect(main.locator(".balance__risk")).to_have_count(2)  # one beside the word, one in the level
        hands.follow("Open the plan")
        page.locator("main a.govuk-button").click()
        page.locator('main [name="words"]').fill("Ask the tailor for paid work")
        page.locator('main [name="part"]').select_option("individual")
        page.locator('main [name="assignee"]').select_option(index=1)
        page.locator('main [name="agreed"][value="yes"]').check()
        day(page, "due_on", 7)
        hands.press("Save")
        page.goto(reverse("home"))
        expect(main).to_contain_text("Ask the tailor for paid work")
        page.goto(reverse("screening:prevention", args=[case.code, "person"]))
        page.locator('main a[href$="/end/"]').click()
        page.locator('main [name="outcome"][value="done"]').check()
        page.locator('main [name="answer"]').fill("Begins on Monday.")
        hands.press("Save")
        Judgement.unscoped.update(created_on=today() - timedelta(days=30))
        page.goto(reverse("screening:profile_level", args=[case.code, "person", "individual"]))
        judged(page, "low", "No")
        hands.follow("Compare two dates")
        expect(main).to_contain_text("Level: High, now Low")
        expect(main).to_contain_text("Risk, now No")
        expect(main).to_contain_text("Begins on Monday.")
