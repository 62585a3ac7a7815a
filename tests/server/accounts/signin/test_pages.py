"""Every page of signing in as people see it: accessible, fitting a telephone, in both directions. Pictures are kept."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from fristad.server.accounts import demo, notices
from fristad.server.accounts.factors import codes
from fristad.server.accounts.models import Staff
from fristad.server.accounts.models_signin import HeldForm
from fristad.server.accounts.rights import Role
from fristad.server.common import clock
from tests.conftest import ROOT
from tests.server.accounts.signin.conftest import PASSWORD, code_now, with_app
from tests.server.site import client_source
from tests.server.site.browsing import PHONE, WIDE, opened
from tests.server.site.test_look import faults

pytestmark = pytest.mark.django_db(transaction=True)

SCREENS = ROOT / "build" / "screens" / "signin"
PAGES = (
    "factor",
    "factor/app",
    "factor/passkey",
    "password",
    "call-for-help",
    "sessions",
    "conduct",
    "notices",
    "kept",
    "invite",
    "again",
)


@pytest.fixture
def boss(hire: Any, monkeypatch: pytest.MonkeyPatch) -> Staff:
    """An administrator with something on every page."""
    shown = [demo.DemoAccount("anna", "an easy word", "Caseworker"), demo.DemoAccount("bo", "another", "Supervisor")]
    monkeypatch.setattr(demo, "_sources", [lambda: shown])
    staff: Staff = hire("boss", Role.ADMINISTRATOR)
    notices.tell(staff, "factor.code_used")
    notices.tell(staff, "duress", staff=str(hire("mira").pk))
    row = HeldForm(staff=staff, operation_id=staff.operation_id, record_key=staff.record_key)
    row.content = {"path": "/in/notices/", "pairs": [["text", "some words"]], "had_files": True}
    row.until = clock.now() + timedelta(minutes=40)
    row.save(force_insert=True)
    return staff


@pytest.mark.parametrize(("language", "width", "scheme"), [("en", PHONE, "dark"), ("ar", WIDE, "light")])
def test_they_are_accessible_and_fit(
    live_server: Any, boss: Staff, browser: Browser, language: str, width: int, scheme: Any
) -> None:
    seed = with_app(boss)
    codes.new_recovery_codes(boss)
    axe = (client_source.installed() / "axe-core" / "axe.min.js").read_text()
    SCREENS.mkdir(parents=True, exist_ok=True)
    wrong: dict[str, list[Any]] = {}

    def judge(page: Page, name: str) -> None:
        picture = f"{name.replace('/', '-')}-{language}-{width}-{scheme}.png"
        page.screenshot(path=str(SCREENS / picture), full_page=True)
        page.evaluate(axe)
        wrong[name] = faults(page, width)

    with opened(browser, language, width, color_scheme=scheme) as page:
        page.goto(f"{live_server.url}/in/")
        judge(page, "enter")
        page.locator("#id_name").fill("boss")
        page.locator("#id_password").fill("wrong")
        page.locator("form:has(#id_name) > button").click()
        judge(page, "enter-wrong")
        page.locator("#id_password").fill(PASSWORD)
        page.locator("form:has(#id_name) > button").click()
        judge(page, "code")
        page.locator("#id_code").fill(code_now(seed))
        page.locator("form:has(#id_code) > button").click()
        for each in PAGES:
            page.goto(f"{live_server.url}/in/{each}/")
            judge(page, each)
        page.goto(f"{live_server.url}/in/factor/")
        page.locator("form[action$='/recovery/'] button").click()
        judge(page, "recovery")
    assert not {name: found for name, found in wrong.items() if found}
