"""The language of the pages: one's own at sign-in, another one for a while, the browser's for who has chosen none."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.urls import reverse

from fristad.server.accounts.models import Staff
from tests.server.accounts.signin.conftest import CALL, enter
from tests.server.office import sign_in


@pytest.fixture
def swede(mira: Staff) -> Staff:
    mira.language = "sv"
    mira.save_over(mira.version)
    return mira


def spoken(client: Client, path: str = "/in/sessions/", browser: str = "en") -> str:
    return str(client.get(path, headers={"accept-language": browser})["Content-Language"])


def choose(client: Client, language: str) -> Any:
    return client.post(reverse("language"), {"language": language, "back": "/in/"})


@pytest.mark.usefixtures("swede")
def test_it_is_ones_own_from_the_first_page_after_signing_in() -> None:
    client = Client()
    assert spoken(client, "/in/") == "en"
    enter(client)
    assert spoken(client) == "sv"


@pytest.mark.usefixtures("swede")
def test_what_was_chosen_on_the_sign_in_page_stands_for_this_session_only() -> None:
    client = Client()
    choose(client, "uk")
    assert spoken(client, "/in/") == "uk"
    enter(client)
    assert spoken(client) == "uk"
    client.post(reverse("signin:out"))
    enter(client)
    assert spoken(client) == "sv"


@pytest.mark.usefixtures("swede")
def test_it_is_changed_for_a_while_at_the_foot_of_a_page() -> None:
    client = Client()
    enter(client)
    choose(client, "fr")
    assert spoken(client) == "fr"


@pytest.mark.usefixtures("mira")
def test_who_has_chosen_none_reads_the_language_of_the_browser() -> None:
    client = Client()
    enter(client)
    assert spoken(client, browser="ar") == "ar"
    assert spoken(client, browser="es") == "es"


def test_it_is_chosen_under_ones_own_account(mira: Staff) -> None:
    client = sign_in(mira)
    page = client.get(reverse("signin:language")).content.decode()
    assert "As the browser says" in page
    assert reverse("signin:language") in client.get(reverse("signin:sessions")).content.decode()
    client.post(reverse("signin:language"), {"language": "ar", "version": mira.version})
    assert spoken(client) == "ar"
    other = Client()
    enter(other)
    assert spoken(other) == "ar"


def test_and_given_back_to_the_browser(swede: Staff) -> None:
    client = Client()
    enter(client)
    client.post(reverse("signin:language"), {"language": "", "version": swede.version})
    assert spoken(client, browser="es") == "es"
    assert Staff.objects.get(pk=swede.pk).language is None


def test_under_duress_nothing_is_stored(swede: Staff) -> None:
    swede.duress = make_password(CALL)
    swede.save_over(swede.version)
    client = Client()
    enter(client, password=CALL)
    client.post(reverse("signin:language"), {"language": "fr", "version": swede.version})
    assert spoken(client) == "fr"
    assert Staff.objects.get(pk=swede.pk).language == "sv"
