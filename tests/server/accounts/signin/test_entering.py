"""Signing in: name, word, second factor."""

import os
import subprocess
import sys
from typing import Any

import pytest
from django.test import Client

from fristad.server.accounts.factors import codes
from fristad.server.accounts.models import Staff
from fristad.server.accounts.models_signin import SignedIn
from tests.server.accounts.signin.conftest import CALL, PASSWORD, code_now, enter, with_app

pytestmark = pytest.mark.django_db


def test_it_asks_for_a_name_and_a_password(client: Client, office: object) -> None:
    page = client.get("/in/")
    assert page.status_code == 200
    assert 'name="password"' in page.content.decode()
    assert page.headers["Cache-Control"] == "no-store"


def test_it_lets_in_who_has_no_second_factor_in_a_demonstration(client: Client, mira: Staff) -> None:
    assert enter(client).headers["Location"] == "/"
    assert client.get("/in/sessions/").status_code == 200


def test_it_asks_for_the_second_factor_before_any_page(client: Client, mira: Staff) -> None:
    with_app(mira)
    assert enter(client).headers["Location"] == "/in/code/"
    assert client.get("/in/sessions/").headers["Location"].startswith("/in/?next=")


def test_it_lets_in_with_a_code(client: Client, mira: Staff) -> None:
    seed = with_app(mira)
    enter(client)
    assert client.post("/in/code/", {"code": code_now(seed)}).headers["Location"] == "/"
    assert client.get("/in/sessions/").status_code == 200


@pytest.mark.parametrize("away", [-3, 3])
def test_it_refuses_a_code_of_another_time(client: Client, mira: Staff, away: int) -> None:
    seed = with_app(mira)
    enter(client)
    assert client.post("/in/code/", {"code": code_now(seed, away)}).status_code == 200
    assert client.get("/in/sessions/").status_code == 302


def test_a_code_works_once_though_it_would_still_be_in_time(client: Client, mira: Staff) -> None:
    seed = with_app(mira)
    used = code_now(seed)
    enter(client)
    client.post("/in/code/", {"code": used})
    other = Client()
    enter(other)
    assert other.post("/in/code/", {"code": used}).status_code == 200
    assert other.get("/in/sessions/").status_code == 302


def test_a_recovery_code_works_once_and_closes_export(client: Client, mira: Staff) -> None:
    with_app(mira)
    written_down = codes.new_recovery_codes(mira)
    enter(client)
    assert client.post("/in/code/", {"code": written_down[3]}).headers["Location"] == "/"
    assert Staff.objects.get(pk=mira.pk).no_export_until is not None
    assert codes.recovery_codes_left(mira) == len(written_down) - 1
    other = Client()
    enter(other)
    assert other.post("/in/code/", {"code": written_down[3]}).status_code == 200


def test_unknown_name_and_wrong_password_look_alike(client: Client, mira: Staff) -> None:
    def shown(name: str) -> str:
        page = enter(Client(), name, "not the word").content.decode()
        return page.split("<main")[1].split('name="csrfmiddlewaretoken"')[0]

    assert shown("mira") == shown("mirx").replace("mirx", "mira")


def test_a_disabled_account_looks_like_an_unknown_one(client: Client, mira: Staff) -> None:
    Staff.objects.filter(pk=mira.pk).update(is_active=False)
    assert enter(client).status_code == 200
    assert client.get("/in/sessions/").status_code == 302


def test_two_words_are_compared_whoever_it_is(client: Client, mira: Staff, monkeypatch: Any) -> None:
    compared: list[int] = []
    from fristad.server.accounts import backend  # noqa: PLC0415 - patched here

    real = backend.same
    monkeypatch.setattr(backend, "same", lambda word, encoded: compared.append(1) or real(word, encoded))
    for name, word in (("mira", PASSWORD), ("mira", "wrong"), ("nobody", "wrong"), ("mira", CALL)):
        compared.clear()
        enter(Client(), name, word)
        assert len(compared) == 2, (name, word)


def test_the_second_factor_must_come_within_ten_minutes(client: Client, mira: Staff) -> None:
    seed = with_app(mira)
    enter(client)
    session = client.session
    session["pending"] = {**session["pending"], "since": session["pending"]["since"] - 601}
    session.save()
    assert client.post("/in/code/", {"code": code_now(seed)}).status_code == 403


def test_it_goes_on_to_where_the_person_was_going_but_not_elsewhere(client: Client, mira: Staff) -> None:
    there = client.post("/in/?next=/in/notices/", {"name": "mira", "password": PASSWORD})
    assert there.headers["Location"] == "/in/notices/"
    away = Client().post("/in/?next=https://elsewhere.example/", {"name": "mira", "password": PASSWORD})
    assert away.headers["Location"] == "/"


def test_there_is_one_cookie_that_scripts_and_other_sites_do_not_get(client: Client, mira: Staff) -> None:
    client.get("/in/")
    enter(client)
    client.get("/in/sessions/")
    assert list(client.cookies) == ["session"]
    cookie = client.cookies["session"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["expires"]) == (True, "Lax", "/", "")


def test_a_live_installation_binds_its_cookie_to_the_host_and_to_tls() -> None:
    script = "from fristad.server.site import settings as s; print(s.SESSION_COOKIE_NAME, s.SESSION_COOKIE_SECURE)"
    environment = {**os.environ, "FRISTAD_KIND": "live"}
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, env=environment)
    assert done.stdout.split() == ["__Host-session", "True"]


def test_a_sign_in_that_was_left_at_the_second_factor_leaves_nothing(client: Client, mira: Staff) -> None:
    with_app(mira)
    enter(client)
    client.get("/exit/")
    assert not SignedIn.unscoped.exists()


def test_the_session_has_a_new_id_after_signing_in(client: Client, mira: Staff) -> None:
    client.get("/in/")
    before = client.cookies["session"].value
    enter(client)
    assert client.cookies["session"].value != before
