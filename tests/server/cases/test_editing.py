"""Saving "Edit person" changes what was changed, and nothing else."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils.formats import date_format

from fristad.server.accounts.rights import Role
from fristad.server.cases.models import Person
from fristad.server.cases.pure.calendars import Calendar
from fristad.server.cases.pure.dates import Entered, partial_date
from fristad.server.cases.services.persons import FIELDS
from fristad.server.common.clock import today
from tests.server.cases.desk import Desk
from tests.server.cases.files import open_case
from tests.server.filling import untouched
from tests.server.office import Office

LONG_AGO = (today() - timedelta(days=400)).isoformat()
#: More than the form shows: a fourth name and language, levels, wishes without a question, days long ago.
RECORDED: dict[str, Any] = {
    "names": [
        {"text": "Tirunesh Alemu", "kind": "full", "lang": "en"},
        {"text": "ጥሩነሽ", "kind": "papers", "lang": "am"},
        {"text": "Tiru", "kind": "known_as", "lang": "en"},
        {"text": "Sister T.", "kind": "other", "lang": "en"},
    ],
    "survivor_code": "Heron",
    "birth": {
        "date": partial_date(Entered(2001, 4, None, Calendar.ETHIOPIC), today()).to_json(),
        "kind": "documented",
        "on": LONG_AGO,
    },
    "ages": [
        {"kind": "assessed", "least": 15, "most": 19, "on": LONG_AGO},
        {"kind": "stated", "least": 17, "most": 17, "on": LONG_AGO},
    ],
    "sex": "female",
    "nationalities": "Ethiopia",
    "languages": [
        {"code": code, "level": level} for code, level in (("am", "5"), ("om", "4"), ("en", "2"), ("ar", "1"))
    ],
    "group": "refugee",
    "status": "Asked for protection in May.",
    "documents": [{"kind": "passport", "number": "X 123", "country": "Ethiopia", "held_by": "her employer"}],
    "contacts": [{"how": "Signal", "rules": "After five.", "number": ""}],
    "wishes": {"interviewer": "woman", "contact": "in person", "support": "her teacher"},
    "words": "First line.\nThen the second.",
    "place": "Harbour",
}


@pytest.fixture
def desk(office: Office) -> Desk:
    return Desk(office.member(Role.CASEWORKER))


def recorded() -> dict[str, Any]:
    person = Person.unscoped.get()
    return {name: getattr(person, name) for name in FIELDS}


def save(desk: Desk, code: str, **changed: str) -> None:
    sent = untouched(desk.get("cases:person_edit", code).content.decode()) | changed
    assert desk.post("cases:person_edit", code, **sent).status_code == 302


def test_saving_without_a_change_changes_nothing(desk: Desk) -> None:
    case = open_case(desk.actor, **RECORDED)
    save(desk, case.code)
    assert recorded() == RECORDED


def test_a_changed_paper_leaves_everything_else_as_it_was(desk: Desk) -> None:
    case = open_case(desk.actor, **RECORDED)
    save(desk, case.code, status="A permit until June.")
    assert recorded() == RECORDED | {"status": "A permit until June."}


def test_only_an_age_that_changed_was_told_today(desk: Desk) -> None:
    case = open_case(desk.actor, **RECORDED)
    save(desk, case.code, age_stated="18")
    assert recorded()["ages"] == [
        RECORDED["ages"][0],
        {"kind": "stated", "least": 18, "most": 18, "on": today().isoformat()},
    ]


def test_only_a_birth_that_changed_was_told_today(desk: Desk) -> None:
    case = open_case(desk.actor, **RECORDED)
    save(desk, case.code, birth_month="5")
    assert date.fromisoformat(recorded()["birth"]["on"]) == today()
    save(desk, case.code, birth_kind="stated")
    assert recorded()["birth"]["kind"] == "stated"


def test_what_is_taken_out_is_gone_and_the_rest_stays(desk: Desk) -> None:
    case = open_case(desk.actor, **RECORDED)
    save(desk, case.code, name_2="", language_2="", age_assessed="", wish_interviewer="unknown")
    now = recorded()
    assert [name["text"] for name in now["names"]] == ["Tirunesh Alemu", "Tiru", "Sister T."]
    assert now["names"][1]["lang"] == "en"
    assert [tongue["level"] for tongue in now["languages"]] == ["5", "2", "1"]
    assert [age["kind"] for age in now["ages"]] == ["stated"]
    assert now["wishes"] == {"contact": "in person", "support": "her teacher"}


def test_two_ages_that_do_not_fit_are_told_in_days_as_people_write_them(desk: Desk) -> None:
    ages = [
        {"kind": kind, "least": age, "most": age, "on": LONG_AGO} for kind, age in (("stated", 12), ("assessed", 30))
    ]
    case = open_case(desk.actor, "Invented", ages=ages)
    page = desk.get("cases:person", case.code).content.decode()
    assert "Both cannot be right" in page
    assert date_format(date.fromisoformat(LONG_AGO)) in page
    assert LONG_AGO not in page
