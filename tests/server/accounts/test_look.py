"""The pages about people as people see them: accessible, fitting a telephone, in both directions. Pictures are kept."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Browser

from fristad.server.accounts.models import PendingGrant
from fristad.server.accounts.rights import Role, Scope
from fristad.server.accounts.selectors import roles_of
from fristad.server.accounts.services import granting, operations
from fristad.server.accounts.services.granting import Offer
from fristad.server.common.clock import today
from fristad.server.vault.keyring import OperationKeys
from tests.conftest import ROOT
from tests.server.office import Office, actor_of, make_office, sign_in
from tests.server.site import client_source
from tests.server.site.browsing import PHONE, WIDE, opened
from tests.server.site.test_look import faults

pytestmark = pytest.mark.django_db(transaction=True)

SCREENS = ROOT / "build" / "screens" / "people"


def filled(office: Office) -> tuple[Any, dict[str, str]]:
    """Return a signed-in browser's cookie value and every page with something on it."""
    administrator = office.member(Role.ADMINISTRATOR, name="heron")
    person = office.member((Role.SUPERVISOR, Scope.TEAM), Role.DUTY_OFFICER, name="stork")
    office.member(Role.CASEWORKER, name="crane", team=office.other_team)
    until = today() + timedelta(days=90)
    other = actor_of(office.member(Role.ADMINISTRATOR, name="swift"))
    pending = granting.ask(other, person, Offer(Role.SUPERVISOR, Scope.OPERATION, until))
    assert isinstance(pending, PendingGrant)
    point = operations.NewFocalPoint("Ada Nordlund", "ada@norland.example", "Board")
    named = operations.name_focal_point(office.system, office.agency, point)
    pages = {
        "list": reverse("people:list"),
        "person": reverse("people:person", args=[person.pk]),
        "change": reverse("people:change", args=[person.pk]),
        "disable": reverse("people:disable", args=[person.pk]),
        "role_new": reverse("people:role_new", args=[person.pk]),
        "role": reverse("people:role", args=[roles_of(person)[0].grant.pk]),
        "reset": reverse("people:reset", args=[person.pk]),
        "waiting": reverse("people:waiting"),
        "waiting_one": reverse("people:waiting_one", args=[pending.pk]),
        "teams": reverse("people:teams"),
        "focal_points": reverse("people:focal_points"),
        "focal_point_new": reverse("people:focal_point_new"),
        "focal_point_end": reverse("people:focal_point_end", args=[named.pk]),
    }
    return sign_in(administrator).cookies[settings.SESSION_COOKIE_NAME].value, pages


@pytest.mark.parametrize(
    ("language", "width", "scheme"), [("en", PHONE, "dark"), ("ar", WIDE, "light"), ("en", WIDE, "light")]
)
def test_they_are_accessible_and_fit(
    live_server: Any, open_vault: OperationKeys, browser: Browser, language: str, width: int, scheme: Any
) -> None:
    cookie, pages = filled(make_office())
    axe = (client_source.installed() / "axe-core" / "axe.min.js").read_text()
    SCREENS.mkdir(parents=True, exist_ok=True)
    wrong: dict[str, list[Any]] = {}
    with opened(browser, language, width, color_scheme=scheme) as page:
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
        for name, address in pages.items():
            page.goto(live_server.url + address)
            page.screenshot(path=str(SCREENS / f"{name}-{language}-{width}-{scheme}.png"), full_page=True)
            page.evaluate(axe)
            wrong[name] = faults(page, width)
    assert not {name: found for name, found in wrong.items() if found}
