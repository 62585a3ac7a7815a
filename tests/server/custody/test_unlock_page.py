"""The one page of a locked server that asks for something, in a browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.server.custody.conftest import WORDS, Live
from tests.server.custody.test_live import Server, eventually, started
from tests.server.site.browsing import PHONE, opened
from tests.server.site.judging import axe, faults


@pytest.fixture
def server(live: Live) -> Iterator[Server]:
    """A locked server that a browser on this machine reaches by name."""
    live.more = {"FRISTAD_HOSTS": "localhost"}
    with started(live) as running:
        yield running


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_key_holder_opens_it_in_a_browser(server: Server, browser: Browser, *, scripts: bool) -> None:
    proxy = {"X-Forwarded-Proto": "https"}
    with opened(browser, java_script_enabled=scripts, extra_http_headers=proxy) as page:
        page.goto(f"http://localhost:{server.port}/unlock/")
        for words, after in (("not these words at all", "do not belong together"), (WORDS["Ada"], "Sign in")):
            page.get_by_label("Your name as a key holder").fill("Ada")
            page.get_by_label("Passphrase").fill(words)
            page.get_by_label("Key file").set_input_files(server.live.key_file("Ada"))
            # A wrong try makes the next one wait a second.
            page.wait_for_timeout(1100)
            page.get_by_role("button", name="Open").click()
            page.get_by_text(after).first.wait_for(timeout=15_000)
            assert words not in page.content()
        assert eventually(lambda: server.ask("/health/", host="localhost")[2] == '{"status": "open"}')


@pytest.mark.parametrize("language", ["en", "ar"])
def test_closed_pages_can_be_used_by_everybody(server: Server, browser: Browser, language: str) -> None:
    judge, wrong = axe(), {}
    proxy = {"X-Forwarded-Proto": "https"}
    with opened(browser, language, extra_http_headers=proxy) as page:
        for path in ("/unlock/", "/"):
            page.goto(f"http://localhost:{server.port}{path}")
            page.evaluate(judge)
            wrong[path] = faults(page, PHONE)
    assert not {path: found for path, found in wrong.items() if found}
