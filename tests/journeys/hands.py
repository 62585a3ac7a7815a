"""Two ways to use a page: with a mouse, and with the keyboard alone. A journey is told once and walked with both."""

from __future__ import annotations

import re
from typing import Protocol

from playwright.sync_api import Locator, Page

#: More keys than this to reach something is too far for anybody.
FARTHEST = 90


class Hands(Protocol):
    """What somebody does on a page."""

    page: Page

    def follow(self, link: str) -> None:
        """Go where a link leads."""

    def press(self, button: str) -> None:
        """Press a button."""

    def write(self, label: str, words: str) -> None:
        """Write words into a field, in place of what stands there."""

    def choose(self, label: str) -> None:
        """Choose one of a few."""

    def tick(self, box: Locator) -> None:
        """Choose one of a few whose words stand on the page more than once."""

    def pick(self, label: str, option: str) -> None:
        """Pick from a list that opens."""


class Mouse:
    """Clicks."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def follow(self, link: str) -> None:
        """Go where a link leads."""
        _link(self.page, link).click()

    def press(self, button: str) -> None:
        """Press a button."""
        self.page.get_by_role("main").get_by_role("button", name=button, exact=True).first.click()

    def write(self, label: str, words: str) -> None:
        """Write words into a field, in place of what stands there."""
        _labelled(self.page, label).first.fill(words)

    def choose(self, label: str) -> None:
        """Choose one of a few."""
        self.tick(_labelled(self.page, label))

    def tick(self, box: Locator) -> None:
        """Choose one of a few whose words stand on the page more than once."""
        box.check()

    def pick(self, label: str, option: str) -> None:
        """Pick from a list that opens."""
        _labelled(self.page, label).select_option(label=option)


class Keyboard:
    """Moves with Tab and arrows, and sees where it is by the focus alone."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def follow(self, link: str) -> None:
        """Go where a link leads."""
        self._reach(_link(self.page, link))
        self._enter()

    def press(self, button: str) -> None:
        """Press a button."""
        self._reach(self.page.get_by_role("main").get_by_role("button", name=button, exact=True).first)
        self._enter()

    def write(self, label: str, words: str) -> None:
        """Write words into a field, in place of what stands there."""
        self._reach(_labelled(self.page, label).first)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(words)

    def choose(self, label: str) -> None:
        """Choose one of a few."""
        self.tick(_labelled(self.page, label))

    def tick(self, box: Locator) -> None:
        """Choose one of a few: Tab reaches the group, arrows its members."""
        self._reach(box, group=True)
        for _step in range(FARTHEST):
            if _has_focus(box):
                break
            self.page.keyboard.press("ArrowDown")
        self.page.keyboard.press("Space")
        assert box.is_checked(), f"{box} cannot be chosen with the keyboard"

    def pick(self, label: str, option: str) -> None:
        """Pick from a list by the letters of an entry."""
        field = _labelled(self.page, label)
        self._reach(field)
        self.page.keyboard.type(option)
        assert field.locator("option:checked").inner_text() == option

    def _reach(self, wanted: Locator, *, group: bool = False) -> None:
        for _step in range(FARTHEST):
            if _has_focus(wanted, group=group):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{wanted} is not reached with {FARTHEST} keys")

    def _enter(self) -> None:
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")


def _link(page: Page, words: str) -> Locator:
    # For screen readers a link may go on after a colon: close, and what.
    return page.get_by_role("link", name=re.compile(rf"^\s*{re.escape(words)}(\s*:.*)?\s*$")).first


def _labelled(page: Page, label: str) -> Locator:
    # A field may carry a mark: optional, or needed.
    return page.get_by_label(re.compile(rf"^\s*{re.escape(label)}(\s+\(\w+\))?\s*$"))


def _has_focus(wanted: Locator, *, group: bool = False) -> bool:
    same = "document.activeElement.name === item.name" if group else "document.activeElement === item"
    return bool(wanted.evaluate(f"(item) => {same}"))
