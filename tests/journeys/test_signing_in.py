"""Somebody comes to work: in a real browser, as an installation runs that is no demonstration."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from fristad.server.accounts import conduct
from fristad.server.accounts.factors import codes
from fristad.server.accounts.models import Staff
from fristad.server.accounts.rights import Role
from tests.conftest import ROOT
from tests.server.accounts.signin.conftest import PASSWORD, code_now, with_app
from tests.server.office import make_office
from tests.server.site.browsing import PHONE, opened

pytestmark = pytest.mark.django_db(transaction=True)

SCREENS = ROOT / "build" / "screens" / "signin"


@pytest.fixture
def mira(open_vault: object, settings: Any, db: None) -> Staff:
    """A caseworker who has a password and nothing else yet."""
    settings.DEMO = False
    staff = make_office().member(Role.CASEWORKER, name="mira")
    staff.set_password(PASSWORD)
    staff.save_over(staff.version)
    return staff


@pytest.fixture
def settled(mira: Staff) -> str:
    """The same caseworker after the first day; gives the seed of the app."""
    conduct.accept(mira.pk)
    return with_app(mira)


def sign_in(page: Page, url: str) -> None:
    """Type name and password."""
    page.goto(f"{url}/in/")
    page.get_by_label("Sign-in name").fill("mira")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def keep_picture(page: Page, name: str) -> None:
    """Keep a picture for a person to look at."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=str(SCREENS / f"{name}.png"), full_page=True)


@pytest.mark.parametrize("scripts", [True, False])
def test_the_first_day_with_an_app(live_server: Any, mira: Staff, browser: Browser, scripts: bool) -> None:  # noqa: FBT001
    with opened(browser, java_script_enabled=scripts) as page:
        sign_in(page, live_server.url)
        keep_picture(page, "factor")
        expect(page.get_by_role("heading", level=1)).to_have_text("Your second factor")
        page.get_by_role("link", name="Set up an app").click()
        keep_picture(page, "app")
        seed = re.sub(r"\s", "", page.locator("[data-seed]").inner_text())
        page.get_by_label("The six digits").fill("000000")
        page.get_by_role("button", name="Keep this app").click()
        expect(page.locator(".govuk-error-summary")).to_contain_text("This code is wrong")
        keep_picture(page, "app-wrong")
        page.get_by_label("The six digits").fill(code_now(seed))
        page.get_by_role("button", name="Keep this app").click()
        expect(page.locator("bdi.code")).to_have_count(10)
        keep_picture(page, "recovery")
        page.get_by_role("link", name="I have written them down").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Code of conduct")
        keep_picture(page, "conduct")
        page.get_by_label("I have read this").check()
        page.get_by_role("button", name="Accept").click()
        expect(page).to_have_url(f"{live_server.url}/")
        keep_picture(page, "home")


def test_a_later_day_with_a_code(live_server: Any, settled: str, browser: Browser) -> None:
    with opened(browser, width=PHONE) as page:
        page.goto(f"{live_server.url}/in/sessions/")
        keep_picture(page, "enter-phone")
        page.get_by_label("Sign-in name").fill("mira")
        page.get_by_label("Password", exact=True).fill("not the word")
        page.get_by_role("button", name="Sign in", exact=True).click()
        expect(page.locator(".govuk-error-summary")).to_contain_text("do not belong together")
        expect(page.get_by_label("Password", exact=True)).to_have_value("")
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).click()
        keep_picture(page, "code-phone")
        page.get_by_label("Code", exact=True).fill(code_now(settled))
        page.get_by_role("button", name="Go on").click()
        expect(page).to_have_url(f"{live_server.url}/in/sessions/")
        expect(page.locator("[data-session-end]")).to_have_text(re.compile(r"\d\d:\d\d"))
        keep_picture(page, "sessions-phone")


def test_the_telephone_is_lost_but_not_the_recovery_codes(
    live_server: Any, mira: Staff, settled: str, browser: Browser
) -> None:
    written_down = codes.new_recovery_codes(mira)
    with opened(browser, java_script_enabled=False) as page:
        sign_in(page, live_server.url)
        page.get_by_label("Code", exact=True).fill(f"{written_down[0][:4]} {written_down[0][4:]}")
        page.get_by_role("button", name="Go on").click()
        expect(page).to_have_url(f"{live_server.url}/")
        page.goto(f"{live_server.url}/in/notices/")
        expect(page.get_by_role("main")).to_contain_text("A recovery code was used to sign in as you")
        keep_picture(page, "notices")


def test_a_passkey_is_added_and_opens_alone(live_server: Any, settled: str, browser: Browser) -> None:
    with opened(browser) as page:
        _plug_in(page)
        sign_in(page, live_server.url)
        page.get_by_label("Code", exact=True).fill(code_now(settled))
        page.get_by_role("button", name="Go on").click()
        page.goto(f"{live_server.url}/in/factor/passkey/")
        page.get_by_label("A name for this passkey").fill("work computer")
        page.get_by_role("button", name="Add a passkey").click()
        expect(page.locator("bdi.code")).to_have_count(10)
        page.goto(f"{live_server.url}/in/factor/")
        expect(page.get_by_role("main")).to_contain_text("work computer")
        keep_picture(page, "factors")
        page.goto(f"{live_server.url}/exit/")
        page.goto(f"{live_server.url}/in/?next=/in/sessions/")
        keep_picture(page, "enter")
        page.get_by_role("button", name="Sign in with a passkey").click()
        expect(page).to_have_url(f"{live_server.url}/in/sessions/")
        page.goto(f"{live_server.url}/exit/")
        sign_in(page, live_server.url)
        keep_picture(page, "code")
        page.get_by_role("button", name="Use your passkey").click()
        expect(page).to_have_url(f"{live_server.url}/")


def test_leaving_in_a_hurry_shows_nothing_on_the_way_back(live_server: Any, settled: str, browser: Browser) -> None:
    with opened(browser, java_script_enabled=False) as page:
        sign_in(page, live_server.url)
        page.get_by_label("Code", exact=True).fill(code_now(settled))
        page.get_by_role("button", name="Go on").click()
        page.goto(f"{live_server.url}/in/sessions/")
        page.get_by_role("link", name="Exit this page").click()
        expect(page).to_have_url(f"{live_server.url}/neutral/")
        assert "ristad" not in page.locator("body").inner_text()
        assert page.context.cookies() == []
        page.go_back()
        expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
        assert page.title() == "Page"


def _plug_in(page: Page) -> None:
    """Give the browser a device with a passkey store whose owner is always there."""
    wire = page.context.new_cdp_session(page)
    wire.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    wire.send("WebAuthn.addVirtualAuthenticator", {"options": options})
