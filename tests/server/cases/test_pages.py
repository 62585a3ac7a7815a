"""The pages of a case: each opens, saves, keeps what was typed, and writes down who looked."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from fristad.server.accounts.models import Staff
from fristad.server.accounts.rights import Role
from fristad.server.audit.models import Entry
from fristad.server.cases.models import Case, Person
from fristad.server.cases.views.work import KINDS
from tests.server.cases.files import open_case
from tests.server.office import Office, actor_of, sign_in


class Desk:
    """Somebody at work in a browser."""

    def __init__(self, office: Office, *roles: Role) -> None:
        self.staff: Staff = office.member(*roles)
        self.actor = actor_of(self.staff)
        self.client = sign_in(self.staff)

    def get(self, name: str, *args: Any) -> Any:
        return self.client.get(reverse(name, args=args))

    def post(self, name: str, *args: Any, **data: Any) -> Any:
        return self.client.post(reverse(name, args=args), data)


@pytest.fixture
def desk(office: Office) -> Desk:
    return Desk(office, Role.SUPERVISOR)


PAGES = ["open", "person", "person_edit", "contact", "journey", "risk", "assign", "close", "timeline", "seen"]


@pytest.mark.parametrize("name", PAGES)
def test_every_page_of_a_case_opens_and_is_not_stored_by_the_browser(desk: Desk, name: str) -> None:
    case = open_case(desk.actor, "Invented Person")
    answer = desk.get(f"cases:{name}", case.code)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"


def test_a_case_page_names_nobody_until_asked(desk: Desk) -> None:
    case = open_case(desk.actor, "Muhammad Hasan")
    assert "Muhammad" not in desk.get("cases:open", case.code).content.decode()
    assert "Muhammad" in desk.get("cases:person", case.code).content.decode()


def test_a_list_names_nobody_until_asked_and_logs_it(desk: Desk) -> None:
    open_case(desk.actor, "Muhammad Hasan")
    assert "Muhammad" not in desk.get("cases:list").content.decode()
    before = Entry.objects.count()
    assert "Muhammad" in desk.client.get(reverse("cases:list"), {"names": "yes"}).content.decode()
    actions = [entry.action for entry in Entry.objects.order_by("sequence")[before:]]
    assert actions == ["records.listed", "case.name_listed"]


def test_opening_is_one_entry_and_a_list_is_one_entry(desk: Desk) -> None:
    case = open_case(desk.actor, "Invented Person")
    before = Entry.objects.count()
    desk.get("cases:open", case.code)
    desk.get("cases:list")
    actions = [entry.action for entry in Entry.objects.order_by("sequence")[before:]]
    assert actions == ["record.opened", "records.listed"]


def test_a_person_with_no_name_at_all_can_be_written_down(desk: Desk) -> None:
    answer = desk.post("cases:new", group="unknown")
    assert answer.status_code == 302
    case = Case.unscoped.get()
    assert case.card["name"] == ""
    assert desk.get("cases:open", case.code).status_code == 200


def test_what_was_typed_is_kept_beside_what_a_colleague_saved(desk: Desk) -> None:
    case = open_case(desk.actor, "Invented Person", words="To rest.", group="unknown")
    desk.post("cases:person_edit", case.code, version=1, group="unknown", words="Theirs: a doctor.")
    answer = desk.post("cases:person_edit", case.code, version=1, group="unknown", words="Mine: to sleep.")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Mine: to sleep." in page
    assert "Theirs: a doctor." in page
    assert Person.unscoped.get().words == "Theirs: a doctor."
    desk.post("cases:person_edit", case.code, version=2, group="unknown", words="Both.")
    assert Person.unscoped.get().words == "Both."


def test_possible_doubles_in_scope_are_shown_before_a_case_is_made(desk: Desk) -> None:
    first = open_case(desk.actor, "Muhammad Hasan")
    answer = desk.post("cases:new", name_1="محمد حسن", group="unknown")
    assert first.code in answer.content.decode()
    assert Case.unscoped.count() == 1
    desk.post("cases:new", name_1="محمد حسن", group="unknown", sure="yes")
    assert Case.unscoped.count() == 2


def test_what_is_looked_for_stands_in_no_address(desk: Desk) -> None:
    case = open_case(desk.actor, "Muhammad Hasan")
    answer = desk.post("cases:search", code="Muhammad")
    assert answer.status_code == 302
    assert "uhammad" not in answer["Location"]
    assert case.code in desk.client.get(answer["Location"]).content.decode()


def test_a_colleague_cannot_open_anothers_search(desk: Desk, office: Office) -> None:
    address = desk.post("cases:search", code="Muhammad")["Location"]
    assert Desk(office, Role.SUPERVISOR).client.get(address).status_code == 404


def test_the_number_takes_a_click_that_is_logged(desk: Desk) -> None:
    rule = {"how": "After 17:00", "rules": "Say it is about the course", "number": "+00000123456"}
    case = open_case(desk.actor, "Invented Person", contacts=[rule])
    page = desk.get("cases:person", case.code).content.decode()
    assert "Say it is about the course" in page
    assert "123456" not in page
    assert "123456" in desk.post("cases:number", case.code).content.decode()
    assert Entry.objects.filter(action="person.number_shown").count() == 1


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("age_stated", "old", "Write an age in years"),
        ("age_stated", "29 to 25", "Write an age in years"),
        ("birth_year", "2999", "has not come yet"),
        ("name_1", "Good\u202eName", "turns the direction of writing"),
    ],
)
def test_bad_input_gets_a_sentence_and_saves_nothing(desk: Desk, field: str, typed: str, says: str) -> None:
    answer = desk.post("cases:new", group="unknown", words="Kept words", **{field: typed})
    page = answer.content.decode()
    assert says in page
    assert "Kept words" in page
    assert Case.unscoped.count() == 0


def test_an_unknown_part_of_a_case_is_not_there(desk: Desk) -> None:
    case = open_case(desk.actor, "Invented Person")
    assert desk.get("cases:items", case.code, "nonsense").status_code == 404
    assert desk.get("cases:open", "NOTCODE").status_code == 404


@pytest.mark.parametrize(
    ("section", "typed"),
    [
        ("notes", {"words": "Invented note"}),
        ("needs", {"kind": "health", "words": "Invented need", "state": "open"}),
        ("plan", {"words": "Invented goal"}),
        ("tasks", {"kind": "step", "words": "Invented step"}),
        ("flags", {"words": "Invented flag"}),
        ("harms", {"kind": "ransom", "state": "told", "words": "Invented harm"}),
    ],
)
def test_each_kind_of_item_is_written_changed_and_closed(desk: Desk, section: str, typed: dict[str, str]) -> None:
    case = open_case(desk.actor, "Invented Person")
    assert desk.post("cases:items", case.code, section, **typed).status_code == 302
    page = desk.get("cases:items", case.code, section).content.decode()
    assert typed["words"] in page
    model = KINDS[section].model
    item = model.unscoped.get()
    changed = {**typed, "words": "Changed words", "version": 1}
    assert desk.post("cases:item", case.code, section, item.pk, **changed).status_code == 302
    assert desk.post("cases:item_close", case.code, section, item.pk, version=2, answer="So").status_code == 302
    item = model.unscoped.get()
    assert (item.told["words"], item.told["answer"], item.version) == ("Changed words", "So", 3)
    assert item.ended_on is not None
