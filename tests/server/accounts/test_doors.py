"""The door in front of every page."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.core.checks import run_checks
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import path

from fristad.server.accounts import gate, sessions
from fristad.server.accounts.actor import actor_of
from fristad.server.accounts.checks import addresses, every_view_has_a_door
from fristad.server.accounts.doors import ActorRequest, door, public
from fristad.server.accounts.models import Staff
from fristad.server.accounts.rights import Role
from fristad.server.accounts.sessionstore import SessionStore
from fristad.server.common.clock import now
from fristad.server.common.problems import NotThereError
from tests.server.office import Office

pytestmark = pytest.mark.django_db


@door("case.open")
def reading(request: ActorRequest) -> HttpResponse:
    return HttpResponse(str(request.actor.staff_id))


@door("case.export")
def exporting(request: HttpRequest) -> HttpResponse:
    return HttpResponse("exported")


@public
def helping(request: HttpRequest) -> HttpResponse:
    return HttpResponse("help")


def forgotten(request: HttpRequest) -> HttpResponse:
    return HttpResponse("open to everybody")


class Addresses:
    """Addresses of which one was forgotten."""

    urlpatterns = [path("read", reading), path("help", helping), path("forgotten", forgotten)]  # noqa: RUF012


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch) -> Callable[..., HttpRequest]:
    """Give a maker of requests by somebody whose requirements are met."""
    monkeypatch.setattr(gate, "requirements", lambda _request: None)

    def make(person: Staff | AnonymousUser, **session: Any) -> HttpRequest:
        request = RequestFactory().get("/cases/")
        request.user = person
        request.session = SessionStore()
        if isinstance(person, Staff):
            row = sessions.note(request, person, duress=False)
            request.session.update({SESSION_KEY: str(person.pk), "signed_in": str(row.pk)})
        request.session.update(session)
        return request

    return make


def test_a_stranger_is_asked_to_sign_in(ask: Callable[..., HttpRequest]) -> None:
    answer = reading(ask(AnonymousUser()))
    assert answer.status_code == 302


def test_who_holds_the_right_comes_in_with_an_actor(office: Office, ask: Callable[..., HttpRequest]) -> None:
    person = office.member(Role.CASEWORKER)
    assert reading(ask(person)).content == str(person.pk).encode()


def test_for_everybody_else_the_page_is_not_there(office: Office, ask: Callable[..., HttpRequest]) -> None:
    with pytest.raises(NotThereError):
        reading(ask(office.member(Role.ADMINISTRATOR)))


def test_a_disabled_account_is_asked_to_sign_in(office: Office, ask: Callable[..., HttpRequest]) -> None:
    person = office.member(Role.CASEWORKER)
    person.is_active = False
    assert reading(ask(person)).status_code == 302


def test_an_open_requirement_comes_before_the_right(
    office: Office, ask: Callable[..., HttpRequest], monkeypatch: pytest.MonkeyPatch
) -> None:
    request = ask(office.member())
    monkeypatch.setattr(gate, "requirements", lambda _request: HttpResponse("first this"))
    assert reading(request).content == b"first this"


def test_a_dangerous_act_asks_for_the_second_factor_again(
    office: Office, ask: Callable[..., HttpRequest], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate, "confirm", lambda _request: HttpResponse("again"))
    person, moment = office.member(Role.CASEWORKER), int(now().timestamp())
    assert exporting(ask(person)).content == b"again"
    assert exporting(ask(person, second_factor_at=moment - 11 * 60)).content == b"again"
    assert exporting(ask(person, second_factor_at=moment - 9 * 60)).content == b"exported"


def test_a_dangerous_act_that_is_not_ones_own_does_not_even_ask(
    office: Office, ask: Callable[..., HttpRequest]
) -> None:
    with pytest.raises(NotThereError):
        exporting(ask(office.member(Role.INTERVIEWER)))


def test_the_actor_is_made_once_in_a_request(office: Office, ask: Callable[..., HttpRequest]) -> None:
    request = ask(office.member(Role.CASEWORKER))
    assert actor_of(request) is actor_of(request)


def test_a_right_that_is_not_in_the_table_makes_no_door() -> None:
    with pytest.raises(KeyError):
        door("case.admire")


def test_a_view_without_a_door_does_not_start(settings: Any) -> None:
    settings.ROOT_URLCONF = Addresses
    faults = every_view_has_a_door()
    assert [fault.id for fault in faults] == ["accounts.E001"]
    assert "forgotten" in faults[0].msg


def test_every_address_of_the_site_has_a_door_or_is_open_on_purpose() -> None:
    assert list(addresses())
    assert not [fault for fault in run_checks(tags=["urls"]) if fault.id == "accounts.E001"]
