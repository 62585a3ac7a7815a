"""The style pages in a real browser: both directions, wide and phone, light and dark; pictures kept in build/screens.

The pictures are for a person to look at. What a machine can judge is judged here: accessibility, sideways scroll, the
size of what is clicked, no code or address that the policy refuses.
"""

import gzip
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.conftest import ROOT
from tests.server.site.browsing import PHONE, WIDE, opened
from tests.server.site.judging import axe, faults

SCREENS = ROOT / "build" / "screens" / "style"
STATIC = ROOT / "src" / "fristad" / "server" / "site" / "static"
PAGES = ["parts", "case", "forms", "interview", "problem", "locked"]

pytestmark = pytest.mark.django_db(transaction=True)


# Each page is seen in both directions, at both widths and in both schemes; not in all eight at once, for time.
@pytest.mark.parametrize(
    ("language", "width", "scheme"),
    [("en", WIDE, "light"), ("en", PHONE, "dark"), ("ar", WIDE, "dark"), ("ar", PHONE, "light")],
)
def test_it_is_accessible_and_fits(
    live_server: Any, open_vault: object, browser: Browser, language: str, width: int, scheme: Any
) -> None:
    judge = axe()
    SCREENS.mkdir(parents=True, exist_ok=True)
    wrong = {}
    with opened(browser, language, width, color_scheme=scheme) as page:
        for name in PAGES:
            page.goto(f"{live_server.url}/style/{name}/")
            page.screenshot(path=str(SCREENS / f"{name}-{language}-{width}-{scheme}.png"), full_page=True)
            page.evaluate(judge)
            wrong[name] = faults(page, width)
    assert not {name: found for name, found in wrong.items() if found}


# After a key, focus set by script counts as set by keyboard.
FAINT_FOCUS = """() => [...document.querySelectorAll(
    'a[href], button, summary, input:not([type=hidden]), select, textarea'
  )]
  .filter((item) => item.checkVisibility())
  .filter((item) => {
    item.focus();
    if (document.activeElement !== item) return true;
    const own = getComputedStyle(item);
    const label = item.labels?.[0] ? getComputedStyle(item.labels[0], '::before') : own;
    if (own.backgroundColor === 'rgb(255, 221, 0)') return own.color !== 'rgb(28, 35, 38)';
    return ![own, label].some((style) => (style.outlineColor + style.boxShadow).includes('255, 221, 0'));
  })
  .map((item) => item.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_shows_where_the_keyboard_is_in_yellow_with_dark_words(
    live_server: Any, open_vault: object, browser: Browser, scheme: Any
) -> None:
    with opened(browser, color_scheme=scheme) as page:
        for name in PAGES:
            page.goto(f"{live_server.url}/style/{name}/")
            page.keyboard.press("Tab")
            assert not page.evaluate(FAINT_FOCUS), name


def test_it_has_a_neutral_title_and_keeps_everything_out_of_the_mark_up_that_the_policy_refuses(
    client: Any, open_vault: object
) -> None:
    for name in PAGES:
        text = client.get(f"/style/{name}/").content.decode()
        title = text[text.index("<title>") : text.index("</title>")]
        assert not any(word in title.lower() for word in ("fristad", "case", "interview", "qk4mr7a"))
        assert " style=" not in text
        assert "<script>" not in text
        assert " onclick=" not in text


def test_it_loads_first_with_less_than_60_kilobytes(client: Any, open_vault: object) -> None:
    page = client.get("/style/parts/").content
    files = [(STATIC / name).read_bytes() for name in ("fristad.rtl.css", "fristad.js", "page.svg")]
    assert sum(len(gzip.compress(part)) for part in [page, *files]) < 60_000


def test_it_prints_black_on_white_without_what_one_clicks(
    live_server: Any, open_vault: object, browser: Browser
) -> None:
    with opened(browser, color_scheme="dark") as page:
        page.goto(f"{live_server.url}/style/case/")
        page.emulate_media(media="print")
        page.screenshot(path=str(SCREENS / "case-print.png"), full_page=True)
        for gone in (".navigation", ".exit", ".govuk-button", ".footer", ".parts"):
            assert not page.locator(gone).first.is_visible(), gone
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        assert page.get_by_role("heading", name="QK4MR7A").is_visible()
        assert page.locator(".print-only").is_visible()


def test_it_lies_down_a_journey_where_there_is_room_and_tells_it_to_screen_readers_either_way(
    live_server: Any, open_vault: object, browser: Browser
) -> None:
    for width, drawn in ((WIDE, True), (PHONE, False)):
        with opened(browser, width=width) as page:
            page.goto(f"{live_server.url}/style/case/")
            assert page.locator(".journey__map").is_visible() is drawn
            assert "Not told, not asked" in page.locator(".journey").aria_snapshot()
