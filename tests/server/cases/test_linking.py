"""Doubles of a whole register: to the desk, within an agency, without anybody who is kept apart; and how well."""

from __future__ import annotations

import sys

import pytest

from fristad.server.accounts.rights import Role
from fristad.server.audit.verification import verify
from fristad.server.cases.importing.linking import measuring, searching, weighing
from fristad.server.cases.importing.linking.records import known, marks_of
from fristad.server.cases.models import Double
from fristad.server.cases.pure.dates import Entered, partial_date
from fristad.server.common.clock import today
from fristad.server.common.problems import WrongInputError
from fristad.server.site.demo.stories import data
from tests.server.cases.files import open_case
from tests.server.conftest import OPERATION
from tests.server.office import Office


def born(year: int) -> dict[str, object]:
    return {"date": partial_date(Entered(year), today()).to_json(), "kind": "stated", "on": today().isoformat()}


def test_likely_pairs_of_an_agency_go_to_the_desk_once(office: Office) -> None:
    pytest.importorskip("splink")
    worker, stranger = office.actor(Role.CASEWORKER), office.actor(Role.CASEWORKER, team=office.foreign_team)
    phone = [{"how": "Telephone", "rules": "", "number": "+00000200101"}]
    one = open_case(worker, "Lindra Aro Oskby", birth=born(1990), contacts=phone)
    other = open_case(worker, "Oskby Lindra", birth=born(1990), contacts=phone)
    open_case(stranger, "Lindra Aro Oskby", birth=born(1990), contacts=phone)
    for name in ("Tomar Vell", "Edda Marsh", "Odo Brack"):
        open_case(worker, name, birth=born(1975))
    done = searching.search(OPERATION, weighing.THRESHOLD)
    assert (done.people, done.likely, done.new) == (6, 1, 1)
    double = Double.unscoped.get()
    assert {double.one_id, double.other_id} == {one.pk, other.pk}
    assert set(double.told["why"]) == {"name", "phone", "year"}
    again = searching.search(OPERATION, weighing.THRESHOLD)
    assert (again.likely, again.new) == (1, 0)
    assert verify(OPERATION).is_whole


def test_it_finds_most_doubles_of_a_register_of_which_they_are_known() -> None:
    pytest.importorskip("splink")
    register, true = measuring.invented(600, data("names"))
    assert len(true) == 54
    found = measuring.measure(weighing.pairs(register, weighing.THRESHOLD), true)
    assert found.recall > 0.6
    assert found.precision > 0.4


def test_a_mark_that_too_many_share_makes_no_pairs() -> None:
    people = [known(number, ["Ana Bel"], None, []) for number in range(300)]
    marks, common = marks_of(people)
    assert common >= 1
    assert not any(marks)


def test_without_the_extra_it_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "splink", None)
    people = [known(number, ["Ana Bel"], None, []) for number in range(2)]
    with pytest.raises(WrongInputError, match="fristad\\[duplicates\\]"):
        list(weighing.pairs(people))
