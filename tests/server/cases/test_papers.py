"""Papers with their dates: written, changed, told, and a date of the case when they end."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from fristad.server.accounts.rights import Role
from fristad.server.cases import telling
from fristad.server.cases.models import Case, Person
from fristad.server.common.clock import today
from tests.server.cases.desk import Desk
from tests.server.cases.files import open_case
from tests.server.filling import untouched
from tests.server.office import Office

PERMIT = {
    "kind": "residence",
    "number": "NL 4711",
    "country": "Norland",
    "known": "seen",
    "held_by": "With the person",
    "watch": "on",
}


@pytest.fixture
def desk(office: Office) -> Desk:
    return Desk(office.member(Role.CASEWORKER))


def until(day: date) -> dict[str, str]:
    return {"until_day": str(day.day), "until_month": str(day.month), "until_year": str(day.year)}


def add(desk: Desk, case: Case, **typed: str) -> Case:
    shown = untouched(desk.get("cases:papers", case.code).content.decode())
    assert desk.post("cases:papers", case.code, **shown | {"known": ""} | typed).status_code == 302
    return Case.unscoped.get(pk=case.pk)


def test_a_paper_that_ends_is_the_next_date_of_the_case(desk: Desk) -> None:
    soon = today() + timedelta(days=3)
    case = add(desk, open_case(desk.actor, "Sara"), **PERMIT, **until(soon))
    assert case.due_on == case.next_on == soon
    page = desk.get("cases:person", case.code).content.decode()
    assert "Residence permit" in page
    assert "NL 4711" in page


def test_a_paper_nobody_needs_to_watch_is_no_date_of_the_case(desk: Desk) -> None:
    case = add(desk, open_case(desk.actor, "Sara"), **PERMIT, **until(today() + timedelta(days=3)))
    shown = untouched(desk.get("cases:paper", case.code, 0).content.decode())
    del shown["watch"]
    desk.post("cases:paper", case.code, 0, **shown)
    assert Case.unscoped.get(pk=case.pk).due_on is None
    paper = Person.unscoped.get().documents[0]
    assert (paper["number"], paper["watch"]) == ("NL 4711", False)


def test_a_date_is_kept_in_the_calendar_it_was_written_in(desk: Desk) -> None:
    typed = {"until_month": "3", "until_year": "2030", "until_calendar": "ethiopic"}
    add(desk, open_case(desk.actor, "Sara"), kind="passport", watch="on", **typed)
    paper = Person.unscoped.get().documents[0]
    assert paper["until"]["calendar"] == "ethiopic"
    assert paper["until"]["earliest"][:4] == "2037"


def test_a_paper_that_ends_before_it_begins_is_refused_beside_its_field(desk: Desk) -> None:
    case = open_case(desk.actor, "Sara")
    typed = {"since_year": "2020", "until_year": "2019", "kind": "visa", "version": "0"}
    answer = desk.post("cases:papers", case.code, **typed)
    assert "lies before the day from which" in answer.content.decode()
    assert Person.unscoped.get().documents is None


def test_of_two_who_write_papers_the_second_is_told(desk: Desk) -> None:
    case = open_case(desk.actor, "Sara")
    shown = untouched(desk.get("cases:papers", case.code).content.decode()) | {"known": "", "kind": "visa"}
    add(desk, case, **PERMIT)
    answer = desk.post("cases:papers", case.code, **shown)
    assert answer.status_code == 200
    assert [paper["kind"] for paper in Person.unscoped.get().documents] == ["residence"]


def test_a_paper_is_taken_out_after_a_question(desk: Desk) -> None:
    case = add(desk, open_case(desk.actor, "Sara"), **PERMIT, **until(today()))
    asked = desk.get("cases:paper_out", case.code, 0).content.decode()
    assert "Take out this paper?" in asked
    desk.post("cases:paper_out", case.code, 0, **untouched(asked))
    assert Person.unscoped.get().documents is None
    assert Case.unscoped.get(pk=case.pk).due_on is None
    assert desk.get("cases:paper", case.code, 0).status_code == 404


def test_the_person_is_told_of_their_papers_in_words(desk: Desk) -> None:
    add(desk, open_case(desk.actor, "Sara"), **PERMIT, until_year="2031")
    parts = telling.about(Person.unscoped.get(), desk.actor)
    said = "\n".join(text for _heading, rows in parts for row in rows for _label, text in row.facts)
    assert "Residence permit" in said
    assert "Valid until: 2031" in said
    assert "{" not in said
