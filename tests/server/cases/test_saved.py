"""Searches and lists kept under a name: saved, opened, renamed, deleted, and nobody else's."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from fristad.server.accounts.rights import Role
from fristad.server.cases.duties import erase_searches
from fristad.server.cases.models import Search
from fristad.server.cases.services import searches
from fristad.server.vault.models import RecordKey
from tests.server.cases.desk import Desk
from tests.server.cases.files import open_case
from tests.server.office import Office

pytestmark = pytest.mark.both_databases


@pytest.fixture
def desk(office: Office) -> Desk:
    return Desk(office.member(Role.CASEWORKER))


def begun(desk: Desk, words: str = "Muhammad") -> str:
    answer = desk.post("cases:search", code=words)
    return str(answer["Location"]).strip("/").split("/")[-1]


def page(answer: Any) -> str:
    return str(answer.content.decode())


def test_a_search_is_saved_named_run_and_deleted(desk: Desk) -> None:
    case = open_case(desk.actor, "Muhammad Hasan")
    search = begun(desk)
    assert reverse("cases:save_search", args=[search]) in page(desk.get("cases:found", search))
    assert desk.post("cases:save_search", search, label="For Monday")["Location"] == reverse("cases:saved")
    shown = page(desk.get("cases:saved"))
    assert "For Monday" in shown
    assert "Muhammad" in shown
    assert case.code in page(desk.get("cases:found", search))
    desk.post("cases:saved_drop", search)
    assert "For Monday" not in page(desk.get("cases:saved"))
    assert desk.get("cases:found", search).status_code == 404
    assert RecordKey.objects.filter(kind="search", destroyed_on=None).count() == 0


def test_it_can_get_another_name(desk: Desk) -> None:
    search = begun(desk)
    desk.post("cases:save_search", search, label="For Monday")
    desk.post("cases:save_search", search, label="For Tuesday")
    shown = page(desk.get("cases:saved"))
    assert ("For Tuesday" in shown, "For Monday" in shown) == (True, False)


def test_a_list_is_saved_with_its_choices(desk: Desk) -> None:
    open_case(desk.actor, "Somebody Invented")
    assert "save/?state=open&amp;owner=me" in page(desk.get("cases:list", state="open", owner="me"))
    answer = desk.client.post(reverse("cases:save_list") + "?state=open&owner=me&due=week", {"label": "My week"})
    assert answer["Location"] == reverse("cases:saved")
    shown = page(desk.get("cases:saved"))
    assert "My week" in shown
    assert "owner=me" in shown
    assert "Due within a week" in shown


def test_without_a_name_nothing_is_saved_and_the_page_says_so(desk: Desk) -> None:
    answer = desk.post("cases:save_search", begun(desk), label=" ")
    assert "Please fill this in" in page(answer)
    assert not Search.unscoped.filter(saved=True).exists()


def test_nobody_else_sees_renames_or_deletes_it(desk: Desk, office: Office) -> None:
    search = begun(desk)
    desk.post("cases:save_search", search, label="For Monday")
    other = Desk(office.member(Role.SUPERVISOR))
    assert "For Monday" not in page(other.get("cases:saved"))
    assert other.get("cases:save_search", search).status_code == 404
    assert other.post("cases:saved_drop", search).status_code == 404
    assert Search.unscoped.filter(saved=True).count() == 1


def test_a_list_is_not_run_as_a_search(desk: Desk) -> None:
    kept = searches.list_save(desk.actor, {"state": "open"}, "Open ones")
    assert desk.get("cases:found", kept.pk).status_code == 404
    assert desk.get("cases:save_search", kept.pk).status_code == 404


def test_nothing_of_it_is_readable(desk: Desk) -> None:
    desk.post("cases:save_search", begun(desk, "Quillfeather"), label="Bramblewick")
    stored = str(list(Search.unscoped.values()))
    assert "Quillfeather" not in stored
    assert "Bramblewick" not in stored


def test_more_than_fifty_are_refused_on_the_page(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searches, "MOST_SAVED", 1)
    searches.list_save(desk.actor, {"state": "open"}, "Open ones")
    answer = desk.post("cases:save_search", begun(desk), label="One more")
    assert "Delete one first" in page(answer)


def test_what_is_saved_under_the_name_of_an_erased_person_goes_with_them(desk: Desk) -> None:
    case = open_case(desk.actor, "Muhammad Hasan")
    kept = searches.list_save(desk.actor, {"state": "open"}, "Muhammad Hasan's week")
    assert erase_searches("cases.person", case.person_id) == {kept.record_key_id}
