"""Accounts, agencies, teams, focal points."""

import pytest
from django.db import IntegrityError, connection, transaction

from fristad.server.accounts import selectors
from fristad.server.accounts.models import Operation, Staff, Team
from fristad.server.accounts.rights import Role, Scope
from fristad.server.accounts.services import operations, people
from fristad.server.accounts.services.operations import NewFocalPoint
from fristad.server.accounts.services.people import About
from fristad.server.audit.verification import verify
from fristad.server.common.problems import NotThereError, ReservedError, StaleError, WrongInputError
from tests.server.office import Office, actor_of

pytestmark = pytest.mark.both_databases


def test_a_sign_in_name_is_there_once_in_whatever_case(office: Office) -> None:
    people.make_staff(office.system, "Heron", office.agency, About("Ada Nordlund"))
    with pytest.raises(WrongInputError):
        people.make_staff(office.system, "hERON", office.agency, About("Another"))
    assert Staff.objects.get_by_natural_key("HERON").display_name == "Ada Nordlund"


def test_the_database_refuses_capitals_in_a_sign_in_name(office: Office) -> None:
    person = office.member()
    with pytest.raises(IntegrityError), transaction.atomic():
        Staff.objects.filter(pk=person.pk).update(sign_in_name="Heron")


def test_only_sign_in_name_and_hash_can_be_read_without_a_key(office: Office) -> None:
    about = About("Ada Nordlund", "ada@norland.example", "sv", office.team)
    people.make_staff(office.system, "heron", office.agency, about)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM accounts_staff")
        stored = repr([[bytes(v) if isinstance(v, memoryview) else v for v in row] for row in cursor.fetchall()])
    assert "heron" in stored
    for said in ("Ada", "norland.example", "Harbour", "Shelter"):
        assert said not in stored


def test_an_administrator_makes_accounts_in_the_own_agency_only(office: Office) -> None:
    administrator = office.actor(Role.ADMINISTRATOR)
    people.make_staff(administrator, "heron", office.agency, About("Ada"))
    with pytest.raises(NotThereError):
        people.make_staff(administrator, "stork", office.other_agency, About("Bo"))
    with pytest.raises(NotThereError):
        people.make_staff(administrator, "crane", office.agency, About("Cy", team=office.foreign_team))
    with pytest.raises(NotThereError):
        people.make_staff(office.actor(Role.SUPERVISOR), "swift", office.agency, About("Di"))


def test_an_account_begins_without_password_and_roles(office: Office) -> None:
    made = people.make_staff(office.system, "heron", office.agency, About("Ada"))
    assert not made.has_usable_password()
    assert not selectors.roles_of(made)


def test_two_who_change_one_account_do_not_overwrite_each_other(office: Office) -> None:
    person = office.member()
    first, second = Staff.objects.get(pk=person.pk), Staff.objects.get(pk=person.pk)
    administrator = office.actor(Role.ADMINISTRATOR)
    people.change_staff(administrator, first, About("First"), first.version)
    with pytest.raises(StaleError):
        people.change_staff(administrator, second, About("Second"), second.version)
    assert Staff.objects.get(pk=person.pk).display_name == "First"


def test_nobody_disables_himself(office: Office) -> None:
    person = office.member(Role.ADMINISTRATOR)
    with pytest.raises(ReservedError):
        people.disable(actor_of(person), person, person.version)


def test_people_of_another_agency_are_not_there(office: Office) -> None:
    administrator = office.actor(Role.ADMINISTRATOR)
    own, foreign = office.member(team=office.other_team), office.member(team=office.foreign_team)
    assert own in selectors.staff(administrator)
    assert foreign not in selectors.staff(administrator)
    with pytest.raises(NotThereError):
        selectors.member(administrator, foreign.pk)


def test_a_supervisor_of_one_team_sees_that_team(office: Office) -> None:
    supervisor = office.actor((Role.SUPERVISOR, Scope.TEAM))
    own, next_door = office.member(), office.member(team=office.other_team)
    assert own in selectors.staff(supervisor)
    assert next_door not in selectors.staff(supervisor)
    assert list(selectors.teams(supervisor)) == [office.team]


def test_names_are_shown_within_the_own_agency(office: Office) -> None:
    own, foreign = office.member(name="heron"), office.member(name="stork", team=office.foreign_team)
    found = selectors.colleagues(office.actor(Role.CASEWORKER), [own.pk, foreign.pk])
    assert found == {own.pk: "Name of heron"}


def test_holders_are_those_whose_right_reaches_the_team(office: Office) -> None:
    here = office.member((Role.SUPERVISOR, Scope.TEAM))
    everywhere = office.member((Role.SUPERVISOR, Scope.OPERATION), team=office.other_team)
    office.member((Role.SUPERVISOR, Scope.TEAM), team=office.other_team)
    office.member((Role.SUPERVISOR, Scope.OPERATION), team=office.foreign_team)
    place = {"agency_id": office.agency.pk, "team_id": office.team.pk}
    found = selectors.holders(office.operation.pk, "case.assign", **place)
    assert {person.pk for person in found} == {here.pk, everywhere.pk}


def test_a_team_in_which_people_work_is_not_closed(office: Office) -> None:
    office.member()
    with pytest.raises(WrongInputError):
        operations.close_team(office.actor(Role.ADMINISTRATOR), office.team, office.team.version)
    closed = operations.close_team(office.actor(Role.ADMINISTRATOR, team=office.other_team), *_empty(office))
    assert closed.closed_on is not None


def _empty(office: Office) -> tuple[Team, int]:
    made = operations.make_team(office.system, office.agency, "Meadow")
    return made, made.version


def test_an_operation_does_not_start_live_without_somewhere_to_complain(office: Office) -> None:
    here = office.operation.pk
    assert not selectors.may_start_live(here)
    operations.name_focal_point(office.system, office.agency, NewFocalPoint("Ada", "ada@norland.example", "Director"))
    operations.set_outside_address(office.system, office.operation, "complaints@elsewhere.example", 1)
    assert not selectors.may_start_live(here)
    same_line = NewFocalPoint("Bo", "bo@norland.example", "Director")
    operations.name_focal_point(office.system, office.agency, same_line)
    assert not selectors.may_start_live(here)
    operations.name_focal_point(office.system, office.other_agency, same_line)
    assert selectors.may_start_live(here)


def test_two_focal_points_of_different_lines_remain(office: Office) -> None:
    new = [NewFocalPoint("Ada", "a@norland.example", "Director"), NewFocalPoint("Bo", "b@norland.example", "Board")]
    first, _second = (operations.name_focal_point(office.system, office.agency, each) for each in new)
    with pytest.raises(WrongInputError):
        operations.end_focal_point(office.system, first, first.version)
    third = NewFocalPoint("Cy", "c@norland.example", "Headquarters")
    operations.name_focal_point(office.system, office.agency, third)
    first.refresh_from_db()
    operations.end_focal_point(office.system, first, first.version)


def test_the_log_of_a_whole_office_is_sound(office: Office) -> None:
    office.member(Role.CASEWORKER, Role.DUTY_OFFICER)
    person = office.member(Role.SUPERVISOR)
    people.disable(office.system, person, person.version)
    assert not verify(office.operation.pk).faults


def test_an_operation_has_the_id_of_its_keys(office: Office) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Operation.unscoped.update(operation_id=office.agency.pk)
