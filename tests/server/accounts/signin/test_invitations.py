"""Invitations: one link, one use, the inviter's role, and nothing that opens cases without a second person."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from fristad.server.accounts import invitations
from fristad.server.accounts.actor import Actor
from fristad.server.accounts.invitations import Chosen, Offered
from fristad.server.accounts.models import PendingGrant, Staff
from fristad.server.accounts.models_signin import Invitation
from fristad.server.accounts.rights import Role, Scope
from fristad.server.accounts.selectors import roles_of
from fristad.server.audit.who import SERVICE
from fristad.server.common import clock
from fristad.server.common.problems import ExpiredError, NotThereError, TamperedError, WrongInputError
from tests.server.accounts.signin.conftest import PASSWORD, code_now, enter, with_app
from tests.server.office import Office, actor_of

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

CHOSEN = Chosen("newcomer", "New Comer", "", "en", PASSWORD)


@pytest.fixture
def boss(office: Office) -> Staff:
    """An administrator."""
    return office.member(Role.ADMINISTRATOR, name="boss")


@pytest.fixture
def actor(boss: Staff) -> Actor:
    return actor_of(boss)


def _offer(office: Office, role: Role = Role.CONTEXT, scope: Scope = Scope.OPERATION, **more: Any) -> Offered:
    last = clock.today() + timedelta(days=90)
    return Offered(more.pop("agency", office.agency), role, scope, last, "the new one", **more)


def test_the_invited_person_gets_the_role_of_the_invitation(office: Office, actor: Actor) -> None:
    made, token = invitations.invite(actor, _offer(office))
    staff = invitations.accept(invitations.find(made.pk, token), CHOSEN)
    assert [given.role for given in roles_of(staff)] == [Role.CONTEXT]
    assert staff.check_password(PASSWORD)


def test_a_role_that_opens_cases_waits_for_a_second_person(office: Office, actor: Actor) -> None:
    made, token = invitations.invite(actor, _offer(office, Role.CASEWORKER, Scope.OWN, team=office.team))
    staff = invitations.accept(invitations.find(made.pk, token), CHOSEN)
    assert roles_of(staff) == []
    assert staff.team_id == office.team.pk
    assert PendingGrant.unscoped.get(staff=staff).asked_by == actor.staff_id


def test_a_link_works_once(office: Office, actor: Actor) -> None:
    made, token = invitations.invite(actor, _offer(office))
    invitations.accept(invitations.find(made.pk, token), CHOSEN)
    with pytest.raises(ExpiredError):
        invitations.find(made.pk, token)


def test_a_link_works_for_three_days(office: Office, actor: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    made, token = invitations.invite(actor, _offer(office))
    later = clock.now() + timedelta(hours=72, seconds=1)
    monkeypatch.setattr(invitations, "now", lambda: later)
    with pytest.raises(ExpiredError):
        invitations.find(made.pk, token)


def test_a_wrong_link_looks_like_none(office: Office, actor: Actor) -> None:
    made, token = invitations.invite(actor, _offer(office))
    with pytest.raises(NotThereError):
        invitations.find(made.pk, token[:-1] + ("A" if token[-1] != "A" else "B"))
    with pytest.raises(NotThereError):
        invitations.find(actor.staff_id, token)


def test_the_link_cannot_be_made_from_the_database(office: Office, actor: Actor) -> None:
    made, token = invitations.invite(actor, _offer(office))
    stored = Invitation.unscoped.filter(pk=made.pk).values().get()
    assert token not in str(stored)
    assert token.encode() not in bytes(stored["token_tag"])


def test_nobody_invites_into_another_agency(office: Office, actor: Actor) -> None:
    with pytest.raises(NotThereError):
        invitations.invite(actor, _offer(office, agency=office.other_agency))


def test_a_caseworker_invites_nobody(office: Office) -> None:
    with pytest.raises(NotThereError):
        invitations.invite(office.actor(Role.CASEWORKER), _offer(office))


def test_a_role_is_offered_only_with_its_scopes(office: Office, actor: Actor) -> None:
    with pytest.raises(WrongInputError):
        invitations.invite(actor, _offer(office, Role.CASEWORKER, Scope.AGENCY))
    with pytest.raises(WrongInputError):
        invitations.invite(actor, _offer(office, Role.SUPERVISOR, Scope.TEAM))


def test_an_invitation_ends_with_the_rights_of_who_invited(office: Office, boss: Staff, actor: Actor) -> None:
    made, token = invitations.invite(actor, _offer(office))
    Staff.objects.filter(pk=boss.pk).update(is_active=False)
    with pytest.raises(ExpiredError):
        invitations.accept(invitations.find(made.pk, token), CHOSEN)
    assert not Staff.objects.filter(sign_in_name="newcomer").exists()


def test_a_name_in_use_leaves_the_link_open(office: Office, actor: Actor) -> None:
    office.member(name="newcomer")
    made, token = invitations.invite(actor, _offer(office))
    with pytest.raises(WrongInputError):
        invitations.accept(invitations.find(made.pk, token), CHOSEN)
    assert invitations.find(made.pk, token)


def test_a_withdrawn_invitation_opens_nothing(office: Office, actor: Actor) -> None:
    made, token = invitations.invite(actor, _offer(office))
    invitations.withdraw(actor, made.pk)
    assert invitations.waiting(actor) == []
    with pytest.raises(ExpiredError):
        invitations.find(made.pk, token)


def test_from_the_form_to_the_first_page(office: Office, hire: Any, live: None) -> None:
    boss, client = hire("boss", Role.ADMINISTRATOR), Client()
    seed = with_app(boss)
    enter(client, "boss")
    client.post("/in/code/", {"code": code_now(seed)})
    day = clock.today() + timedelta(days=30)
    form = {"label": "reception", "role": "context:operation", "until_day": day.day, "until_month": day.month}
    page = client.post("/in/invite/", {**form, "until_year": day.year}).content.decode()
    link = page.split('value="http://testserver')[1].split('"')[0]
    assert "reception" in client.get("/in/invite/").content.decode()

    newcomer = Client()
    assert newcomer.get(link).status_code == 200
    answers = {"sign_in_name": "Noor.A", "display_name": "Noor", "language": "sv", "contact_mail": ""}
    weak = newcomer.post(link, {**answers, "new_password": "password1234", "again": "password1234"})
    assert weak.status_code == 200
    made = newcomer.post(link, {**answers, "new_password": PASSWORD, "again": PASSWORD})
    assert made.headers["Location"] == "/"
    assert newcomer.get("/in/sessions/").headers["Location"].startswith("/in/factor/")
    assert newcomer.get(link).status_code == 403


def test_nobody_passes_for_the_service_by_writing_to_the_database(office: Office, actor: Actor) -> None:
    made, token = invitations.invite(actor, _offer(office, Role.CASEWORKER, Scope.OWN, team=office.team))
    Invitation.unscoped.filter(pk=made.pk).update(invited_by=SERVICE)
    with pytest.raises(TamperedError):
        invitations.accept(invitations.find(made.pk, token), CHOSEN)
