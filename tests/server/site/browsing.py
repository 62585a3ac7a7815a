"""A real browser for the tests of pages: short waits, no fault of a page left unheard."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from tests.conftest import require

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDE, PHONE = 1280, 390


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start Chromium; skip or fail the running test where there is none. Close it before the database is touched."""
    program = require("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(program), args=FLAGS, timeout=20_000)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def opened(browser: Browser, language: str = "en", width: int = WIDE, **options: Any) -> Iterator[Page]:
    """Open an empty page; at its end fail if the page had a fault, such as code that the policy refused."""
    context = browser.new_context(
        locale=language, viewport={"width": width, "height": 900}, reduced_motion="reduce", **options
    )
    context.set_default_timeout(5_000)
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    yield page
    context.close()
    # That a page answers with 404 or 503 is told on the console too, and is no fault of the page.
    unexpected = [fault for fault in faults if "with a status of" not in fault]
    assert not unexpected, unexpected
