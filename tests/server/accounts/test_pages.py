"""The pages on which people, roles, teams and focal points are managed."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from fristad.server.accounts import selectors
from fristad.server.accounts.models import FocalPoint, Grant, PendingGrant, Staff, Team
from fristad.server.accounts.rights import Role, Scope
from fristad.server.accounts.selectors import roles_of
from fristad.server.accounts.services import changes, granting, operations
from fristad.server.accounts.services.granting import Offer
from fristad.server.accounts.services.operations import NewFocalPoint
from fristad.server.common.clock import today
from tests.server.office import Office, actor_of, sign_in

UNTIL = today() + timedelta(days=60)
DATE = {"until_day": UNTIL.day, "until_month": UNTIL.month, "until_year": UNTIL.year}


@pytest.fixture
def administrator(office: Office) -> Staff:
    return office.member(Role.ADMINISTRATOR, name="heron")


@pytest.fixture
def browser(administrator: Staff) -> Client:
    return sign_in(administrator)


def post(browser: Client, name: str, /, *ids: Any, **data: Any) -> Any:
    return browser.post(reverse(name, args=ids), data)


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_the_list_shows_people_with_their_roles(office: Office, browser: Client) -> None:
    office.member((Role.SUPERVISOR, Scope.TEAM), name="stork")
    office.member(name="crane", team=office.foreign_team)
    page = text(browser.get(reverse("people:list")))
    assert "Name of stork" in page
    assert "Supervisor (Harbour)" in page
    assert "crane" not in page


def test_a_role_is_asked_for_and_agreed_to_on_two_screens(office: Office, browser: Client) -> None:
    person = office.member(name="stork")
    answer = post(browser, "people:role_new", person.pk, what="caseworker own", version=person.version, **DATE)
    assert answer.status_code == 302
    pending = PendingGrant.unscoped.get(staff=person)
    second = sign_in(office.member(Role.ADMINISTRATOR))
    assert "Caseworker" in text(second.get(reverse("people:waiting")))
    page = text(second.get(reverse("people:waiting_one", args=[pending.pk])))
    assert "Name of stork" in page
    assert "Name of heron" in page
    post(second, "people:waiting_one", pending.pk, decision="agree", version=pending.version)
    assert [given.role for given in roles_of(person)] == [Role.CASEWORKER]


def test_a_refusal_is_said_on_the_form(office: Office, browser: Client) -> None:
    person = office.member()
    answer = post(browser, "people:role_new", person.pk, what="duty_officer operation", version=1, **DATE)
    assert answer.status_code == 200
    assert "on top of another role" in text(answer)


def test_who_asked_is_told_that_a_second_person_is_needed(
    office: Office, browser: Client, administrator: Staff
) -> None:
    offer = Offer(Role.CASEWORKER, Scope.OWN, UNTIL)
    pending = granting.ask(actor_of(administrator), office.member(), offer)
    answer = post(browser, "people:waiting_one", pending.pk, decision="agree", version=pending.version)
    assert answer.status_code == 403
    assert "second person must agree" in text(answer)


def test_a_role_is_narrowed_and_ended(office: Office, browser: Client) -> None:
    person = office.member((Role.SUPERVISOR, Scope.OPERATION))
    grant = roles_of(person)[0].grant
    soon = today() + timedelta(days=3)
    day = {"until_day": soon.day, "until_month": soon.month, "until_year": soon.year}
    post(browser, "people:role", grant.pk, scope="team", team=office.team.pk, version=grant.version, **day)
    narrower = roles_of(person)[0]
    assert (narrower.scope, narrower.team, narrower.until) == (Scope.TEAM, office.team, soon)
    post(browser, "people:role_end", grant.pk, version=narrower.grant.version)
    assert not roles_of(person)


def test_two_who_change_one_account_see_both_texts(office: Office, browser: Client) -> None:
    person = office.member()
    first = {"display_name": "Ada from me", "language": "en", "version": person.version}
    Staff.unscoped.get(pk=person.pk).save_over(person.version)
    page = text(post(browser, "people:change", person.pk, **first))
    assert "Ada from me" in page
    assert person.display_name in page
    assert "Somebody changed this" in page


def test_an_account_is_disabled_and_enabled(office: Office, browser: Client) -> None:
    person = office.member(Role.CASEWORKER)
    theirs = sign_in(person)
    assert theirs.get(reverse("people:focal_points")).status_code == 200
    post(browser, "people:disable", person.pk, version=person.version)
    assert theirs.get(reverse("people:focal_points")).status_code == 302
    again = Staff.objects.get(pk=person.pk)
    assert not again.is_active
    post(browser, "people:enable", person.pk, version=again.version)
    assert Staff.objects.get(pk=person.pk).is_active


def test_a_supervisor_ends_the_sessions_of_the_team(office: Office) -> None:
    person = office.member(Role.CASEWORKER)
    theirs, supervisor = sign_in(person), sign_in(office.member((Role.SUPERVISOR, Scope.TEAM)))
    post(supervisor, "people:sessions_end", person.pk)
    assert theirs.get(reverse("people:focal_points")).status_code == 302


def test_a_supervisor_sees_no_button_that_does_nothing(office: Office) -> None:
    person = office.member(Role.CASEWORKER)
    supervisor = sign_in(office.member((Role.SUPERVISOR, Scope.TEAM)))
    page = text(supervisor.get(reverse("people:person", args=[person.pk])))
    assert reverse("people:role_new", args=[person.pk]) not in page
    assert reverse("people:disable", args=[person.pk]) not in page


def test_a_reset_is_asked_for_with_a_reason(office: Office, browser: Client) -> None:
    person = office.member()
    assert post(browser, "people:reset", person.pk, version=1).status_code == 200
    post(browser, "people:reset", person.pk, version=1, reason="Came to the office, phone lost.")
    assert PendingGrant.unscoped.select_related("record_key").get(staff=person).asked["act"] == "reset_factor"


def test_teams_are_made_renamed_and_closed(office: Office, browser: Client) -> None:
    post(browser, "people:team_new", name="Meadow", version=0)
    team = next(each for each in Team.unscoped.select_related("record_key") if each.name == "Meadow")
    post(browser, "people:team", team.pk, name="Valley", version=team.version)
    assert "Valley" in text(browser.get(reverse("people:teams")))
    post(browser, "people:team_close", team.pk, version=team.version + 1)
    assert "Valley" not in text(browser.get(reverse("people:teams")))


def test_everybody_sees_whom_to_turn_to(office: Office, browser: Client) -> None:
    point = NewFocalPoint("Ada Nordlund", "ada@norland.example", "Board")
    operations.name_focal_point(office.system, office.agency, point)
    operations.set_outside_address(office.system, office.operation, "complaints@elsewhere.example", 1)
    page = text(sign_in(office.member()).get(reverse("people:focal_points")))
    assert "ada@norland.example" in page
    assert "complaints@elsewhere.example" in page
    named = FocalPoint.unscoped.get()
    refused = post(browser, "people:focal_point_end", named.pk, version=named.version)
    assert "must remain" in text(refused)
    assert FocalPoint.unscoped.get().ended_on is None


def test_pages_name_nobody_in_title_or_message(office: Office, browser: Client) -> None:
    person = office.member(name="stork")
    data = {"display_name": "Ada Nordlund", "language": "en", "version": person.version}
    answer = browser.post(reverse("people:change", args=[person.pk]), data, follow=True)
    page = text(answer)
    assert "<title>Page</title>" in page
    assert "Saved." in page
    assert not Grant.unscoped.filter(staff=person).exists()


def test_an_administrator_chooses_the_title_of_every_page_and_where_exit_leads(office: Office, browser: Client) -> None:
    assert reverse("people:looks") in text(browser.get(reverse("people:list")))
    data = {"page_title": "Stock list", "neutral_page": "https://weather.example/", "version": office.operation.version}
    assert browser.post(reverse("people:looks"), data).status_code == 302
    assert "<title>Stock list</title>" in text(browser.get(reverse("people:list")))
    assert "<title>Stock list</title>" in text(browser.get(reverse("people:person", args=[UUID(int=1)])))
    assert "<title>Page</title>" in text(Client().get(reverse("signin:enter")))
    second = actor_of(office.member(Role.ADMINISTRATOR, team=office.foreign_team))
    asked = selectors.changes_waiting(second).get()
    changes.agree(second, asked, asked.version)
    assert browser.get("/exit/")["Location"] == "https://weather.example/"


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("page_title", "Fristad office", "says what is done here"),
        ("neutral_page", "http://weather.example/", "Enter a valid URL"),
        ("neutral_page", "javascript:alert(1)", "Enter a valid URL"),
    ],
)
def test_a_telling_title_and_an_unsafe_exit_are_refused(
    office: Office, browser: Client, field: str, value: str, said: str
) -> None:
    data = {"page_title": "", "neutral_page": "", "version": office.operation.version, field: value}
    assert said in text(browser.post(reverse("people:looks"), data))
    assert "<title>Page</title>" in text(browser.get(reverse("people:list")))


def test_a_supervisor_does_not_choose_it(office: Office) -> None:
    supervisor = sign_in(office.member(Role.SUPERVISOR))
    assert reverse("people:looks") not in text(supervisor.get(reverse("people:list")))
    assert supervisor.get(reverse("people:looks")).status_code == 404


def test_what_waits_stands_on_the_home_page_of_those_who_may_agree(office: Office, browser: Client) -> None:
    person = office.member()
    post(browser, "people:reset", person.pk, version=1, reason="Came to the office, phone lost.")
    second = text(sign_in(office.member(Role.ADMINISTRATOR)).get("/"))
    assert f'href="{reverse("people:waiting")}"' in second
    assert "Waiting for a second person" in second
