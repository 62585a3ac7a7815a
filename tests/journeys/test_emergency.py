"""A duty officer opens one case in an emergency, in a real browser; the supervisor is told and judges it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from fristad.server.accounts.models import Staff
from fristad.server.accounts.rights import Role
from fristad.server.cases.models import Case
from tests.conftest import ROOT
from tests.journeys.conftest import At
from tests.journeys.hands import Hands, Keyboard, Mouse
from tests.server.cases.files import open_case
from tests.server.office import Office, actor_of

pytestmark = pytest.mark.django_db(transaction=True)

SCREENS = ROOT / "build" / "screens" / "emergency"
REASON = "She called from the road. Nobody of her team answers."


@pytest.fixture
def case(office: Office) -> Case:
    """A case of somebody who does not answer."""
    contact = {"how": "At any hour", "rules": "Say nothing of us", "number": "+00000123456"}
    return open_case(actor_of(office.member(Role.CASEWORKER, name="mira")), "Invented Person", contacts=[contact])


@pytest.fixture
def sanna(office: Office) -> Staff:
    """The supervisor of the team."""
    return office.member(Role.SUPERVISOR, name="sanna")


def keep_picture(page: Page, name: str) -> None:
    """Keep a picture for a person to look at."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=str(SCREENS / f"{name}.png"), full_page=True)


@pytest.mark.parametrize(
    ("hands", "scripts"), [(Mouse, True), (Mouse, False), (Keyboard, True)], ids=["mouse", "no script", "keyboard"]
)
def test_one_case_is_opened_in_an_emergency_and_judged(
    at: At,
    office: Office,
    case: Case,
    sanna: Staff,
    hands: type[Mouse] | type[Keyboard],
    scripts: bool,  # noqa: FBT001
) -> None:
    officer = office.member(Role.DUTY_OFFICER, name="yusuf")
    with at(officer, java_script_enabled=scripts) as page:
        page.goto(f"/case/{case.code}/")
        expect(page.get_by_role("heading", name="This page is not here")).to_be_visible()
        page.goto("/")
        it_is_opened(hands(page), case)
    with at(sanna, java_script_enabled=scripts) as page:
        page.goto("/")
        it_is_judged(hands(page), case)
    with at(officer) as page:
        page.goto(f"/case/{case.code}/")
        expect(page.get_by_role("heading", name="This page is not here")).to_be_visible()


def it_is_opened(hands: Hands, case: Case) -> None:
    """Try a name, which is not enough, then the number."""
    hands.follow("Emergency")
    hands.write("Case code or telephone number", "Invented Person")
    hands.write("Why it cannot wait", REASON)
    hands.press("Open this case")
    expect(hands.page.get_by_role("main")).to_contain_text("exactly this code or number")
    keep_picture(hands.page, "not-found")
    hands.write("Case code or telephone number", "+00 000 123456")
    hands.press("Open this case")
    expect(hands.page).to_have_url(re.compile(f"/case/{case.code}/"))


def it_is_judged(hands: Hands, case: Case) -> None:
    """Read why, see what was done, and say that it was not right."""
    main = hands.page.get_by_role("main")
    hands.follow("Emergency access to judge")
    hands.follow(case.code)
    expect(main).to_contain_text(REASON)
    expect(main).to_contain_text("opened the case in an emergency")
    keep_picture(hands.page, "judgement")
    hands.choose("It should not have been opened")
    hands.write("In a few words", "The team was there. Call the second number first.")
    hands.press("Save")
    expect(main).to_contain_text("Call the second number first.")
