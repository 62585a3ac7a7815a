"""What each person carries, what a supervisor thinks is enough, and a page for after a hard talk that keeps nothing."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps

from fristad.server.accounts.models import Staff
from fristad.server.accounts.rights import Role
from fristad.server.audit.models import Entry
from fristad.server.audit.verification import verify
from fristad.server.cases.models import Case, CaseState, Ceiling, Task
from fristad.server.cases.selectors.load import Load, loads, warning
from fristad.server.cases.services.circles import circle_close
from fristad.server.cases.services.load import ceiling_set
from fristad.server.cases.services.work import item_add
from fristad.server.common import registry
from fristad.server.common.clock import today
from fristad.server.common.problems import NotThereError, StaleError
from fristad.server.common.registry import LoadColumn, load_columns
from tests.server.cases.desk import Desk
from tests.server.cases.files import open_case
from tests.server.conftest import OPERATION
from tests.server.office import Office, actor_of

pytestmark = pytest.mark.both_databases


@pytest.fixture
def owner(office: Office) -> Staff:
    return office.member(Role.CASEWORKER)


def carried(office: Office, person: Staff) -> Load:
    return next(each for each in loads(office.actor(Role.SUPERVISOR)) if each.staff.pk == person.pk)


def test_open_cases_and_tasks_that_are_due_are_counted(office: Office, owner: Staff) -> None:
    mine = actor_of(owner)
    case, closed = open_case(mine, "Invented Person"), open_case(mine, "Another Person")
    Case.unscoped.filter(pk=closed.pk).update(state=CaseState.CLOSED)
    for days in (-3, 2, 30):
        day = today() + timedelta(days=days)
        item_add(mine, case, Task, {"kind": "step", "words": "Call"}, due_on=day, assignee=owner)
    found = carried(office, owner)
    assert (found.cases, found.tasks, found.ceiling) == (1, 2, None)


def test_a_closed_circle_is_not_counted_for_who_is_not_in_it(office: Office, owner: Staff) -> None:
    case = open_case(actor_of(owner), "Invented Person")
    item_add(actor_of(owner), case, Task, {"kind": "step", "words": "Call"}, due_on=today(), assignee=owner)
    circle_close(actor_of(owner), Case.unscoped.get(), [office.member(Role.CASEWORKER)], why="So.", read_version=1)
    found = carried(office, owner)
    assert (found.cases, found.tasks) == (0, 0)


def test_it_shows_the_own_team_and_no_other(office: Office, owner: Staff) -> None:
    stranger = office.member(Role.CASEWORKER, team=office.foreign_team)
    elsewhere = office.member(Role.CASEWORKER, team=office.other_team)
    auditor = office.member(Role.AUDITOR)
    shown = {each.staff.pk for each in loads(office.actor(Role.SUPERVISOR))}
    assert owner.pk in shown
    assert not shown & {stranger.pk, elsewhere.pk, auditor.pk}
    assert Desk(owner).get("cases:load").status_code == 404


def test_beyond_the_ceiling_there_is_a_warning(office: Office, owner: Staff) -> None:
    lead = office.actor(Role.SUPERVISOR)
    open_case(actor_of(owner), "Invented Person")
    ceiling_set(lead, owner, 1, read_version=0)
    assert warning(lead, owner) == ""
    open_case(actor_of(owner), "Another Person")
    assert "2 open cases, more than the 1" in warning(lead, owner)
    ceiling_set(lead, owner, None, read_version=1)
    assert warning(lead, owner) == ""
    assert list(verify(OPERATION).faults) == []


def test_of_two_who_set_it_the_second_is_told_and_outside_the_team_nobody_does(office: Office, owner: Staff) -> None:
    lead = office.actor(Role.SUPERVISOR)
    ceiling_set(lead, owner, 12, read_version=0)
    for version in (0, 7):
        with pytest.raises(StaleError):
            ceiling_set(lead, owner, 15, read_version=version)
    with pytest.raises(NotThereError):
        ceiling_set(lead, office.member(Role.CASEWORKER, team=office.other_team), 15, read_version=0)
    assert [row.cases for row in Ceiling.unscoped.select_related("record_key")] == [12]


def test_who_assigns_sees_the_load_and_the_warning(office: Office, owner: Staff) -> None:
    desk = Desk(office.member(Role.SUPERVISOR))
    case = open_case(desk.actor, "Invented Person")
    open_case(actor_of(owner), "Another Person")
    ceiling_set(desk.actor, owner, 1, read_version=0)
    assert "1 of 1 open" in desk.get("cases:assign", case.code).content.decode()
    assert "1 of 1 open" in desk.get("cases:give", which="all").content.decode()
    answer = desk.client.post(f"/case/{case.code}/assign/", {"owner": owner.pk, "version": 1}, follow=True)
    assert "2 open cases, more than the 1" in answer.content.decode()


def test_its_pages_show_and_set_it(office: Office, owner: Staff) -> None:
    desk = Desk(office.member(Role.SUPERVISOR))
    for _number in range(2):
        open_case(actor_of(owner), "Invented Person")
    assert desk.post("cases:ceiling", owner.pk, cases="1", version=0).status_code == 302
    page = desk.get("cases:load").content.decode()
    assert f"Name of {owner.sign_in_name}" in page
    assert "More than the ceiling" in page
    assert desk.post("cases:ceiling", owner.pk, cases="3", version=0).status_code == 200
    assert desk.post("cases:ceiling", owner.pk, cases="", version=1).status_code == 302


def test_an_upper_app_adds_a_number(office: Office, owner: Staff, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load_columns, "_items", {})
    load_columns.register("hard", LoadColumn("Hard talks", lambda _actor, ids: dict.fromkeys(ids, 4)), place=10)
    assert carried(office, owner).more == [4]
    page = Desk(office.member(Role.SUPERVISOR)).get("cases:load").content.decode()
    assert "Hard talks" in page
    assert load_columns in registry.SLOTS


def test_the_page_after_a_hard_talk_stores_nothing(office: Office, owner: Staff) -> None:
    desk = Desk(owner)
    desk.get("cases:checkout")  # whatever the session notes at a first page
    before = everything()
    assert desk.get("cases:checkout").status_code == 200
    assert everything() == before
    assert desk.client.post("/after-a-hard-talk/", {"heard": "Invented words"}).status_code == 405
    assert everything() == before
    assert not Entry.objects.filter(actor_id=owner.pk).exists()


def everything() -> dict[str, Any]:
    """Return every row of every table, but for when the session was last touched."""
    left_out = {"accounts.session", "accounts.signedin"}
    kinds = (kind for kind in apps.get_models() if kind._meta.label_lower not in left_out)
    return {kind._meta.label_lower: list(kind._base_manager.order_by("pk").values_list()) for kind in kinds}


def test_nothing_on_it_can_be_sent(owner: Staff) -> None:
    page = Desk(owner).get("cases:checkout").content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    fields = re.findall(r"<(?:textarea|input|select|button)[^>]*>", main)
    assert len(fields) == 3
    assert "<form" not in main
    for field in fields:
        assert not re.search(r"\b(name|form)=", field)
        assert 'autocomplete="off"' in field
