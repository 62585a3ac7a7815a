"""Under the word that calls for help the office looks like any other of these roles, with nothing in it."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Any

import pytest
from django.conf import settings
from django.test import Client, RequestFactory
from django.urls import NoReverseMatch, reverse

from fristad.server.accounts import conduct, sessions
from fristad.server.accounts.checks import addresses
from fristad.server.accounts.models import Staff
from fristad.server.accounts.rights import Role, Scope
from fristad.server.accounts.sessionstore import SessionStore
from fristad.server.audit.models import Entry
from fristad.server.cases.models import Case
from tests.server.cases.files import open_case
from tests.server.office import Office, actor_of, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_vault")]

ROLES: dict[str, tuple[Any, ...]] = {
    "caseworker": (Role.CASEWORKER,),
    "supervisor": ((Role.SUPERVISOR, Scope.OPERATION),),
    "desk": (Role.DUPLICATE_DESK, Role.DUTY_OFFICER),
    "administrator": (Role.ADMINISTRATOR,),
    "officer": (Role.CHILD_PROTECTION,),
    "auditor": (Role.AUDITOR,),
}
#: What begins or ends something when it is opened.
NOT_OPENED = ("/exit/", "/in/out/")


def made_to_sign_in(person: Staff) -> Client:
    """Return a browser in which somebody is signed in by the word that calls for help."""
    browser, request = Client(), RequestFactory().get("/")
    request.session = SessionStore()
    row = sessions.note(request, person, duress=True)
    sessions.begin(request, person, row, shared=False, second_factor=True)
    request.session["met"] = conduct.version()
    request.session.save()
    browser.cookies[settings.SESSION_COOKIE_NAME] = str(request.session.session_key)
    return browser


def menu(page: str) -> list[str]:
    return re.findall(r"<nav.*?</nav>", page, re.DOTALL)[:1]


@pytest.mark.parametrize("roles", ROLES.values(), ids=ROLES)
def test_every_page_answers_as_in_the_real_office_and_shows_nothing_of_it(office: Office, roles: Any) -> None:
    person = office.member(*roles)
    case = open_case(actor_of(office.member(Role.CASEWORKER)), "Amaryllis")
    own = open_case(actor_of(person), "Petunia") if actor_of(person).may("case.create") else case
    real, empty = sign_in(person), made_to_sign_in(person)
    assert menu(real.get("/").content.decode()) == menu(empty.get("/").content.decode())
    for path in pages():
        told, shown = real.get(path), empty.get(path)
        assert told.status_code == shown.status_code, path
        text = shown.content.decode()
        for word in (case.code, own.code, "Amaryllis", "Petunia"):
            assert word not in text, path
    for code in (case.code, own.code):
        assert empty.get(reverse("cases:open", args=[code])).status_code == 404


def test_the_addresses_are_found() -> None:
    assert len(pages()) > 20


def test_nothing_is_done_from_it(office: Office) -> None:
    person = office.member(Role.CASEWORKER)
    empty = made_to_sign_in(person)
    before = Entry.objects.count()
    answer = empty.post("/cases/new/", {"name_1": "Amaryllis", "name_1_kind": "full", "anyway": "on"})
    assert answer.status_code in {200, 500}
    assert not Case.unscoped.exists()
    assert not Entry.objects.filter(action="case.opened").exists()
    assert Entry.objects.count() >= before


def pages() -> list[str]:
    """Return every address that needs no id."""
    found = []
    for name, _pattern in addresses():
        with suppress(NoReverseMatch):
            found.append(reverse(name))
    return [path for path in found if path not in NOT_OPENED]
