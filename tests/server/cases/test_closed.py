"""A case that is closed is read, not written in; and nobody closes one without seeing what is open in it."""

from __future__ import annotations

import pytest

from fristad.server.accounts.models import Staff
from fristad.server.accounts.rights import Role
from fristad.server.cases.models import Case, Note, Task
from fristad.server.cases.services.cases import case_reopen, closure_ask, closure_decide, risk_judge
from fristad.server.cases.services.journeys import leg_add
from fristad.server.cases.services.persons import person_edit
from fristad.server.cases.services.work import item_add
from fristad.server.common.problems import WrongInputError
from tests.server.cases.desk import Desk
from tests.server.cases.files import open_case
from tests.server.office import Office, actor_of


@pytest.fixture
def owner(office: Office) -> Staff:
    return office.member(Role.CASEWORKER)


@pytest.fixture
def lead(office: Office) -> Staff:
    return office.member(Role.SUPERVISOR)


@pytest.fixture
def closed(owner: Staff, lead: Staff) -> Case:
    case = open_case(actor_of(owner), "Invented Person")
    item_add(actor_of(owner), case, Task, {"kind": "task", "words": "To call"})
    case = Case.unscoped.select_related("record_key", "person__record_key").get()
    case = closure_ask(actor_of(owner), case, reason="plan_done", words="Done", read_version=case.version)
    return closure_decide(actor_of(lead), case, agreed=True, words="Seen", read_version=case.version)


def test_nothing_is_written_in_it(owner: Staff, closed: Case) -> None:
    actor, version = actor_of(owner), closed.person.version
    for write in (
        lambda: item_add(actor, closed, Note, {"words": "Late"}),
        lambda: person_edit(actor, closed.person, {"words": "Late"}, read_version=version),
        lambda: leg_add(actor, closed.person, {"place": "Late"}),
        lambda: risk_judge(actor, closed, risk="low", reason="Late", review_on=None, read_version=closed.version),
    ):
        with pytest.raises(WrongInputError):
            write()
    assert not Note.unscoped.exists()


@pytest.mark.parametrize("name", ["person_edit", "contact", "journey", "family", "risk", "tasks", "notes"])
def test_its_pages_say_so_in_place_of_a_form(owner: Staff, closed: Case, name: str) -> None:
    desk = Desk(owner)
    part = (closed.code, name) if name in ("tasks", "notes") else (closed.code,)
    page = desk.get("cases:items" if len(part) == 2 else f"cases:{name}", *part).content.decode()
    main = page[page.index("<main") : page.index("</main")]
    assert "This case is closed" in main
    assert "govuk-textarea" not in main
    assert "govuk-input" not in main


def test_it_is_written_in_again_once_it_is_taken_up(owner: Staff, closed: Case) -> None:
    case = case_reopen(actor_of(owner), closed, words="Back", read_version=closed.version)
    item_add(actor_of(owner), case, Note, {"words": "In time"})
    assert Note.unscoped.count() == 1


@pytest.mark.parametrize("name", ["close", "decide"])
def test_who_closes_it_sees_what_is_open_in_it(office: Office, owner: Staff, lead: Staff, name: str) -> None:
    case = open_case(actor_of(owner), "Invented Person")
    item_add(actor_of(owner), case, Task, {"kind": "task", "words": "To call"})
    case = Case.unscoped.select_related("record_key").get()
    if name == "decide":
        closure_ask(actor_of(owner), case, reason="plan_done", words="Done", read_version=case.version)
    page = Desk(owner if name == "close" else lead).get(f"cases:{name}", case.code).content.decode()
    assert "1 task is open in this case." in page


def test_who_asked_for_a_closure_takes_it_back_and_nobody_else(owner: Staff, lead: Staff) -> None:
    made = open_case(actor_of(owner), "Invented Person")
    closure_ask(actor_of(owner), made, reason="plan_done", words="Done", read_version=made.version)
    assert "Do not close it after all" not in Desk(lead).get("cases:open", made.code).content.decode()
    assert Desk(lead).post("cases:close_not", made.code).status_code == 422
    assert "Do not close it after all" in Desk(owner).get("cases:open", made.code).content.decode()
    assert Desk(owner).post("cases:close_not", made.code).status_code == 302
    assert Case.unscoped.get(pk=made.pk).state == "open"
