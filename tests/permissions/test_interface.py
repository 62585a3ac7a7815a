"""The same table over the JSON interface: every operation x role x place, with a token that claims every right."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from fristad.server.accounts import conduct, tokens
from fristad.server.accounts.rights import RIGHTS
from fristad.server.api.urls import operations
from fristad.server.common.clock import today
from tests.permissions.conftest import undone
from tests.permissions.places import Place, Somebody, World
from tests.server.office import actor_of

# The doors are those of the pages, which are judged on PostgreSQL too.
pytestmark = pytest.mark.long

OPERATIONS = {f"{method} {name}": (name, method, right) for name, method, right in operations()}
#: What a program sends, so that nothing but scope can refuse it. An operation that is not here sends nothing.
SENT: dict[str, dict[str, Any]] = {
    "POST cases": {"sure": True},
    "PUT person": {"version": 0},
    "PUT contact": {"how": "By letter", "version": 0},
    "PUT risk": {"risk": "high", "reason": "Invented", "version": 0},
    "POST answers": {"leaf": "none", "value": "yes"},
    "POST decisions": {"seen": 1, "decision": "open", "agrees": "agree", "reasons": "Invented"},
}
#: Without a record: the right alone. With an interview, which is its interviewer's: nobody here has one.
PLAIN, PRIVATE = {"cases"}, {"interview", "answers"}
NOBODY = UUID("00000000-0000-4000-8000-000000000000")


@pytest.fixture(scope="package")
def claims(people: dict[str, Somebody]) -> dict[str, str]:
    """Give everybody a token that claims every right that a token can have, whatever they hold."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tokens, "offered", lambda _actor: list(tokens.grantable))
        return {who: _token(somebody) for who, somebody in people.items()}


def _token(somebody: Somebody) -> str:
    staff = somebody.spots[Place.OWN].staff
    conduct.accept(staff.pk)
    return tokens.make(actor_of(staff), staff, "Invented", tokens.grantable, today() + timedelta(days=1))


@pytest.mark.parametrize("operation", OPERATIONS)
def test_it_is_there_for_those_whose_right_reaches_it_and_for_nobody_else(
    operation: str, world: World, people: dict[str, Somebody], claims: dict[str, str]
) -> None:
    name, method, right = OPERATIONS[operation]
    assert not RIGHTS[right].dangerous
    for who, somebody in people.items():
        for place, spot in _places(name, somebody, right).items():
            expected = _is_expected(name, somebody, right, place)
            named = {} if name in PLAIN else {"interview_id": NOBODY} if name in PRIVATE else {"code": spot.case.code}
            sent = json.dumps(SENT[operation]) if operation in SENT else ""
            with undone():
                answer = Client(headers={"Authorization": f"Bearer {claims[who]}"}).generic(
                    method, reverse(f"api:{name}", kwargs=named), sent, content_type="application/json"
                )
            assert answer.status_code < 500, f"{who}, {place}: {answer.status_code}"
            assert (answer.status_code != 404) is expected, f"{who}, {place}: {answer.status_code}"


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_stranger_gets_nothing(operation: str, world: World) -> None:
    name, method, _right = OPERATIONS[operation]
    code = world.shared[Place.TEAM].case.code
    named = {} if name in PLAIN else {"interview_id": NOBODY} if name in PRIVATE else {"code": code}
    assert Client().generic(method, reverse(f"api:{name}", kwargs=named)).status_code == 401


def _places(name: str, somebody: Somebody, right: str) -> dict[Place, Any]:
    everywhere = name not in PLAIN | PRIVATE and somebody.may(right)
    return somebody.spots if everywhere else {Place.OWN: somebody.spots[Place.OWN]}


def _is_expected(name: str, somebody: Somebody, right: str, place: Place) -> bool:
    if name in PLAIN:
        return somebody.may(right)
    return name not in PRIVATE and somebody.reaches(right, place, staff=False)
