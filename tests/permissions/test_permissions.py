"""The permission table: what is out of scope looks like not there, for every address, role and place."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from fristad.server.accounts.checks import addresses
from tests.permissions.addresses import ADDRESSES, Address, Kind
from tests.permissions.conftest import undone
from tests.permissions.places import ROLES, Place, Somebody, Spot, World

pytestmark = [pytest.mark.both_databases, pytest.mark.long]

VIEWS: dict[str, Any] = {name: pattern.callback for name, pattern in addresses()}
GUARDED = sorted(name for name, address in ADDRESSES.items() if address.kind is not Kind.PUBLIC)
WHO = [f"{role.value}, {scope.value}" for role, scope in ROLES]


def ask(browser: Client, name: str, method: str, world: World, spot: Spot) -> HttpResponse:
    url = reverse(name, kwargs=ADDRESSES[name].arguments(world, spot))
    key = settings.SESSION_COOKIE_NAME
    cookie = browser.cookies[key].value if key in browser.cookies else None
    with undone():
        answer: HttpResponse = browser.generic(method, url)
    if cookie is not None:
        browser.cookies[key] = cookie
    return answer


def is_sign_in(answer: HttpResponse) -> bool:
    return answer.status_code == 302 and answer["Location"].split("?")[0] == reverse(settings.LOGIN_URL)


def test_every_address_has_a_row() -> None:
    assert sorted(VIEWS) == sorted(ADDRESSES)


def test_every_public_address_is_public_on_purpose() -> None:
    open_to_all = {name for name, view in VIEWS.items() if not hasattr(view, "right")}
    assert open_to_all == {name for name, address in ADDRESSES.items() if address.kind is Kind.PUBLIC}


@pytest.mark.parametrize("name", GUARDED)
def test_a_stranger_is_sent_to_the_sign_in_page(name: str, world: World) -> None:
    spot = world.shared[Place.TEAM]
    for method in ADDRESSES[name].methods:
        assert is_sign_in(ask(Client(), name, method, world, spot)), method


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("name", GUARDED)
def test_it_is_there_for_those_whose_right_reaches_it_and_for_nobody_else(
    name: str, who: str, world: World, people: dict[str, Somebody]
) -> None:
    somebody, address, right = people[who], ADDRESSES[name], VIEWS[name].right
    for place, spot in places_of(address, somebody, right).items():
        expected = is_expected(address, somebody, right, place)
        # What is there, and a door that is shut, are seen with the first method. What is out of scope behind an open
        # door must not be there for any.
        for method in address.methods[:1] if expected or not somebody.may(right) else address.methods:
            answer = ask(somebody.browser, name, method, world, spot)
            found = answer.status_code
            assert found < 500, f"{method} {place}: {found}"
            assert (found != 404) is expected, f"{method} {place}: {found}, {'reached' if expected else '404'} expected"
            assert not expected or name == "signin:out" or not is_sign_in(answer), f"{method} {place}: signed out"


def places_of(address: Address, somebody: Somebody, right: str) -> dict[Place, Spot]:
    """Return the places to ask for: all for a record, one for a page without, one where the door is shut anyhow."""
    if address.kind in (Kind.PLAIN, Kind.PRIVATE) or not somebody.may(right):
        return {Place.OWN: somebody.spots[Place.OWN]}
    only_cases = {Place.NAMED, Place.OTHER_AGENCY_NAMED, Place.CIRCLE, Place.CIRCLE_NAMED}
    skipped = set() if address.kind is Kind.CASE else only_cases
    return {place: spot for place, spot in somebody.spots.items() if place not in skipped}


def is_expected(address: Address, somebody: Somebody, right: str, place: Place) -> bool:
    match address.kind:
        case Kind.PLAIN:
            return somebody.may(right)
        case Kind.PRIVATE:
            return False
        case Kind.AGENCY:
            return somebody.reaches_agency(right, place)
        case _:
            return somebody.reaches(right, place, staff=address.kind is Kind.STAFF)
