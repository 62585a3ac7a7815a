"""Ages that do not fit together: both stay, until somebody says with a reason which one nobody should rely on."""

from __future__ import annotations

import re

import pytest

from fristad.server.accounts.rights import Role
from fristad.server.cases.cards import age_words
from fristad.server.cases.models import Case, Person
from fristad.server.cases.pure.dates import Entered, partial_date
from fristad.server.common.clock import today
from tests.server.cases.desk import Desk
from tests.server.cases.files import open_case
from tests.server.filling import untouched
from tests.server.office import Office

NOTE = "Two ages do not fit together"
TOLD = [
    {"kind": "stated", "least": 16, "most": 16, "on": today().isoformat()},
    {"kind": "documented", "least": 24, "most": 24, "on": today().isoformat()},
]


@pytest.fixture
def desk(office: Office) -> Desk:
    return Desk(office.member(Role.CASEWORKER))


@pytest.fixture
def case(desk: Desk) -> Case:
    return open_case(desk.actor, "Idris", ages=TOLD)


def seen(desk: Desk, case: Case) -> str:
    return str(desk.get("cases:person", case.code).content.decode())


def send(desk: Desk, case: Case, which: str, **typed: str) -> int:
    shown = untouched(desk.get("cases:age", case.code, which).content.decode())
    return int(desk.post("cases:age", case.code, which, **shown | typed).status_code)


def test_an_age_that_is_set_aside_with_a_reason_leaves_no_note(desk: Desk, case: Case) -> None:
    assert NOTE in seen(desk, case)
    assert send(desk, case, "1", reason="The smuggler bought the paper.") == 302
    page = seen(desk, case)
    assert NOTE not in page
    assert "The smuggler bought the paper." in page
    assert age_words(Person.unscoped.get()) == (16, 16)
    assert list(Case.unscoped.get().card["age"]) == [16, 16]


def test_without_a_reason_nothing_is_set_aside(desk: Desk, case: Case) -> None:
    assert send(desk, case, "1", reason=" ") == 200
    assert NOTE in seen(desk, case)


def test_an_age_is_relied_on_again(desk: Desk, case: Case) -> None:
    send(desk, case, "1", reason="A mistake.")
    assert send(desk, case, "1") == 302
    assert NOTE in seen(desk, case)
    assert Person.unscoped.get().ages == TOLD


def test_a_date_of_birth_is_set_aside_like_an_age(desk: Desk) -> None:
    born = {"date": partial_date(Entered(1990), today()).to_json(), "kind": "documented", "on": today().isoformat()}
    case = open_case(desk.actor, "Idris", ages=TOLD[:1], birth=born)
    assert NOTE in seen(desk, case)
    send(desk, case, "birth", reason="Not his passport.")
    assert NOTE not in seen(desk, case)


def test_the_reason_stays_when_something_else_of_the_person_is_changed(desk: Desk, case: Case) -> None:
    send(desk, case, "1", reason="The smuggler bought the paper.")
    shown = untouched(desk.get("cases:person_edit", case.code).content.decode())
    desk.post("cases:person_edit", case.code, **shown | {"place": "Harbour"})
    assert Person.unscoped.get().ages[1]["set_aside"] == "The smuggler bought the paper."


def test_the_sentence_about_two_ages_has_no_machine_dates(desk: Desk, case: Case) -> None:
    text = seen(desk, case)
    note = text[text.index(NOTE) :][:900]
    assert not re.search(r"\d{4}-\d\d-\d\d", note)


def test_an_age_that_is_not_there_is_not_found(desk: Desk, case: Case) -> None:
    for which in ("birth", "2", "x"):
        assert desk.get("cases:age", case.code, which).status_code == 404
