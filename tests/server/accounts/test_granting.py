"""Nobody gives himself anything, and what opens cases takes two."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.contrib.auth import SESSION_KEY
from django.db import IntegrityError, connections, transaction

from fristad.server.accounts.models import Grant, PendingGrant, Staff
from fristad.server.accounts.models_signin import Notice
from fristad.server.accounts.rights import Role, Scope, needs_two
from fristad.server.accounts.selectors import roles_of, waiting
from fristad.server.accounts.services import granting, people, shared
from fristad.server.accounts.services.granting import Offer
from fristad.server.accounts.sessionstore import Session, SessionStore
from fristad.server.audit.models import Entry
from fristad.server.audit.verification import verify
from fristad.server.common import events
from fristad.server.common.clock import now, today
from fristad.server.common.problems import NotThereError, ReservedError, StaleError, TamperedError, WrongInputError
from fristad.server.vault.keyring import OperationKeys
from tests.server.conftest import OPERATION
from tests.server.office import Office, actor_of, make_office

pytestmark = pytest.mark.both_databases

UNTIL = today() + timedelta(days=90)
CASEWORK = Offer(Role.CASEWORKER, Scope.OWN, UNTIL)
LEARNING = Offer(Role.LEARNING, Scope.OPERATION, UNTIL)


@pytest.fixture
def left(monkeypatch: pytest.MonkeyPatch) -> list[UUID]:
    """Give the list of those whose work had to be handed over."""
    heard: list[UUID] = []
    monkeypatch.setattr(events.staff_left, "_items", {"test": (0, lambda _actor, staff_id: heard.append(staff_id))})
    return heard


def signed_in(person: Staff) -> str:
    session = SessionStore()
    moment = int(now().timestamp())
    session.update({SESSION_KEY: str(person.pk), "begun": moment, "touched": moment})
    session.create()
    return str(session.session_key)


def has_session(person: Staff) -> bool:
    return Session.objects.filter(staff_id=person.pk).exists()


def kinds_told(person: Staff) -> list[Any]:
    return sorted(
        notice.content["kind"] for notice in Notice.unscoped.filter(staff=person).select_related("record_key")
    )


def test_a_role_that_opens_cases_waits_for_a_second_person(office: Office) -> None:
    asking, agreeing = office.actor(Role.ADMINISTRATOR), office.actor(Role.SUPERVISOR)
    person = office.member()
    pending = granting.ask(asking, person, CASEWORK)
    assert isinstance(pending, PendingGrant)
    assert not actor_of(person).may("case.open")
    given = granting.agree(office.actor((Role.SUPERVISOR, Scope.OPERATION)), pending, pending.version)
    assert given is not None
    assert actor_of(person).scope_of("case.open") is Scope.OWN
    assert given.granted_by == asking.staff_id
    assert given.agreed_by != agreeing.staff_id


@pytest.mark.parametrize(
    ("role", "scope", "agrees"),
    [
        (Role.SUPERVISOR, Scope.OPERATION, False),
        (Role.ADMINISTRATOR, Scope.OPERATION, False),
        (Role.SUPERVISOR, Scope.TEAM, True),
        (Role.CASEWORKER, Scope.OWN, True),
    ],
)
def test_who_leads_one_team_agrees_to_nothing_wider(office: Office, role: Role, scope: Scope, *, agrees: bool) -> None:
    person, leader = office.member(), office.actor((Role.SUPERVISOR, Scope.TEAM))
    team = office.team if scope is Scope.TEAM else None
    pending = granting.ask(office.actor(Role.ADMINISTRATOR), person, Offer(role, scope, UNTIL, team))
    assert isinstance(pending, PendingGrant)
    if agrees:
        assert granting.agree(leader, pending, pending.version) is not None
        return
    with pytest.raises(ReservedError, match="reaches further than your own"):
        granting.agree(leader, pending, pending.version)
    assert roles_of(person) == []


def test_who_leads_one_team_does_not_agree_to_a_role_in_another(office: Office) -> None:
    person, leader = office.member(), office.actor((Role.SUPERVISOR, Scope.TEAM))
    offer = Offer(Role.SUPERVISOR, Scope.TEAM, UNTIL, office.other_team)
    pending = granting.ask(office.actor(Role.ADMINISTRATOR), person, offer)
    assert isinstance(pending, PendingGrant)
    with pytest.raises(ReservedError):
        granting.agree(leader, pending, pending.version)


def test_a_role_that_opens_nothing_holds_at_once(office: Office) -> None:
    person = office.member()
    assert isinstance(granting.ask(office.actor(Role.ADMINISTRATOR), person, LEARNING), Grant)
    assert [given.role for given in roles_of(person)] == [Role.LEARNING]


def test_a_role_by_which_one_could_get_to_cases_takes_two_as_well() -> None:
    assert needs_two(Role.ADMINISTRATOR)
    assert not needs_two(Role.AUDITOR)


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.SUPERVISOR, Role.LEARNING])
def test_nobody_gives_himself_anything(office: Office, role: Role) -> None:
    person = office.member(Role.ADMINISTRATOR)
    scope = Scope.OPERATION
    with pytest.raises(ReservedError):
        granting.ask(actor_of(person), person, Offer(role, scope, UNTIL))


def test_the_database_refuses_a_role_given_to_oneself(office: Office) -> None:
    grant = office.give(office.member(), Role.CASEWORKER)
    with pytest.raises(IntegrityError), transaction.atomic():
        Grant.unscoped.filter(pk=grant.pk).update(granted_by=grant.staff_id)
    with pytest.raises(IntegrityError), transaction.atomic():
        Grant.unscoped.filter(pk=grant.pk).update(agreed_by=grant.staff_id)
    with pytest.raises(IntegrityError), transaction.atomic():
        Grant.unscoped.filter(pk=grant.pk).update(agreed_by=grant.granted_by)


def test_who_asked_cannot_agree(office: Office) -> None:
    asking = office.actor(Role.ADMINISTRATOR)
    pending = granting.ask(asking, office.member(), CASEWORK)
    assert isinstance(pending, PendingGrant)
    with pytest.raises(ReservedError):
        granting.agree(asking, pending, pending.version)


def test_who_asked_cannot_hide_it_by_writing_to_the_database(office: Office) -> None:
    asking, other = office.actor(Role.ADMINISTRATOR), office.actor(Role.ADMINISTRATOR)
    pending = granting.ask(asking, office.member(), CASEWORK)
    PendingGrant.unscoped.filter(pk=pending.pk).update(asked_by=other.staff_id)
    changed = PendingGrant.unscoped.get(pk=pending.pk)
    with pytest.raises(TamperedError):
        granting.agree(asking, changed, changed.version)


def test_a_request_changed_in_the_database_is_not_agreed_to(office: Office) -> None:
    asking, agreeing = office.actor(Role.ADMINISTRATOR), office.actor((Role.SUPERVISOR, Scope.OPERATION))
    offer = Offer(Role.SUPERVISOR, Scope.TEAM, today() + timedelta(days=30), office.team)
    pending = granting.ask(asking, office.member(), offer)
    PendingGrant.unscoped.filter(pk=pending.pk).update(team=office.other_team)
    with pytest.raises(TamperedError):
        granting.agree(agreeing, waiting(agreeing).get(pk=pending.pk), pending.version)


def test_the_person_concerned_cannot_agree(office: Office) -> None:
    person = office.member(Role.ADMINISTRATOR)
    pending = granting.ask(office.actor(Role.ADMINISTRATOR), person, CASEWORK)
    assert isinstance(pending, PendingGrant)
    with pytest.raises(ReservedError):
        granting.agree(actor_of(person), pending, pending.version)


def test_who_may_not_agree_does_not_see_that_something_waits(office: Office) -> None:
    pending = granting.ask(office.actor(Role.ADMINISTRATOR), office.member(), CASEWORK)
    assert isinstance(pending, PendingGrant)
    foreign = office.actor(Role.ADMINISTRATOR, team=office.foreign_team)
    caseworker = office.actor(Role.CASEWORKER)
    for outsider in (foreign, caseworker):
        assert not waiting(outsider).exists()
        with pytest.raises(NotThereError):
            granting.agree(outsider, pending, pending.version)
    assert waiting(office.actor(Role.ADMINISTRATOR)).count() == 1


def test_it_is_agreed_to_once(office: Office) -> None:
    person = office.member()
    pending = granting.ask(office.actor(Role.ADMINISTRATOR), person, CASEWORK)
    assert isinstance(pending, PendingGrant)
    version = pending.version
    granting.agree(office.actor(Role.ADMINISTRATOR), pending, version)
    again = PendingGrant.unscoped.get(pk=pending.pk)
    for read in (version, again.version):
        with pytest.raises(StaleError):
            granting.agree(office.actor(Role.ADMINISTRATOR), again, read)
    assert Grant.unscoped.filter(staff=person).count() == 1


def test_a_refused_request_gives_nothing(office: Office) -> None:
    person = office.member()
    pending = granting.ask(office.actor(Role.ADMINISTRATOR), person, CASEWORK)
    assert isinstance(pending, PendingGrant)
    granting.refuse(office.actor(Role.ADMINISTRATOR), pending, pending.version)
    assert pending.state == PendingGrant.State.REFUSED
    assert not roles_of(person)


def test_who_asked_may_withdraw(office: Office) -> None:
    asking = office.actor(Role.ADMINISTRATOR)
    pending = granting.ask(asking, office.member(), CASEWORK)
    assert isinstance(pending, PendingGrant)
    granting.refuse(asking, pending, pending.version)
    assert pending.state == PendingGrant.State.WITHDRAWN


def test_a_supervisor_of_one_team_agrees_for_that_team_only(office: Office) -> None:
    asking, supervisor = office.actor(Role.ADMINISTRATOR), office.actor((Role.SUPERVISOR, Scope.TEAM))
    here = granting.ask(asking, office.member(), CASEWORK)
    there = granting.ask(asking, office.member(team=office.other_team), CASEWORK)
    assert isinstance(here, PendingGrant)
    assert isinstance(there, PendingGrant)
    assert granting.agree(supervisor, here, here.version) is not None
    with pytest.raises(NotThereError):
        granting.agree(supervisor, there, there.version)


@pytest.mark.parametrize(
    "offer",
    [
        Offer(Role.CASEWORKER, Scope.OPERATION, UNTIL),
        Offer(Role.CASEWORKER, Scope.OWN, today() - timedelta(days=1)),
        Offer(Role.SUPERVISOR, Scope.TEAM, UNTIL),
        Offer(Role.DUTY_OFFICER, Scope.OPERATION, UNTIL),
        Offer(Role.DUPLICATE_DESK, Scope.OPERATION, UNTIL),
    ],
    ids=["wider than the role", "over already", "no team", "nothing underneath", "no supervisor underneath"],
)
def test_a_role_that_cannot_be_given_so_is_refused(office: Office, offer: Offer) -> None:
    with pytest.raises(WrongInputError):
        granting.ask(office.actor(Role.ADMINISTRATOR), office.member(), offer)


def test_a_team_of_another_agency_is_not_there(office: Office) -> None:
    offer = Offer(Role.SUPERVISOR, Scope.TEAM, UNTIL, office.foreign_team)
    with pytest.raises(NotThereError):
        granting.ask(office.actor(Role.ADMINISTRATOR), office.member(), offer)


def test_ending_a_role_ends_sessions_and_hands_the_work_over(office: Office, left: list[UUID]) -> None:
    person = office.member(Role.CASEWORKER)
    signed_in(person)
    grant = roles_of(person)[0].grant
    granting.end(office.actor(Role.ADMINISTRATOR), grant, grant.version)
    assert not has_session(person)
    assert left == [person.pk]
    assert not actor_of(person).may("case.open")


def test_a_narrower_role_ends_sessions_too(office: Office, left: list[UUID]) -> None:
    person = office.member((Role.SUPERVISOR, Scope.OPERATION))
    signed_in(person)
    grant = roles_of(person)[0].grant
    offer = Offer(Role.SUPERVISOR, Scope.TEAM, grant.until, office.team)
    granting.narrow(office.actor(Role.ADMINISTRATOR), grant, offer, grant.version)
    assert actor_of(person).scope_of("case.assign") is Scope.TEAM
    assert not has_session(person)
    assert left == [person.pk]


@pytest.mark.parametrize("wider", ["scope", "until", "team"])
def test_a_role_is_not_made_wider_without_a_second_person(office: Office, wider: str) -> None:
    person = office.member((Role.SUPERVISOR, Scope.TEAM))
    grant = roles_of(person)[0].grant
    offers = {
        "scope": Offer(Role.SUPERVISOR, Scope.OPERATION, grant.until),
        "until": Offer(Role.SUPERVISOR, Scope.TEAM, grant.until + timedelta(days=1), office.team),
        "team": Offer(Role.SUPERVISOR, Scope.TEAM, grant.until, office.other_team),
    }
    with pytest.raises(WrongInputError):
        granting.narrow(office.actor(Role.ADMINISTRATOR), grant, offers[wider], grant.version)


def test_the_last_administrator_stays(office: Office) -> None:
    person = office.member(Role.ADMINISTRATOR)
    grant = roles_of(person)[0].grant
    with pytest.raises(WrongInputError):
        granting.end(office.system, grant, grant.version)
    with pytest.raises(WrongInputError):
        people.disable(office.system, person, person.version)
    assert actor_of(person).may("people.manage")
    office.member(Role.ADMINISTRATOR)
    granting.end(office.system, Grant.unscoped.get(pk=grant.pk), grant.version - 1)


def test_a_second_factor_is_reset_by_two(office: Office) -> None:
    person = office.member(Role.CASEWORKER)
    signed_in(person)
    pending = granting.ask_reset(office.actor(Role.ADMINISTRATOR), person, "Phone lost at the harbour.")
    assert has_session(person)
    assert actor_of(person).may("case.export")
    granting.agree(office.actor(Role.ADMINISTRATOR), pending, pending.version)
    assert not has_session(person)
    assert not actor_of(person).may("case.export")


def test_the_person_concerned_is_told_at_once(office: Office) -> None:
    person = office.member()
    pending = granting.ask(office.actor(Role.ADMINISTRATOR), person, CASEWORK)
    assert isinstance(pending, PendingGrant)
    assert kinds_told(person) == ["role.asked"]
    granting.agree(office.actor(Role.ADMINISTRATOR), pending, pending.version)
    assert kinds_told(person) == ["role.asked", "role.given"]


def test_each_step_stands_in_the_log(office: Office) -> None:
    asking, agreeing = office.actor(Role.ADMINISTRATOR), office.actor(Role.ADMINISTRATOR)
    pending = granting.ask(asking, office.member(), CASEWORK)
    assert isinstance(pending, PendingGrant)
    grant = granting.agree(agreeing, pending, pending.version)
    assert grant is not None
    found = Entry.objects.filter(record_id__in=[pending.pk, grant.pk]).order_by("sequence")
    said = [(entry.action, entry.actor_id) for entry in found]
    assert said[0] == ("role.asked", asking.staff_id)
    assert {("role.given", agreeing.staff_id)} == set(said[1:])


def test_disabling_ends_everything(office: Office, left: list[UUID]) -> None:
    person = office.member(Role.CASEWORKER, Role.DUTY_OFFICER)
    signed_in(person)
    people.disable(office.actor(Role.ADMINISTRATOR), person, person.version)
    assert not has_session(person)
    assert left == [person.pk]
    assert not roles_of(person)


def test_an_enabled_account_has_none_of_its_old_roles(office: Office) -> None:
    person = office.member(Role.CASEWORKER)
    people.disable(office.system, person, person.version)
    people.enable(office.actor(Role.ADMINISTRATOR), person, person.version)
    assert Staff.objects.get(pk=person.pk).is_active
    assert not roles_of(person)


@pytest.mark.django_db(transaction=True)
def test_two_who_end_each_others_role_at_once_leave_one_administrator(
    open_vault: OperationKeys, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = make_office()
    grants = [roles_of(office.member(Role.ADMINISTRATOR))[0].grant for _each in range(2)]
    found = shared.holders

    def slowly(*args: Any, **kwargs: Any) -> list[Staff]:
        here = found(*args, **kwargs)
        time.sleep(0.3)
        return here

    def end(grant: Grant) -> bool:
        try:
            granting.end(office.system, Grant.unscoped.get(pk=grant.pk), grant.version)
        except WrongInputError:
            return False
        finally:
            connections.close_all()
        return True

    monkeypatch.setattr(shared, "holders", slowly)
    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(end, grants)) == [False, True]


def test_a_named_right_ends_with_the_role_it_stands_on(office: Office) -> None:
    person, admin = office.member(Role.DUPLICATE_DESK), office.actor(Role.ADMINISTRATOR)
    assert actor_of(person).may("duplicate.work")
    under = next(given.grant for given in roles_of(person) if given.role is Role.SUPERVISOR)
    granting.end(admin, under, under.version)
    assert not actor_of(person).may("duplicate.work")


def test_what_a_disabled_administrator_asked_for_is_not_agreed_to(office: Office) -> None:
    rogue, person = office.member(Role.ADMINISTRATOR), office.member()
    pending = granting.ask(actor_of(rogue), person, CASEWORK)
    assert isinstance(pending, PendingGrant)
    people.disable(office.actor(Role.ADMINISTRATOR), rogue, rogue.version)
    with pytest.raises(WrongInputError):
        granting.agree(office.actor(Role.ADMINISTRATOR), pending, pending.version)


def test_a_role_is_given_for_a_year_at_most(office: Office) -> None:
    offer = Offer(Role.LEARNING, Scope.OPERATION, today() + timedelta(days=400))
    with pytest.raises(WrongInputError):
        granting.ask(office.actor(Role.ADMINISTRATOR), office.member(), offer)


def test_who_works_in_cases_moves_to_another_team_by_two(office: Office) -> None:
    person, administrator = office.member(Role.CASEWORKER), office.actor(Role.ADMINISTRATOR)
    about = people.About(person.display_name, team=office.other_team)
    people.change_staff(administrator, person, about, person.version)
    assert Staff.objects.get(pk=person.pk).team_id == office.team.pk
    leader = office.actor((Role.SUPERVISOR, Scope.TEAM))
    pending = waiting(leader).get(staff=person)
    with pytest.raises(NotThereError):  # leads the team that is left, not the one that is entered
        granting.agree(leader, pending, pending.version)
    with pytest.raises(ReservedError):
        granting.agree(administrator, pending, pending.version)
    second = office.actor((Role.SUPERVISOR, Scope.OPERATION))
    granting.agree(second, waiting(second).get(staff=person), pending.version)
    assert Staff.objects.get(pk=person.pk).team_id == office.other_team.pk
    assert verify(OPERATION).is_whole


def test_who_opens_no_case_moves_at_once(office: Office) -> None:
    person = office.member(Role.AUDITOR)
    about = people.About(person.display_name, team=office.other_team)
    people.change_staff(office.actor(Role.ADMINISTRATOR), person, about, person.version)
    assert Staff.objects.get(pk=person.pk).team_id == office.other_team.pk


def test_who_leads_one_team_does_not_reset_the_factor_of_somebody_who_reaches_further(office: Office) -> None:
    leader, person = office.actor((Role.SUPERVISOR, Scope.TEAM)), office.member((Role.SUPERVISOR, Scope.OPERATION))
    granting.ask_reset(office.actor(Role.ADMINISTRATOR), person, "phone lost")
    pending = waiting(leader).get(staff=person)
    with pytest.raises(ReservedError):
        granting.agree(leader, pending, pending.version)
