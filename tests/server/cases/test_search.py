"""A person is found by name in any script, code, year or number, within the searcher's scope."""

from typing import Any

import pytest

from fristad.server.accounts.rights import Role
from fristad.server.audit.models import Entry
from fristad.server.cases.selectors.search import find, wanted
from fristad.server.vault.models import SearchTag
from tests.server.cases.desk import Desk
from tests.server.cases.files import open_case
from tests.server.office import Office

pytestmark = pytest.mark.both_databases


@pytest.mark.parametrize("typed", ["Mohammed", "محمد", "muhammad hassan", "Мухаммед"])
def test_it_finds_a_name_in_another_script(office: Office, typed: str) -> None:
    actor = office.actor(Role.CASEWORKER)
    case = open_case(actor, "Muhammad Hasan")
    open_case(actor, "Olena Invented")
    assert find(actor, typed).cases == [case]


def test_it_finds_a_case_by_its_code_however_it_is_typed(office: Office) -> None:
    actor = office.actor(Role.CASEWORKER)
    case = open_case(actor, "Somebody Invented")
    assert find(actor, f" {case.code[:3].lower()} {case.code[3:]} ").cases == [case]


def test_it_finds_a_number_with_and_without_its_country(office: Office) -> None:
    actor = office.actor(Role.CASEWORKER)
    case = open_case(actor, "Somebody Invented", contacts=[{"how": "call", "rules": "", "number": "+00000123456789"}])
    assert find(actor, "0123456789").cases == [case]


def test_it_finds_nobody_out_of_scope(office: Office) -> None:
    open_case(office.actor(Role.CASEWORKER), "Muhammad Hasan")
    assert find(office.actor(Role.CASEWORKER), "Muhammad").cases == []
    assert find(office.actor(Role.SUPERVISOR, team=office.foreign_team), "Muhammad").cases == []


@pytest.mark.parametrize("typed", ["%", ".", "?", "* *", "\U0001f600", "\u0301\u0301", "--", "\u200b%"])
def test_signs_alone_find_nobody(office: Office, typed: str) -> None:
    actor = office.actor(Role.CASEWORKER)
    open_case(actor, "Muhammad Hasan")
    open_case(actor)
    assert find(actor, typed).cases == []


def test_signs_alone_are_answered_with_what_to_type(office: Office) -> None:
    desk = Desk(office.member(Role.CASEWORKER))
    address = desk.post("cases:search", code="%")["Location"]
    assert "Type a letter of the name" in desk.client.get(address).content.decode()


def test_every_word_must_fit(office: Office) -> None:
    actor = office.actor(Role.CASEWORKER)
    open_case(actor, "Muhammad Hasan")
    assert find(actor, "Muhammad Yusuf").cases == []


def test_tags_say_nothing_and_differ_between_words(office: Office) -> None:
    open_case(office.actor(Role.CASEWORKER), "Muhammad Hasan")
    stored = [bytes(tag) for tag in SearchTag.objects.values_list("tag", flat=True)]
    assert len(stored) == len(set(stored)) >= 2
    assert all(len(tag) == 10 for tag in stored)


def test_an_empty_search_finds_nobody(office: Office) -> None:
    actor = office.actor(Role.CASEWORKER)
    open_case(actor, "Muhammad Hasan")
    assert find(actor, "  ").cases == []
    assert wanted("  ").is_empty


def test_to_look_for_doubles_of_a_name_is_a_search(office: Office, settings: Any) -> None:
    settings.AUDIT_QUOTAS = {"searches_alarm": 1, "searches_stop": 2}
    desk = Desk(office.member(Role.SUPERVISOR))
    open_case(desk.actor, "Amaryllis Bloom")
    empty = {"group": "unknown", "sex": "unknown", "birth_kind": "stated", "birth_calendar": "gregorian"}
    wishes = {"interviewer": "unknown", "interpreter": "unknown"}
    told = {"name_1": "Amaryllis Bloom", "name_2_kind": "full", "name_3_kind": "full", **empty, **wishes}
    answers = [desk.post("cases:new", **told) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert Entry.objects.filter(action="quota.alarm", actor_id=desk.staff.pk).exists()
