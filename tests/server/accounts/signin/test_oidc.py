"""Signing in through a real provider of OpenID Connect: linked accounts only, and a second factor somewhere."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from django.test import Client
from django.urls import reverse

from fristad.server.accounts import sessions
from fristad.server.accounts.factors import codes
from fristad.server.accounts.models import Staff
from fristad.server.accounts.models_signin import Identity
from fristad.server.accounts.signin import oidc
from fristad.server.site import places
from tests.server.accounts.signin.provider import CLIENT, SECRET
from tests.server.office import Office, sign_in

ALEX = {"sub": "alex-17", "preferred_username": "alex"}
Who = Callable[..., None]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """Give a provider in a process of its own."""
    folder = tmp_path_factory.mktemp("provider")
    program = Path(__file__).with_name("provider.py")
    with subprocess.Popen([sys.executable, program, folder], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip(), folder
        process.terminate()


@pytest.fixture
def who(running: tuple[str, Path], settings: Any, monkeypatch: pytest.MonkeyPatch) -> Who:
    """Name the provider in the settings, and let a test say who comes there."""
    issuer, folder = running
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")  # on this machine only, without TLS
    settings.OIDC = {
        "issuer": issuer,
        "client_id": CLIENT,
        "client_secret": SECRET,
        "name": "Norland sign-in",
        "trusted": frozenset({"mfa"}),
    }
    return lambda **said: (folder / "who.json").write_text(json.dumps({**ALEX, **said})) and None


def through(browser: Client, start: str = "signin:provider") -> Any:
    """Go to the provider and come back, as a browser does."""
    there = browser.get(reverse(start))
    assert there.status_code == 302, there.content
    back = requests.get(there["Location"], timeout=10, allow_redirects=False)
    assert back.status_code == 302, back.text
    return browser.get(back.headers["Location"])


def linked(office: Office, who: Who) -> Staff:
    """Return somebody who linked their account, by the pages."""
    who()
    staff = office.member()
    browser = sign_in(staff)
    assert through(browser, "signin:link")["Location"] == reverse("signin:identity")
    page = browser.get(reverse("signin:identity")).content.decode()
    assert "alex" in page
    assert not Identity.unscoped.exists()
    browser.post(reverse("signin:identity"))
    assert Identity.unscoped.get().staff == staff
    return staff


def test_without_a_provider_nothing_of_it_is_there(office: Office) -> None:
    assert places.oidc("") is None
    with pytest.raises(places.SettingError):
        places.oidc("http://elsewhere.example")
    assert "in/organisation" not in Client().get("/in/").content.decode()
    for name in ("signin:provider", "signin:provider_back"):
        assert Client().get(reverse(name)).status_code == 404


def test_whoever_is_not_linked_comes_in_nowhere_and_no_account_is_made(office: Office, who: Who) -> None:
    who(name="Nobody here", amr=["mfa"])
    before = Staff.objects.count()
    answer = through(Client())
    assert answer.status_code == 403
    assert "by invitation only" in answer.content.decode()
    assert Staff.objects.count() == before


def test_a_linked_person_is_asked_for_their_second_factor_here(office: Office, who: Who) -> None:
    staff = linked(office, who)
    codes.keep_app(staff, codes.new_seed())
    browser = Client()
    assert through(browser)["Location"] == reverse("signin:code")
    assert browser.get("/").status_code == 302


@pytest.mark.parametrize(
    ("said", "enough"), [({"amr": ["pwd", "mfa"]}, True), ({"acr": "mfa"}, True), ({"amr": ["pwd"]}, False)]
)
def test_a_factor_seen_by_the_provider_counts_only_if_the_installation_trusts_it(
    office: Office, who: Who, said: dict[str, Any], *, enough: bool
) -> None:
    staff = linked(office, who)
    codes.keep_app(staff, codes.new_seed())
    who(**said)
    browser = Client()
    there = through(browser)["Location"]
    assert (there == "/") is enough
    assert (sessions.second_factor_at(browser.session) is not None) is enough


@pytest.mark.parametrize(
    "spoiled",
    [
        {"key": "other"},
        {"nonce": "of another"},
        {"iss": "https://elsewhere.example"},
        {"aud": "another"},
        {"exp": 1},
        {"azp": "another"},
    ],
    ids=str,
)
def test_an_answer_that_is_not_as_agreed_is_not_believed(office: Office, who: Who, spoiled: dict[str, Any]) -> None:
    linked(office, who)
    who(amr=["mfa"], **spoiled)
    assert through(Client()).status_code == 502


def test_an_answer_is_taken_once_and_only_in_the_browser_that_asked(office: Office, who: Who) -> None:
    linked(office, who)
    browser, other = Client(), Client()
    back = requests.get(browser.get(reverse("signin:provider"))["Location"], timeout=10, allow_redirects=False)
    other.get(reverse("signin:provider"))
    assert other.get(back.headers["Location"]).status_code == 403
    assert browser.get(back.headers["Location"]).status_code == 302
    assert browser.get(back.headers["Location"]).status_code == 403


def test_a_link_that_was_moved_or_ended_opens_nothing(office: Office, who: Who) -> None:
    staff, other = linked(office, who), office.member()
    Identity.unscoped.update(staff=other)
    assert through(Client()).status_code == 403
    Identity.unscoped.update(staff=staff)
    sign_in(staff).post(reverse("signin:unlink"))
    assert through(Client()).status_code == 403


def test_one_identity_opens_one_account(office: Office, who: Who) -> None:
    linked(office, who)
    browser = sign_in(office.member())
    through(browser, "signin:link")
    assert browser.post(reverse("signin:identity")).status_code == 422
    assert Identity.unscoped.count() == 1


def test_an_address_without_tls_is_asked_on_this_machine_only() -> None:
    assert oidc.is_safe("https://sign-in.example/keys")
    assert not oidc.is_safe("http://sign-in.example/keys")
