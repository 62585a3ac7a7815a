"""Where complaints and Exit lead is changed by two, for their own agency, and those whom it concerns hear of it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from fristad.server.accounts import notices, selectors
from fristad.server.accounts.actor import Actor
from fristad.server.accounts.models import FocalPoint, Operation, PendingChange, Staff
from fristad.server.accounts.rights import Role, Scope
from fristad.server.accounts.services import changes, operations
from fristad.server.accounts.services.operations import NewFocalPoint
from fristad.server.audit.verification import verify
from fristad.server.common.problems import NotThereError, ReservedError, TamperedError, WrongInputError
from tests.server.conftest import OPERATION
from tests.server.office import Office, actor_of, sign_in

pytestmark = pytest.mark.django_db

ADA = NewFocalPoint("Ada", "ada@norland.example", "Board")


def _here() -> Operation:
    found: Operation = Operation.unscoped.select_related("record_key").get()
    return found


def _kinds(person: Staff) -> list[str]:
    return [row.content["kind"] for row in notices.waiting(person.pk)]


@pytest.fixture
def nils(office: Office) -> Actor:
    """The administrator who asks."""
    return office.actor(Role.ADMINISTRATOR)


def test_a_focal_point_is_named_when_a_second_person_agrees_and_hears_of_it(office: Office, nils: Actor) -> None:
    named = office.member(Role.CASEWORKER)
    asked = changes.ask_to_name(nils, office.agency, NewFocalPoint("Ada", "a@norland.example", "Board", named.pk))
    assert not FocalPoint.unscoped.exists()
    assert _kinds(named)[-1] == "change.asked"
    with pytest.raises(ReservedError):
        changes.agree(nils, asked, asked.version)
    second = office.actor((Role.SUPERVISOR, Scope.OPERATION))
    changes.agree(second, selectors.change_waiting(second, asked.pk), asked.version)
    assert FocalPoint.unscoped.get().staff_id == named.pk
    assert _kinds(named)[-1] == "change.agreed"
    assert verify(OPERATION).is_whole


def test_nobody_names_or_ends_the_focal_points_of_another_agency(office: Office, nils: Actor) -> None:
    points = [
        operations.name_focal_point(office.system, office.other_agency, NewFocalPoint(f"P{n}", "c", f"line {n}"))
        for n in range(3)
    ]
    with pytest.raises(NotThereError):
        changes.ask_to_name(nils, office.other_agency, ADA)
    with pytest.raises(NotThereError):
        changes.ask_to_end(nils, points[0])
    page = sign_in(Staff.objects.get(pk=nils.staff_id))
    assert page.get(reverse("people:focal_point_end", args=[points[0].pk])).status_code == 404


def test_a_focal_point_ends_by_two_and_never_one_of_the_last_two(office: Office, nils: Actor) -> None:
    ends = operations.name_focal_point(office.system, office.agency, ADA)
    operations.name_focal_point(office.system, office.other_agency, ADA)
    with pytest.raises(WrongInputError):
        changes.ask_to_end(nils, ends)
    operations.name_focal_point(office.system, office.agency, NewFocalPoint("Cy", "c", "Headquarters"))
    asked = changes.ask_to_end(nils, ends)
    second = office.actor(Role.ADMINISTRATOR)
    changes.agree(second, selectors.change_waiting(second, asked.pk), asked.version)
    assert FocalPoint.unscoped.get(pk=ends.pk).ended_on


@pytest.mark.parametrize(
    ("ask", "field"), [(changes.ask_outside, "outside_address"), (changes.ask_exit, "neutral_page")]
)
def test_what_is_the_operations_takes_two_administrators_of_whichever_agencies(
    office: Office, nils: Actor, ask: Callable[[Actor, str], PendingChange], field: str
) -> None:
    other = office.member(Role.ADMINISTRATOR, team=office.foreign_team)
    asked = ask(nils, "https://weather.example/")
    assert getattr(_here(), field) is None
    assert _kinds(other)[-1] == "change.asked"
    supervisor = office.actor((Role.SUPERVISOR, Scope.OPERATION))
    with pytest.raises(NotThereError):
        changes.agree(supervisor, asked, asked.version)
    with pytest.raises(NotThereError):
        selectors.change_waiting(supervisor, asked.pk)
    changes.agree(actor_of(other), selectors.change_waiting(actor_of(other), asked.pk), asked.version)
    assert getattr(_here(), field) == "https://weather.example/"


def test_a_change_rewritten_in_the_database_is_not_agreed_to(office: Office, nils: Actor) -> None:
    asked = changes.ask_outside(nils, "a@elsewhere.example")
    second = office.actor(Role.ADMINISTRATOR)
    PendingChange.unscoped.filter(pk=asked.pk).update(asked_by=office.member().pk)
    with pytest.raises(TamperedError):
        changes.agree(nils, selectors.change_waiting(nils, asked.pk), asked.version)
    PendingChange.unscoped.filter(pk=asked.pk).update(asked_by=nils.staff_id)
    changes.refuse(second, selectors.change_waiting(second, asked.pk), asked.version)
    assert _here().outside_address is None


def test_it_is_asked_for_and_agreed_to_on_two_screens(office: Office) -> None:
    first, second = (sign_in(office.member(Role.ADMINISTRATOR)) for _ in range(2))
    named = office.member(name="stork")
    data = {"name": "Ada", "contact": "ada@norland.example", "line": "Board", "staff": str(named.pk)}
    answer = first.post(reverse("people:focal_point_new"), data, follow=True)
    assert "It waits for a second person" in answer.content.decode()
    page = reverse("people:change_one", args=[PendingChange.unscoped.get().pk])
    assert page in second.get(reverse("people:waiting")).content.decode()
    assert "ada@norland.example" in second.get(page).content.decode()
    assert second.post(page, {"decision": "agree", "version": 1}).status_code == 302
    assert FocalPoint.unscoped.get().name == "Ada"


def test_each_of_these_pages_asks_for_a_fresh_second_factor(office: Office) -> None:
    browser: Client = sign_in(office.member(Role.ADMINISTRATOR))
    session: Any = browser.session
    session["second_factor_at"] = 0
    session.save()
    for name in ("people:focal_point_new", "people:outside", "people:looks"):
        assert reverse("signin:again") in browser.get(reverse(name))["Location"]
