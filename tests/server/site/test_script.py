"""What script adds to the pages, in a real browser; and that the same pages do without it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.server.site.browsing import PHONE, opened

pytestmark = pytest.mark.django_db(transaction=True)


def answer(kept: list[str], body: str = "") -> Any:
    """Answer in the server's place, and keep what was sent."""

    def fulfil(route: Route) -> None:
        kept.append(f"{route.request.method} {route.request.post_data or ''}")
        route.fulfill(status=200, content_type="text/html", body=body)

    return fulfil


def press_shift(page: Page, times: int) -> None:
    for _time in range(times):
        page.keyboard.press("Shift")


def test_it_leaves_when_shift_is_pressed_three_times_and_saves_what_was_typed_first(
    live_server: Any, open_vault: object, browser: Browser
) -> None:
    steps: list[str] = []
    with opened(browser) as page:
        page.goto(f"{live_server.url}/style/interview/")
        page.route("**/style/interview/", answer(steps))
        page.route("**/exit/", answer(steps, "gone"))
        page.get_by_label("own words, if they wish").fill("first you pay")
        press_shift(page, 2)
        assert page.locator(".govuk-exit-this-page__indicator-light--on").count() == 2
        assert page.url.endswith("/style/interview/")
        press_shift(page, 1)
        page.wait_for_url("**/exit/")
    assert [step.split()[0] for step in steps] == ["POST", "GET"]
    assert "words=first+you+pay" in steps[0]
    assert "csrfmiddlewaretoken" in steps[0]


def test_it_leaves_without_waiting_for_a_server_that_does_not_answer(
    live_server: Any, open_vault: object, browser: Browser
) -> None:
    with opened(browser) as page:
        page.goto(f"{live_server.url}/style/interview/")
        page.route("**/style/interview/", lambda route: None)
        page.route("**/exit/", answer([], "gone"))
        page.get_by_label("own words, if they wish").fill("first you pay")
        page.get_by_role("link", name="Exit this page").click()
        assert not page.locator("main").is_visible()
        page.wait_for_url("**/exit/", timeout=3_000)


def test_it_does_not_leave_when_capitals_are_typed(live_server: Any, open_vault: object, browser: Browser) -> None:
    with opened(browser) as page:
        page.goto(f"{live_server.url}/style/interview/")
        page.get_by_label("own words, if they wish").focus()
        for letter in "ABCD":
            page.keyboard.press(f"Shift+{letter}")
        expect(page.get_by_label("own words, if they wish")).to_have_value("ABCD")
        assert page.url.endswith("/style/interview/")


def test_it_saves_while_one_types_and_says_when(live_server: Any, open_vault: object, browser: Browser) -> None:
    sent: list[str] = []
    with opened(browser) as page:
        page.clock.install()
        page.goto(f"{live_server.url}/style/interview/")
        page.route("**/style/interview/", answer(sent))
        page.get_by_label("own words, if they wish").fill("first you pay")
        page.clock.run_for(11_000)
        expect(page.locator("[data-saved]")).to_contain_text("Saved at")
    assert len(sent) == 1


def test_it_warns_before_the_session_ends_and_can_be_asked_for_more_time(
    live_server: Any, open_vault: object, browser: Browser
) -> None:
    asked: list[str] = []
    with opened(browser) as page:
        page.clock.install()
        page.goto(f"{live_server.url}/style/parts/")
        notice = page.locator("[data-session-notice]")
        expect(notice).to_be_hidden()
        page.clock.run_for(29 * 60_000)
        expect(notice).to_be_visible()
        end = datetime.now(UTC) + timedelta(hours=2)
        printed = f'<footer><time datetime="{end.isoformat()}" data-session-end>later</time></footer>'
        page.route("**/style/parts/", answer(asked, printed))
        page.get_by_role("button", name="Stay signed in").click()
        expect(notice).to_be_hidden()
        expect(page.locator("time[data-session-end]")).to_have_text("later")
    assert asked[0].startswith("POST csrfmiddlewaretoken=")


def test_it_takes_the_keyboard_from_the_skip_link_to_the_page_and_from_the_error_to_its_field(
    live_server: Any, open_vault: object, browser: Browser
) -> None:
    with opened(browser) as page:
        page.goto(f"{live_server.url}/style/forms/")
        expect(page.locator(".govuk-error-summary")).to_be_focused()
        page.get_by_role("link", name="Day of the first talk").press("Enter")
        expect(page.get_by_label("Day", exact=True)).to_be_focused()
        page.goto(f"{live_server.url}/style/case/")
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Skip to the page")).to_be_focused()
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"


@pytest.mark.parametrize("width", [1280, PHONE])
def test_it_does_without_script(live_server: Any, open_vault: object, browser: Browser, width: int) -> None:
    with opened(browser, width=width, java_script_enabled=False) as page:
        page.goto(f"{live_server.url}/style/interview/")
        exit_link = page.get_by_role("link", name="Exit this page")
        assert exit_link.get_attribute("href") == "/exit/"
        assert page.locator("time[data-session-end]").is_visible()
        page.goto(f"{live_server.url}/style/case/")
        if width == PHONE:
            page.locator(".navigation summary").click()
        expect(page.get_by_role("textbox", name="Case code").filter(visible=True)).to_have_count(1)
        assert page.get_by_role("link", name="Interviews").first.is_visible()
        page.goto(f"{live_server.url}/style/parts/")
        page.get_by_text("What will the partner see?").click()
        assert page.get_by_text("Not the account, not the place.").is_visible()


def test_it_says_that_there_is_no_connection_and_keeps_the_form(
    live_server: Any, open_vault: object, browser: Browser
) -> None:
    with opened(browser) as page:
        page.goto(f"{live_server.url}/style/interview/")
        said, words = page.get_by_text("No connection."), page.get_by_label("own words, if they wish")
        expect(said).to_be_hidden()
        words.fill("first you pay")
        page.context.set_offline(True)
        expect(said).to_be_visible()
        page.get_by_role("button", name="Save and go on").click()
        expect(words).to_have_value("first you pay")
        page.context.set_offline(False)
        expect(said).to_be_hidden()
