"""What the journeys share: an office as it runs, and people who are signed in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
from django.conf import settings as django_settings
from playwright.sync_api import Browser, Page

from fristad.server.accounts.models import Staff
from tests.server.conftest import open_vault
from tests.server.office import Office, make_office, sign_in
from tests.server.site.browsing import WIDE, opened

__all__ = ["open_vault"]

At = Callable[..., AbstractContextManager[Page]]


@pytest.fixture
def office(db: None, open_vault: object, settings: Any) -> Office:
    """Give an invented office, run as a live one."""
    settings.DEMO = False
    return make_office()


@pytest.fixture
def at(live_server: Any, browser: Browser) -> At:
    """Give `at(person)`: a page of this person's own browser, signed in, that fails if the page has a fault."""

    @contextmanager
    def page_of(person: Staff, language: str = "en", width: int = WIDE, **options: Any) -> Iterator[Page]:
        with opened(browser, language, width, base_url=live_server.url, **options) as page:
            value = sign_in(person).cookies[django_settings.SESSION_COOKIE_NAME].value
            cookie = {"name": django_settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}
            page.context.add_cookies([cookie])  # type: ignore[list-item]
            yield page

    return page_of
