"""One person in two operations: linked by whoever owns both, gone over to with the second factor, nothing mixed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import reverse

from fristad.server.accounts import conduct, linking
from fristad.server.accounts.models import Staff
from fristad.server.accounts.models_signin import Linked
from fristad.server.accounts.rights import Role
from fristad.server.accounts.signin import entrance
from fristad.server.audit.models import Entry
from fristad.server.audit.services import act
from fristad.server.audit.verification import verify
from fristad.server.common.problems import WrongInputError
from tests.server.accounts.signin.conftest import CALL, PASSWORD, code_now, with_app
from tests.server.conftest import ELSEWHERE, OPERATION
from tests.server.office import Office, make_office, sign_in

pytestmark = pytest.mark.django_db
PAGE = "/in/operations/"


@dataclass(frozen=True)
class Two:
    """One person's two accounts, the second with an app."""

    here: Staff
    there: Staff
    seed: str

    def sent(self, away: int = 0) -> dict[str, str]:
        """Return the form that links them."""
        return {"name": "mira.south", "password": PASSWORD, "code": code_now(self.seed, away)}


@pytest.fixture
def two(office: Office, hire: Callable[..., Staff]) -> Two:
    """Mira works in the north as a caseworker, and in the south as an auditor."""
    here = hire("mira", Role.CASEWORKER)
    south = make_office(ELSEWHERE)
    there = south.member(Role.AUDITOR, name="mira.south")
    with act(entrance.acting(there), "password.changed", there):
        there.set_password(PASSWORD)
        there.save_over(there.version)
    conduct.accept(there.pk)
    with act(entrance.acting(there), "factor.added", there):
        seed = with_app(there)
    return Two(here, there, seed)


def _there(client: Client, two: Two, away: int = 0) -> str:
    """Link and go over; return the address that asks for the code."""
    client.post(PAGE, two.sent(away))
    link = linking.others(two.here)[0].link_id
    return client.post(reverse("signin:switch", args=[link]))["Location"]


def test_a_person_links_two_accounts_and_goes_over_with_the_second_factor(two: Two) -> None:
    client = sign_in(two.here)
    before = client.cookies["session"].value
    assert "Go there" not in client.get(PAGE).content.decode()
    assert _there(client, two, -1) == "/in/code/"
    assert client.get("/cases/").status_code == 302  # nobody's session now
    assert client.post("/in/code/", {"code": code_now(two.seed)}).status_code == 302
    assert client.session["_auth_user_id"] == str(two.there.pk)
    assert client.cookies["session"].value != before
    assert "You sign in there as <bdi>mira</bdi>" in client.get(PAGE).content.decode()


def test_nothing_of_one_operation_is_there_in_the_other(two: Two) -> None:
    client = sign_in(two.here)
    client.post(PAGE, two.sent(-1))
    assert client.get(reverse("cases:list")).status_code == 200
    client.post(reverse("signin:switch", args=[linking.others(two.here)[0].link_id]))
    client.post("/in/code/", {"code": code_now(two.seed)})
    assert client.get(reverse("cases:list")).status_code == 404  # no caseworker there
    actor = entrance.acting(two.there)
    assert (actor.operation_id, actor.has(Role.CASEWORKER), actor.has(Role.AUDITOR)) == (ELSEWHERE, False, True)


def test_each_log_holds_its_own_part_and_names_no_other(two: Two) -> None:
    client = sign_in(two.here)
    _there(client, two, -1)
    client.post("/in/code/", {"code": code_now(two.seed)})
    of_here = list(Entry.objects.filter(operation_id=OPERATION, actor_id=two.here.pk).values_list("action", flat=True))
    of_there = list(
        Entry.objects.filter(operation_id=ELSEWHERE, actor_id=two.there.pk).values_list("action", flat=True)
    )
    assert {"operation.linked", "operation.left"} <= set(of_here)
    assert {"operation.linked", "session.began"} <= set(of_there)
    assert not Entry.objects.filter(operation_id=OPERATION, actor_id=two.there.pk).exists()
    assert verify(ELSEWHERE).is_whole


@pytest.mark.parametrize("wrong", [{"password": "other words than these"}, {"password": CALL}, {"code": "000000"}])
def test_who_does_not_own_the_other_account_links_nothing(two: Two, wrong: dict[str, str]) -> None:
    answer = sign_in(two.here).post(PAGE, {**two.sent(), **wrong})
    assert "do not belong together" in answer.content.decode()
    assert not Linked.unscoped.exists()


def test_a_link_on_one_side_alone_is_none(two: Two) -> None:
    linking.link(two.here, two.there)
    Linked.unscoped.filter(staff=two.there).delete()
    assert linking.others(two.here) == []


def test_nobody_goes_over_by_the_link_of_another(two: Two, hire: Callable[..., Staff]) -> None:
    linking.link(two.here, two.there)
    link = linking.others(two.here)[0].link_id
    stranger = sign_in(hire("oskar"))
    assert stranger.post(reverse("signin:switch", args=[link])).status_code == 404
    assert stranger.post(reverse("signin:unlink_operation", args=[link])).status_code == 404


def test_it_ends_on_both_sides_and_with_the_account(two: Two) -> None:
    linking.link(two.here, two.there)
    linking.unlink(two.here, linking.others(two.here)[0].link_id)
    assert not Linked.unscoped.exists()
    linking.link(two.here, two.there)
    Staff.objects.filter(pk=two.there.pk).update(is_active=False)
    assert linking.others(two.here) == []


def test_accounts_of_one_operation_are_not_linked(two: Two, hire: Callable[..., Staff]) -> None:
    with pytest.raises(WrongInputError):
        linking.link(two.here, hire("oskar"))
