"""The one page of a locked server that asks for something, in a browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from fristad.server.vault.keystore import KeyStore
from tests.conftest import ROOT
from tests.server.custody.conftest import WORDS, Live
from tests.server.custody.test_live import Server, eventually, started
from tests.server.site.browsing import PHONE, opened
from tests.server.site.judging import axe, faults

SCREENS = ROOT / "build" / "screens" / "problems"


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


def test_who_has_lost_the_key_file_reads_that_nothing_is_lost_and_what_to_do(
    server: Server, browser: Browser, tmp_path: Path
) -> None:
    elsewhere = KeyStore.create(tmp_path / "another", "live").add_holder("Ada", WORDS["Ada"])
    (tmp_path / "another.key").write_text(elsewhere.to_text())
    (tmp_path / "shopping.txt").write_text("bread, tea")
    (tmp_path / "broken.key").write_bytes(b"")
    tries = {
        None: "Choose your key file. If it is lost or broken, read below what to do.",
        tmp_path / "broken.key": "This file is empty",
        tmp_path / "shopping.txt": "This is not a key file. Choose the file you were given.",
        tmp_path / "another.key": "This key file belongs to another installation. Choose yours.",
        server.live.key_file("Bo"): "do not belong together. Check each, and try again.",
    }
    with opened(browser, extra_http_headers={"X-Forwarded-Proto": "https"}) as page:
        page.goto(f"http://localhost:{server.port}/unlock/")
        for number, (path, said) in enumerate(tries.items()):
            page.get_by_label("Your name as a key holder").fill("Ada")
            page.get_by_label("Passphrase").fill(WORDS["Ada"])
            if path:
                page.get_by_label("Key file").set_input_files(path)
            page.wait_for_timeout(1100 * number)  # each wrong try makes the next one wait
            page.get_by_role("button", name="Open").click()
            summary = page.locator(".govuk-error-summary")
            expect(summary).to_contain_text(said)
            expect(summary).to_contain_text("Nothing was lost")
            expect(summary).to_contain_text("Files and passphrases are asked for again.")
            expect(page.get_by_role("main")).to_contain_text("Ask another key holder to open this service now")
            expect(page.get_by_label("Your name as a key holder")).to_have_value("Ada")
        SCREENS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=str(SCREENS / "key-file.png"), full_page=True)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_closed_pages_can_be_used_by_everybody(server: Server, browser: Browser, language: str) -> None:
    judge, wrong = axe(), {}
    proxy = {"X-Forwarded-Proto": "https"}
    with opened(browser, language, extra_http_headers=proxy) as page:
        for path in ("/unlock/", "/"):
            page.goto(f"http://localhost:{server.port}{path}")
            page.screenshot(path=str(SCREENS / f"closed{path.replace('/', '-')}{language}.png"), full_page=True)
            page.evaluate(judge)
            wrong[path] = faults(page, PHONE)
    assert not {path: found for path, found in wrong.items() if found}
