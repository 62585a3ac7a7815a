"""What a machine can judge of a page: accessibility, sideways scroll, the size of what is clicked."""

from typing import Any

from playwright.sync_api import Page

from tests.server.site import client_source

AXE = "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})"
# Links inside a sentence are free of the 44 px (WCAG 2.5.8), and so is what is seen only by keyboard.
SMALL_TARGETS = """() => [...document.querySelectorAll(
    'button, input:not([type=hidden]), select, summary, nav a, .exit'
  )]
  .filter((item) => item.checkVisibility() && !item.closest('.govuk-breadcrumbs, .govuk-visually-hidden-focusable'))
  .map((item) => [item.outerHTML.slice(0, 90), item.getBoundingClientRect().height])
  .filter(([, height]) => height < 43.9)"""


def axe() -> str:
    """Return the script that judges accessibility, to be run in each page before `faults`."""
    return (client_source.installed() / "axe-core" / "axe.min.js").read_text()


def faults(page: Page, width: int) -> list[Any]:
    """What is wrong with the page that is open."""
    found = page.evaluate(AXE)["violations"]
    broken = [(each["id"], [node["html"][:160] for node in each["nodes"][:3]]) for each in found]
    small = page.evaluate(SMALL_TARGETS)
    # Enlarged to four times its size (WCAG 1.4.10), a page of 1280 is one of 320.
    sideways = [("scrolls sideways at", each) for each in (width, 800, 320) if scrolls(page, each)]
    page.set_viewport_size({"width": width, "height": 900})
    return [*broken, *sideways, *small]


def scrolls(page: Page, width: int) -> bool:
    page.set_viewport_size({"width": width, "height": 900})
    # Two frames, so that what depends on the size of something else is laid out too.
    settled = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
    page.evaluate(settled)
    return bool(page.evaluate("document.documentElement.scrollWidth") > width)
