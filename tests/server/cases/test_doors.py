"""Who reaches which case. What is out of scope looks as if it were not there."""

import re
from datetime import timedelta

import pytest

from fristad.server.accounts.actor import Actor
from fristad.server.accounts.rights import RIGHTS, Role
from fristad.server.cases import doors
from fristad.server.cases.models import Case, Note, Person
from fristad.server.cases.services.cases import case_assign, involve
from fristad.server.cases.services.movements import handover
from fristad.server.cases.services.work import item_add
from fristad.server.common.clock import now, today
from fristad.server.common.problems import NotThereError
from fristad.server.vault.models import OutsideDoorError
from tests.server.cases.desk import Desk
from tests.server.cases.files import open_case
from tests.server.office import Office, actor_of

pytestmark = pytest.mark.both_databases


def test_it_refuses_a_query_outside_a_door(office: Office) -> None:
    open_case(office.actor(Role.CASEWORKER), "Invented Person")
    for model in (Case, Person):
        with pytest.raises(OutsideDoorError):
            model.objects.count()
        with pytest.raises(OutsideDoorError):
            model.objects.filter(pk=None).first()


def test_the_owner_reaches_a_case_and_a_colleague_does_not(office: Office) -> None:
    owner, colleague = office.actor(Role.CASEWORKER), office.actor(Role.CASEWORKER)
    case = open_case(owner, "Invented Person")
    assert doors.case(owner, case.code) == case
    with pytest.raises(NotThereError):
        doors.case(colleague, case.code)
    assert not doors.cases(colleague).exists()


def test_a_supervisor_reaches_the_agencys_cases_and_no_other_agencys(office: Office) -> None:
    case = open_case(office.actor(Role.CASEWORKER), "Invented Person")
    assert doors.case(office.actor(Role.SUPERVISOR), case.code) == case
    with pytest.raises(NotThereError):
        doors.case(office.actor(Role.SUPERVISOR, team=office.foreign_team), case.code)


def test_an_auditor_reaches_no_case(office: Office) -> None:
    case = open_case(office.actor(Role.CASEWORKER), "Invented Person")
    with pytest.raises(NotThereError):
        doors.case(office.actor(Role.AUDITOR), case.code)


def test_somebody_involved_reaches_it_until_their_time_is_over(office: Office) -> None:
    case = open_case(office.actor(Role.CASEWORKER), "Invented Person")
    officer = office.actor(Role.CHILD_PROTECTION)
    involve(office.system, case, officer.staff_id, until=now() + timedelta(hours=1))
    assert doors.case(officer, case.code) == case
    involve(office.system, case, officer.staff_id, until=now() - timedelta(seconds=1))
    with pytest.raises(NotThereError):
        doors.case(officer, case.code)


def test_it_is_the_same_for_somebody_involved_in_very_many(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    owner, officer = office.actor(Role.CASEWORKER), office.actor(Role.CHILD_PROTECTION)
    made = [open_case(owner, f"Invented {number}") for number in range(4)]
    for case in made[:3]:
        involve(office.system, case, officer.staff_id)
    monkeypatch.setattr(doors, "NAMED_AT_MOST", 2)
    assert set(doors.cases(officer)) == set(made[:3])


#: What the contract lends: to look for a day after handing over, to work in it while standing in, and nothing else.
TO_LOOK = {"case.list", "case.open", "person.search", "interview.see", "result.see", "profile.see"}
TO_WORK = TO_LOOK | {"case.edit", "interview.hold", "profile.write"}


def held(actor: Actor, case: Case) -> set[str]:
    """Return every right of the table that reaches the case."""
    return {right for right in RIGHTS if actor.may(right) and doors.cases(actor, right).filter(pk=case.pk).exists()}


def test_who_handed_a_case_over_looks_into_it_for_a_day_and_does_nothing_else(office: Office) -> None:
    old, new = office.member(Role.CASEWORKER), office.member(Role.CASEWORKER)
    case = open_case(actor_of(old), "Invented Person")
    case_assign(office.actor(Role.SUPERVISOR), case, owner=new, read_version=1)
    assert held(actor_of(old), case) == TO_LOOK


def test_a_stand_in_does_the_daily_work_and_nothing_else(office: Office) -> None:
    owner, stand_in = office.member(Role.CASEWORKER), office.member(Role.CASEWORKER)
    case = open_case(actor_of(owner), "Invented Person")
    handover(actor_of(owner), [case], stand_in=stand_in, until=today() + timedelta(days=2), words="")
    assert held(actor_of(stand_in), case) == TO_WORK
    assert doors.lent_for(actor_of(stand_in), case) == TO_WORK
    assert doors.lent_for(actor_of(owner), case) is None


def test_a_page_offers_them_nothing_that_is_not_there_for_them(office: Office) -> None:
    owner, stand_in, new = (office.member(Role.CASEWORKER) for _ in range(3))
    case = open_case(actor_of(owner), "Invented Person")
    handover(actor_of(owner), [case], stand_in=stand_in, until=today() + timedelta(days=2), words="")
    desk = Desk(stand_in)
    assert_every_link_is_there(desk, case)
    read = Case.unscoped.get(pk=case.pk)
    case_assign(office.actor(Role.SUPERVISOR), read, owner=new, read_version=read.version)
    assert_every_link_is_there(Desk(owner), case)


def assert_every_link_is_there(desk: Desk, case: Case) -> None:
    page = "".join(desk.get(f"cases:{name}", case.code).content.decode() for name in ("open", "person", "documents"))
    links = set(re.findall(rf'href="(/case/{case.code}/[^"]*)"', page))
    assert len(links) > 3
    assert {link: desk.client.get(link).status_code for link in links} == dict.fromkeys(links, 200)


def test_a_closed_circle_is_closed_to_supervisors_too(office: Office) -> None:
    owner, supervisor, inside = (
        office.actor(Role.CASEWORKER),
        office.actor(Role.SUPERVISOR),
        office.actor(Role.SUPERVISOR),
    )
    case = open_case(owner, "Invented Person")
    involve(owner, case, inside.staff_id)
    Case.unscoped.filter(pk=case.pk).update(closed_circle=True)
    assert doors.case(inside, case.code) == case
    assert doors.cases(supervisor).count() == 0
    with pytest.raises(NotThereError):
        doors.case(supervisor, case.code)


def test_an_item_is_reached_only_through_a_case_in_scope(office: Office) -> None:
    owner = office.actor(Role.CASEWORKER)
    note = item_add(owner, open_case(owner, "Invented Person"), Note, {"words": "Invented words."})
    assert doors.item(owner, Note, note.pk).told == {"words": "Invented words."}
    with pytest.raises(NotThereError):
        doors.item(office.actor(Role.CASEWORKER), Note, note.pk)
