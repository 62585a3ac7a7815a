"""One walk over every page, each shown to somebody whose page it is: pictures for a person to look at, and what a
machine can judge. In English light, in Arabic dark; wide and on a phone.
"""

from __future__ import annotations

import gzip
import os
from typing import Any

import pytest
from django.conf import settings
from django.urls import resolve
from playwright.sync_api import Browser, Page

from tests.conftest import ROOT
from tests.permissions.addresses import ADDRESSES
from tests.server.site.browsing import PHONE, WIDE, chromium, opened
from tests.server.site.house import House, Stop, house
from tests.server.site.judging import axe, faults

__all__ = ["house"]

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]

SCREENS = ROOT / "build" / "screens" / "pages"
STATIC = ROOT / "src" / "fristad" / "server" / "site" / "static"
#: What is not looked at here, each with the test that shows it.
ELSEWHERE = {
    "signin:code": "tests/journeys/test_signing_in.py",
    "signin:accept": "tests/server/accounts/signin",
    "signin:recovery": "tests/journeys/test_signing_in.py",
    "signin:exit": "tests/journeys/test_signing_in.py",
    "people:enable": "tests/server/accounts/people",
    "cases:document": "a download",
    "signin:provider": "tests/server/accounts/signin/test_oidc.py",
    "signin:provider_back": "tests/server/accounts/signin/test_oidc.py",
    "signin:identity": "tests/server/accounts/signin/test_oidc.py",
    "signin:link": "tests/server/accounts/signin/test_oidc.py",
    "api:description": "tests/server/api",
    "health": "no page",
    "style": "tests/server/site/test_look.py",
    "custody:unlock": "tests/server/custody",
}


@pytest.mark.parametrize(("language", "scheme", "width"), [("en", "light", WIDE), ("ar", "dark", PHONE)])
def test_it_is_accessible_fits_and_keeps_to_itself(
    live_server: Any, house: House, language: str, scheme: Any, width: int
) -> None:
    stops = house.stops()
    chosen = os.environ.get("FRISTAD_PAGES")
    stops = [stop for stop in stops if not chosen or stop.name in chosen.split()]
    cookies = {who: house.cookie(who) for who in {stop.who for stop in stops} - {""}}
    SCREENS.mkdir(parents=True, exist_ok=True)
    wrong: dict[str, list[Any]] = {}
    with chromium() as browser:
        for who in sorted({stop.who for stop in stops}):
            walk = Walk(live_server.url, language, scheme, width)
            own = [stop for stop in stops if stop.who == who]
            wrong |= walk.of(browser, own, cookies.get(who, ""))
    assert not {name: found for name, found in wrong.items() if found}


def test_no_page_is_left_out(house: House) -> None:
    seen = {resolve(stop.url).view_name for stop in house.stops()}
    pages = {name for name, address in ADDRESSES.items() if "GET" in address.methods}
    assert pages - seen - set(ELSEWHERE) == set()


class Walk:
    """The pages of one person in one language."""

    def __init__(self, server: str, language: str, scheme: Any, width: int) -> None:
        self.server, self.language, self.scheme, self.width = server, language, scheme, width

    def of(self, browser: Browser, stops: list[Stop], cookie: str) -> dict[str, list[Any]]:
        wrong = {}
        with opened(browser, self.language, self.width, color_scheme=self.scheme) as page:
            asked: list[str] = []
            page.on("request", lambda request: asked.append(request.url))
            if cookie:
                page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": self.server}])
            for stop in stops:
                wrong[stop.name] = self.look(page, stop)
            assert [url for url in asked if not url.startswith(self.server)] == []
        return wrong

    def look(self, page: Page, stop: Stop) -> list[Any]:
        answer = page.goto(self.server + stop.url)
        if answer is None or answer.status not in (200, 404):
            return [("answers with", answer and answer.status)]
        for width in sorted((WIDE, PHONE), key=lambda each: each == self.width):
            page.set_viewport_size({"width": width, "height": 900})
            name = f"{stop.name.replace(':', '-')}-{self.language}-{width}.png"
            page.screenshot(path=str(SCREENS / name), full_page=True)
        page.evaluate(axe())
        found = faults(page, self.width)
        if weight(answer.body()) > 60_000:
            found.append(("loads first with bytes", weight(answer.body())))
        if any(word in page.title().lower() for word in ("fristad", "case", "trafficking")):
            found.append(("title", page.title()))
        return found


def weight(page: bytes) -> int:
    """Bytes of a first load, compressed: the page and what it needs."""
    files = [(STATIC / name).read_bytes() for name in ("fristad.rtl.css", "fristad.js", "page.svg")]
    return sum(len(gzip.compress(part)) for part in (page, *files))
