"""The permission table: what is out of scope looks like not there, for every address, role and place.

One test for each address asks for everybody in every place, and names each cell of the table that is wrong. On
PostgreSQL, where only what the database answers can differ, it leaves out the doors that are shut before it is asked
for a record, and asks once for each record, not once for each method.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from fristad.server.accounts.checks import addresses
from tests.permissions.addresses import ADDRESSES, Address, Kind
from tests.permissions.conftest import undone
from tests.permissions.places import Place, Somebody, Spot, World

pytestmark = [pytest.mark.both_databases, pytest.mark.long]

#: Operations of the JSON interface have a right for each method: `test_interface`.
VIEWS: dict[str, Any] = {
    name: pattern.callback
    for name, pattern in addresses()
    if not isinstance(getattr(pattern.callback, "right", ""), dict)
}
GUARDED = sorted(name for name, address in ADDRESSES.items() if address.kind is not Kind.PUBLIC)


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


def test_a_stranger_is_sent_to_the_sign_in_page(world: World) -> None:
    spot = world.shared[Place.TEAM]
    asked = [(name, method) for name in GUARDED for method in ADDRESSES[name].methods]
    assert [(name, method) for name, method in asked if not is_sign_in(ask(Client(), name, method, world, spot))] == []


@pytest.mark.parametrize("name", GUARDED)
def test_it_is_there_for_those_whose_right_reaches_it_and_for_nobody_else(
    name: str, world: World, people: dict[str, Somebody]
) -> None:
    wrong = [f"{who}, {cell}" for who, somebody in people.items() for cell in wrong_cells(name, world, somebody)]
    assert not wrong, "\n".join([f"{name} is wrong for", *wrong])


def wrong_cells(name: str, world: World, somebody: Somebody) -> Iterator[str]:
    """Say for each place and method in which an address is not what the table says, what it is instead."""
    address, right = ADDRESSES[name], VIEWS[name].right
    quick = connection.vendor == "postgresql"
    if quick and not somebody.may(right):
        return
    for place, spot in places_of(address, somebody, right).items():
        expected = is_expected(address, somebody, right, place)
        # What is there, and a door that is shut, are seen with the first method. What is out of scope behind an open
        # door must not be there for any.
        for method in address.methods[:1] if expected or quick or not somebody.may(right) else address.methods:
            answer = ask(somebody.browser, name, method, world, spot)
            found = answer.status_code
            if found >= 500 or (found != 404) is not expected:
                yield f"{method} {place}: {found}, {'reached' if expected else '404'} expected"
            elif expected and name != "signin:out" and is_sign_in(answer):
                yield f"{method} {place}: signed out"


def places_of(address: Address, somebody: Somebody, right: str) -> dict[Place, Spot]:
    """Return the places to ask for: all for a record, one for a page without, one where the door is shut anyhow."""
    if address.kind in (Kind.PLAIN, Kind.PRIVATE) or not somebody.may(right):
        return {Place.OWN: somebody.spots[Place.OWN]}
    only_cases = {Place.NAMED, Place.OTHER_AGENCY_NAMED, Place.CIRCLE, Place.CIRCLE_NAMED}
    skipped = set() if address.kind in (Kind.CASE, Kind.OTHERS, Kind.OWN) else only_cases
    return {place: spot for place, spot in somebody.spots.items() if place not in skipped}


def is_expected(address: Address, somebody: Somebody, right: str, place: Place) -> bool:
    match address.kind:
        case Kind.PLAIN:
            return somebody.may(right)
        case Kind.PRIVATE:
            return False
        case Kind.AGENCY:
            return somebody.reaches_agency(right, place)
        case Kind.OWN:
            return somebody.reaches_own(right, place)
        case Kind.MET:
            return somebody.reaches_met(right, place)
        case _:
            is_left_out = address.kind is Kind.OTHERS and place is Place.OWN
            return not is_left_out and somebody.reaches(right, place, staff=address.kind is Kind.STAFF)
