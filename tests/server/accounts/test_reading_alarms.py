"""Who reads much more than a day's work needs is seen by those who lead the team."""

from __future__ import annotations

import pytest
from django.core.mail import EmailMessage
from pytest_django import Settings

from fristad.server.accounts import notices
from fristad.server.accounts.models import Staff
from fristad.server.accounts.rights import Role
from fristad.server.accounts.services import operations
from fristad.server.audit import quotas
from fristad.server.audit.services import read, searched
from fristad.server.audit.verification import verify
from tests.server.conftest import OPERATION
from tests.server.office import actor_of, do_errands, make_office

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_vault")]


def test_the_team_leader_is_told_once_and_nobody_else(settings: Settings) -> None:
    settings.AUDIT_QUOTAS = {"opened_alarm": 2}
    office = make_office()
    leader, foreign = office.member(Role.SUPERVISOR), office.member(Role.SUPERVISOR, team=office.foreign_team)
    reader, colleague = office.member(Role.CASEWORKER), office.member(Role.CASEWORKER)
    for record in (leader, foreign, reader, colleague):
        read(actor_of(reader), record, "casework")
    found = [each for each in notices.waiting(leader.pk) if each.content["kind"].startswith("reading.")]
    assert [(each.content["kind"], each.content["staff"]) for each in found] == [("reading.opened", str(reader.pk))]
    assert "ask what it is for" in notices.sentence(found[0])
    for other in (foreign, reader, colleague):
        assert not [each for each in notices.waiting(other.pk) if each.content["kind"].startswith("reading.")]
    assert verify(OPERATION).is_whole


def test_a_leader_is_not_told_of_their_own_searches_but_the_other_leader_is(settings: Settings) -> None:
    settings.AUDIT_QUOTAS = {"alike_alarm": 1}
    office = make_office()
    one, other = office.member(Role.SUPERVISOR), office.member(Role.SUPERVISOR)
    for words in ("mohamed", "muhammad"):
        searched(actor_of(one), "cases.case", [], quotas.likeness(OPERATION, words, ["mhmd"]))
    assert "reading.alike" in [each.content["kind"] for each in notices.waiting(other.pk)]
    assert "reading.alike" not in [each.content["kind"] for each in notices.waiting(one.pk)]


def told(person: Staff) -> list[tuple[str, str | None]]:
    waiting = [each.content for each in notices.waiting(person.pk)]
    return [(each["kind"], each.get("staff")) for each in waiting if each["kind"].startswith("reading.")]


def test_where_the_only_leader_is_the_reader_focal_points_and_administrators_are_told(settings: Settings) -> None:
    settings.AUDIT_QUOTAS = {"opened_alarm": 1}
    office = make_office()
    reader, administrator = office.member(Role.SUPERVISOR), office.member(Role.ADMINISTRATOR)
    colleague, foreign = office.member(Role.CASEWORKER), office.member(Role.ADMINISTRATOR, team=office.foreign_team)
    point = office.member()
    for person in (point, reader):
        new = operations.NewFocalPoint("Somebody", "room 4", f"line of {person.pk}", person.pk)
        operations.name_focal_point(office.system, office.agency, new)
    for record in (colleague, point):
        read(actor_of(reader), record, "casework")
    assert told(administrator) == told(point) == [("reading.unled", str(reader.pk))]
    assert told(reader) == told(colleague) == told(foreign) == []
    assert "nobody else leads this team" in notices.sentence(notices.waiting(point.pk)[-1])


def test_the_only_supervisors_alarm_goes_to_who_leads_another_team(settings: Settings) -> None:
    settings.AUDIT_QUOTAS = {"opened_alarm": 1}
    office = make_office()
    reader, other = office.member(Role.SUPERVISOR), office.member(Role.SUPERVISOR, team=office.other_team)
    administrator = office.member(Role.ADMINISTRATOR)
    for record in (other, administrator):
        read(actor_of(reader), record, "casework")
    assert told(other) == [("reading.unled", str(reader.pk))]
    assert told(reader) == told(administrator) == []


def test_an_alarm_that_reaches_nobody_inside_turns_to_the_address_outside(
    settings: Settings, mailoutbox: list[EmailMessage]
) -> None:
    settings.AUDIT_QUOTAS = {"opened_alarm": 1}
    office = make_office()
    operations.set_outside_address(office.system, office.operation, "complaints@elsewhere.example", 1)
    reader = office.member(Role.SUPERVISOR)
    for record in (reader, office.member()):
        read(actor_of(reader), record, "casework")
    do_errands()
    assert [mail.to for mail in mailoutbox] == [["complaints@elsewhere.example"]]
    assert "read" not in mailoutbox[0].body.lower().split()
