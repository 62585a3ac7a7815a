"""Slowing: by name and address together, in every worker, without a name or an address in clear."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client, RequestFactory

from fristad.server.accounts import throttle
from fristad.server.accounts.models import Staff
from fristad.server.accounts.models_signin import Tries
from fristad.server.common import clock
from fristad.server.common.problems import LockedError, TooManyError
from fristad.server.vault.keyring import keyring
from tests.server.accounts.signin.conftest import code_now, enter, with_app

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def _wrong(times: int, name: str = "mira", address: str = "192.0.2.1") -> list[int]:
    client = Client(REMOTE_ADDR=address)
    return [enter(client, name, "wrong").status_code for _ in range(times)]


def test_it_slows_one_name_from_one_address(mira: Staff) -> None:
    assert _wrong(7) == [200] * 5 + [429] * 2


def test_a_right_password_waits_too(mira: Staff) -> None:
    _wrong(5)
    page = enter(Client(REMOTE_ADDR="192.0.2.1"))
    assert page.status_code == 429
    assert "Try again in" in page.content.decode()


def test_the_same_name_is_open_from_elsewhere(mira: Staff) -> None:
    _wrong(6)
    assert enter(Client(REMOTE_ADDR="192.0.2.99")).status_code == 302


def test_other_names_are_open_from_the_same_address(mira: Staff, hire: Any) -> None:
    hire("oskar")
    _wrong(6)
    assert enter(Client(REMOTE_ADDR="192.0.2.1"), "oskar").status_code == 302


def test_a_name_that_does_not_exist_is_slowed_alike(mira: Staff) -> None:
    assert _wrong(7, "nobody") == _wrong(7, "mira", "192.0.2.2")


def test_the_wait_grows_and_has_an_end() -> None:
    waits = [throttle.NAME.wait(count).total_seconds() for count in range(4, 16)]
    assert waits[:5] == [0, 4, 8, 16, 32]
    assert waits[-1] == 900
    assert throttle.NAME.wait(10**6) == timedelta(seconds=900)


def test_an_hour_later_everything_is_forgotten(mira: Staff, monkeypatch: pytest.MonkeyPatch) -> None:
    _wrong(6)
    later = clock.now() + timedelta(hours=2)
    monkeypatch.setattr(throttle, "now", lambda: later)
    assert _wrong(2) == [200, 200]


def test_an_office_that_signs_in_rightly_is_not_slowed(hire: Any) -> None:
    for number in range(8):
        hire(f"colleague{number}")
    for number in range(80):
        assert enter(Client(REMOTE_ADDR="192.0.2.7"), f"colleague{number % 8}").status_code == 302


def test_a_machine_that_tries_many_names_is_slowed(mira: Staff) -> None:
    assert 429 in [_wrong(1, f"guess{number}")[0] for number in range(62)]


def test_no_row_holds_a_name_or_an_address(mira: Staff) -> None:
    _wrong(2)
    with connection.cursor() as cursor:
        cursor.execute("SELECT tag, count, until FROM accounts_tries")
        rows = cursor.fetchall()
    assert rows
    for tag, *others in rows:
        assert len(bytes(tag)) == 10
        assert "192.0.2.1" not in f"{tag!r} {others}"
        assert "mira" not in f"{tag!r} {others}"


def test_tries_sent_together_count_as_many(mira: Staff) -> None:
    for _ in range(throttle.CODE.free):
        throttle.take(throttle.CODE, "somebody")
    with pytest.raises(TooManyError):
        throttle.take(throttle.CODE, "somebody")


def test_while_locked_nothing_is_tried(db: None) -> None:
    keyring.clear()
    with pytest.raises(LockedError):
        throttle.take(throttle.NAME, "mira", "192.0.2.1")


@pytest.mark.parametrize(
    ("remote", "forwarded", "counted"),
    [
        ("192.0.2.1", "", "192.0.2.1"),
        ("192.0.2.1", "198.51.100.7", "192.0.2.1"),
        ("127.0.0.1", "198.51.100.7, 203.0.113.9", "127.0.0.1"),
        ("", "203.0.113.9", ""),
        ("198.51.100.250", "198.51.100.7, 203.0.113.9", "203.0.113.9"),
        ("::ffff:198.51.100.250", "203.0.113.9:4711", "203.0.113.9"),
        ("198.51.100.250", "[2001:db8:1:2:3:4:5:6]:4711", "2001:db8:1:2::"),
        ("198.51.100.250", "unknown", "unknown"),
        ("::ffff:192.0.2.1", "", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "", "2001:db8:1:2::"),
    ],
)
def test_it_counts_the_address_that_a_stranger_cannot_choose(
    remote: str, forwarded: str, counted: str, settings: Any
) -> None:
    settings.TRUSTED_PROXIES = ["198.51.100.250"]
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    assert throttle.address_of(RequestFactory().get("/", REMOTE_ADDR=remote, **headers)) == counted


def test_what_is_forgotten_is_deleted(mira: Staff, monkeypatch: pytest.MonkeyPatch) -> None:
    _wrong(2)
    later = clock.now() + timedelta(hours=2)
    monkeypatch.setattr(throttle, "now", lambda: later)
    throttle.tidy()
    assert not Tries.objects.exists()


def test_who_signed_in_from_an_address_before_does_not_wait_for_strangers_there(client: Client, mira: Staff) -> None:
    seed = with_app(mira)
    enter(client)
    client.post("/in/code/", {"code": code_now(seed)})
    client.post("/out/")
    for number in range(throttle.ADDRESS.free + 1):
        Client().post("/in/", {"name": f"nobody{number}", "password": "wrong words here"})
    assert enter(Client(), name="oskar").status_code == TooManyError.status
    assert enter(Client())["Location"] == "/in/code/"


def test_who_guesses_codes_elsewhere_keeps_nobody_from_going_on_in_a_known_place(client: Client, mira: Staff) -> None:
    seed = with_app(mira)
    enter(client)
    client.post("/in/code/", {"code": code_now(seed, -1)})
    thief = Client(REMOTE_ADDR="203.0.113.9")
    enter(thief)
    for _ in range(6):
        last = thief.post("/in/code/", {"code": "000000"})
    assert last.status_code == TooManyError.status
    assert client.post("/in/again/", {"code": code_now(seed)})["Location"] == "/"
    another = Client()
    enter(another)
    assert another.post("/in/code/", {"code": code_now(seed, 1)})["Location"] == "/"
