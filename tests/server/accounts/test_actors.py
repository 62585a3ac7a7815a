"""Who is asking, and how far each right reaches."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from fristad.server.accounts import selectors
from fristad.server.accounts.actor import actor_for
from fristad.server.accounts.models import Grant, Staff
from fristad.server.accounts.rights import Role, Scope
from fristad.server.accounts.services import granting, people
from fristad.server.audit.verification import verify
from fristad.server.common.clock import now, today
from fristad.server.common.problems import LockedError, TamperedError
from fristad.server.vault.keyring import keyring
from tests.server.conftest import OPERATION
from tests.server.office import Office, actor_of

pytestmark = pytest.mark.both_databases


def test_an_actor_holds_what_was_given_and_nothing_else(office: Office) -> None:
    actor = office.actor(Role.CASEWORKER)
    assert actor.may("case.open")
    assert not actor.may("case.assign")
    assert actor.scope_of("case.open") is Scope.OWN
    assert actor.scope_of("case.assign") is None


def test_everybody_may_see_their_own_account_even_without_a_role(office: Office) -> None:
    assert office.actor().may("own.account")


def test_a_right_that_is_not_in_the_table_is_a_fault_of_ours(office: Office) -> None:
    with pytest.raises(KeyError):
        office.actor(Role.CASEWORKER).may("case.admire")


def test_the_narrower_of_grant_and_table_holds(office: Office) -> None:
    narrow = office.actor((Role.SUPERVISOR, Scope.TEAM))
    wide = office.actor((Role.SUPERVISOR, Scope.OPERATION))
    assert narrow.scope_of("case.assign") is Scope.TEAM
    assert wide.scope_of("case.assign") is Scope.OPERATION


def test_a_role_ends_with_its_last_day(office: Office) -> None:
    person = office.member(Role.CASEWORKER)
    grant = Grant.unscoped.get(staff=person)
    grant.until = today()
    grant.save()
    assert actor_of(person).may("case.open")
    grant.until = today() - timedelta(days=1)
    grant.save()
    assert not actor_of(person).may("case.open")


def test_a_disabled_account_is_nobody(office: Office) -> None:
    person = office.member(Role.CASEWORKER)
    people.disable(office.system, person, person.version)
    assert actor_for(Staff.objects.get(pk=person.pk)) is None


def test_a_role_moved_in_the_database_to_another_person_does_not_hold(office: Office) -> None:
    insider, supervisor = office.member(), office.member(Role.SUPERVISOR)
    Grant.unscoped.filter(staff=supervisor).update(staff=insider)
    assert not actor_of(insider).may("case.list")


@pytest.mark.parametrize("change", ["team", "until", "revived"])
def test_a_role_changed_in_the_database_does_not_hold_and_is_found(office: Office, change: str, settings: Any) -> None:
    settings.DEMO = False
    person = office.member((Role.SUPERVISOR, Scope.TEAM))
    rows = Grant.unscoped.filter(staff=person)
    if change == "revived":
        granting.end(office.system, rows.select_related("record_key", "staff__record_key").get(), 1)
    assert verify(OPERATION).is_whole
    changed = {"team": {"team": office.other_team}, "until": {"until": "2099-01-01"}, "revived": {"ended_on": None}}
    rows.update(**changed[change])
    assert not actor_of(person).held
    boss = office.actor(Role.ADMINISTRATOR)
    with pytest.raises(TamperedError):
        selectors.grant(boss, rows.get().pk)
    assert [fault.record_id for fault in verify(OPERATION).faults] == [rows.get().pk]


def test_a_role_moved_with_its_key_does_not_open(office: Office) -> None:
    insider, supervisor = office.member(), office.member(Role.SUPERVISOR)
    Grant.unscoped.filter(staff=supervisor).update(staff=insider, record_key=insider.record_key)
    with pytest.raises(TamperedError):
        actor_of(insider)


def test_the_role_of_one_grant_does_not_open_in_another(office: Office) -> None:
    person = office.member(Role.CASEWORKER, Role.SUPERVISOR)
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, role FROM accounts_grant ORDER BY until, id")
        (first, _), (_, blob) = cursor.fetchall()
        cursor.execute("UPDATE accounts_grant SET role = %s WHERE id = %s", [blob, first])
    with pytest.raises(TamperedError):
        actor_of(person)


def test_no_actor_is_made_while_the_operation_is_locked(office: Office) -> None:
    person = office.member(Role.CASEWORKER)
    keyring.clear()
    with pytest.raises(LockedError):
        actor_of(person)


def test_an_actor_takes_one_query(office: Office) -> None:
    person = Staff.objects.select_related("record_key").get(pk=office.member(Role.CASEWORKER, Role.DUTY_OFFICER).pk)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        actor_for(person)
    assert len(queries) == 1


def test_a_second_factor_is_fresh_for_ten_minutes(office: Office) -> None:
    person = office.member(Role.CASEWORKER)
    assert not actor_of(person, fresh=False).second_factor_fresh()
    just, old = actor_for(person, now() - timedelta(minutes=9)), actor_for(person, now() - timedelta(minutes=11))
    assert just is not None
    assert just.second_factor_fresh()
    assert old is not None
    assert not old.second_factor_fresh()


def test_nothing_is_exported_for_a_day_after_a_reset(office: Office) -> None:
    person = office.member(Role.CASEWORKER)
    person.no_export_until = (now() + timedelta(hours=1)).isoformat()
    person.save()
    assert not actor_of(person).may("case.export")
    assert actor_of(person).may("case.open")
    person.no_export_until = (now() - timedelta(hours=1)).isoformat()
    person.save()
    assert actor_of(person).may("case.export")


def test_a_right_over_people_stops_at_the_wall_of_the_agency(office: Office) -> None:
    administrator = office.actor(Role.ADMINISTRATOR)
    assert administrator.reaches("people.manage", office.member())
    assert administrator.reaches("people.manage", office.member(team=office.other_team))
    assert not administrator.reaches("people.manage", office.member(team=office.foreign_team))


def test_a_right_over_one_team_does_not_reach_the_next(office: Office) -> None:
    supervisor = office.actor((Role.SUPERVISOR, Scope.TEAM))
    assert supervisor.reaches("people.see", office.member())
    assert not supervisor.reaches("people.see", office.member(team=office.other_team))
