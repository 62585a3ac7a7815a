"""Lists are filtered in the database and on the card, paged by key, and counted only so far."""

from datetime import timedelta
from typing import Any

import pytest

from fristad.server.accounts.actor import Actor
from fristad.server.accounts.rights import Role
from fristad.server.cases.models import Case, CaseState
from fristad.server.cases.selectors import lists
from fristad.server.cases.selectors.lists import Filters, count, page
from fristad.server.common.clock import today
from tests.server.cases.desk import Desk
from tests.server.cases.files import open_case
from tests.server.office import Office

pytestmark = pytest.mark.both_databases


@pytest.fixture
def actor(office: Office) -> Actor:
    return office.actor(Role.CASEWORKER)


@pytest.mark.parametrize("order", ["changed", "opened", "due"])
def test_pages_follow_each_other_without_gap_or_repeat(
    actor: Actor, order: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "PAGE", 2)
    made = {open_case(actor, f"Invented {number}").pk for number in range(5)}
    some = Case.unscoped.filter(pk__in=sorted(made)[:2])
    some.update(due_on=today(), changed_on=today() - timedelta(days=3), created_on=today() - timedelta(days=3))
    seen, key = [], None
    while True:
        found = page(actor, Filters(order=order), key)
        seen += [case.pk for case in found.rows]
        key = found.more
        if key is None:
            break
    assert len(seen) == 5
    assert set(seen) == made


@pytest.mark.parametrize("order", ["changed", "opened", "due"])
def test_cases_in_every_state_stand_in_one_order(actor: Actor, order: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "PAGE", 2)
    made = [open_case(actor, f"Invented {number}") for number in range(5)]
    for number, case in enumerate(made):
        day = today() + timedelta(days=number if order == "due" else -number)
        state = CaseState.CLOSING if number % 2 else CaseState.OPEN
        Case.unscoped.filter(pk=case.pk).update(state=state, changed_on=day, created_on=day, due_on=day)
    seen, key = [], None
    while not seen or key:
        found = page(actor, Filters(state="", order=order), key)
        seen, key = seen + found.rows, found.more
    assert seen == made


def test_the_nearer_of_two_days_comes_first(actor: Actor) -> None:
    late, soon, none = (open_case(actor, f"Invented {number}") for number in range(3))
    Case.unscoped.filter(pk=late.pk).update(due_on=today() + timedelta(days=2), review_on=today() + timedelta(days=9))
    Case.unscoped.filter(pk=soon.pk).update(due_on=today() + timedelta(days=5), review_on=today() + timedelta(days=1))
    Case.unscoped.filter(pk=none.pk).update(due_on=None, review_on=None)
    assert page(actor, Filters(order="due")).rows == [soon, late, none]


def test_what_is_due_today_is_found_beside_a_day_that_is_over(actor: Actor) -> None:
    case = open_case(actor, "Invented")
    Case.unscoped.filter(pk=case.pk).update(review_on=today() - timedelta(days=1), due_on=today())
    assert page(actor, Filters(due="today")).rows == [case]
    assert page(actor, Filters(due="overdue")).rows == [case]


def test_it_filters_by_what_is_on_the_card(actor: Actor) -> None:
    open_case(actor, "Invented one", group="refugee", languages=[{"code": "ar"}])
    wanted = open_case(actor, "Invented two", group="stateless", languages=[{"code": "ar"}, {"code": "fr"}])
    assert page(actor, Filters(group="stateless")).rows == [wanted]
    assert page(actor, Filters(language="fr")).rows == [wanted]
    assert page(actor, Filters(language="ar")).count == 2


def test_it_asks_to_narrow_before_it_opens_too_many_cards(actor: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "OPENED_AT_MOST", 1)
    for number in range(2):
        open_case(actor, f"Invented {number}", group="refugee")
    found = page(actor, Filters(group="refugee"))
    assert found.too_many
    assert found.rows == []


def test_a_count_stops(actor: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "COUNTED_AT_MOST", 1)
    for number in range(3):
        open_case(actor, f"Invented {number}")
    assert count(actor, Filters()) == 2
    assert page(actor, Filters()).is_capped


def test_overdue_means_a_day_that_is_over(actor: Actor) -> None:
    late, now = open_case(actor, "Invented late"), open_case(actor, "Invented now")
    Case.unscoped.filter(pk=late.pk).update(review_on=today() - timedelta(days=1))
    Case.unscoped.filter(pk=now.pk).update(review_on=today())
    assert page(actor, Filters(due="overdue")).rows == [late]
    assert page(actor, Filters(due="today")).rows == [now]


@pytest.mark.parametrize("key", ["", "nonsense", "2026-01-01~nonsense", "~", "2026-13-01~"])
def test_a_key_that_nobody_gave_out_begins_at_the_top(actor: Actor, key: str) -> None:
    case = open_case(actor, "Invented")
    assert page(actor, Filters(), key).rows == [case]


def test_names_in_lists_are_counted_each_once(office: Office, settings: Any) -> None:
    settings.AUDIT_QUOTAS = {"listed_alarm": 2, "listed_stop": 2}
    desk = Desk(office.member(Role.CASEWORKER))
    for number in range(2):
        open_case(desk.actor, f"Invented {number}")
    assert [desk.get("cases:list").status_code for _ in range(3)] == [200, 200, 200]
    open_case(desk.actor, "Invented 3")
    assert desk.get("cases:list").status_code == 429
