"""Who reads much more than a day's work needs is noticed, and slowed at last."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from pytest_django import Settings

from fristad.server.audit import quotas
from fristad.server.audit.models import Entry, SearchMark
from fristad.server.audit.services import read, searched
from fristad.server.audit.verification import verify
from fristad.server.common import clock
from fristad.server.common.problems import TooManyError
from fristad.server.vault import tags
from tests.server.conftest import OPERATION
from tests.server.people import Somebody, stored_thing

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases, pytest.mark.usefixtures("open_vault")]

Told = list[tuple[UUID | None, str]]


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Told:
    """Give the alarms that were raised; with small limits."""
    settings.AUDIT_QUOTAS = {
        "opened_alarm": 3,
        "opened_stop": 5,
        "searches_alarm": 4,
        "searches_stop": 6,
        "alike_alarm": 2,
    }
    alarms: Told = []
    monkeypatch.setattr(quotas.alarm_handlers, "_items", {})
    quotas.alarm_handlers.register("test", lambda actor, kind: alarms.append((actor.staff_id, kind)), place=1)
    return alarms


def search(who: Somebody, words: str, *keys: str) -> None:
    searched(who, "sample.thing", [], quotas.likeness(OPERATION, words, keys))


def test_many_opened_records_raise_one_alarm_and_then_stop(told: Told) -> None:
    who = Somebody()
    for _each in range(5):
        read(who, stored_thing(), "casework")
    assert told == [(who.staff_id, "opened")]
    with pytest.raises(TooManyError):
        read(who, stored_thing(), "casework")
    assert Entry.objects.filter(action=quotas.ALARM).count() == 1
    assert verify(OPERATION).is_whole


def test_opening_the_same_record_again_counts_once(told: Told) -> None:
    who, one = Somebody(), stored_thing()
    for _each in range(10):
        read(who, one, "casework")
    assert told == []


def test_each_person_and_each_day_has_a_quota_of_its_own(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    who, other = Somebody(), Somebody()
    for _each in range(3):
        read(who, stored_thing(), "casework")
        read(other, stored_thing(), "casework")
    assert told == []
    later = clock.now() + timedelta(days=1)
    monkeypatch.setattr("fristad.server.audit.quotas.today", later.date)
    monkeypatch.setattr("fristad.server.audit.writing.now", lambda: later)
    read(who, stored_thing(), "casework")
    assert told == []


def test_the_service_itself_has_no_quota(told: Told) -> None:
    for nobody in (Somebody(staff_id=None), Somebody(staff_id=UUID(int=0))):
        for _each in range(7):
            read(nobody, stored_thing(), "job")
    assert told == []


def test_many_searches_raise_one_alarm_and_then_stop(told: Told) -> None:
    who = Somebody()
    for number in range(6):
        search(who, f"words {number}", f"key{number}")
    assert told == [(who.staff_id, "searches")]
    with pytest.raises(TooManyError):
        search(who, "words 7", "key7")


def test_a_refused_search_leaves_no_trace_of_its_words(told: Told) -> None:
    who = Somebody()
    for number in range(6):
        search(who, f"words {number}", f"key{number}")
    before = SearchMark.objects.count()
    with pytest.raises(TooManyError):
        search(who, "words 7", "key7")
    assert SearchMark.objects.count() == before
    assert len(told) == 1


def test_trying_spellings_of_one_name_raises_an_alarm(told: Told) -> None:
    who = Somebody()
    for words in ("mohamed", "muhammad", "mohammed"):
        search(who, words, "mhmd")
    assert told == [(who.staff_id, "alike")]


def test_the_same_search_again_is_no_run(told: Told) -> None:
    who = Somebody()
    for _each in range(4):
        search(who, "mohamed", "mhmd")
    assert told == []


def test_marks_of_searches_do_not_meet_the_tags_of_records_and_last_a_day(told: Told) -> None:
    search(Somebody(), "mohamed", "mhmd")
    mark = SearchMark.objects.get()
    assert bytes(mark.alike) != tags.tag(OPERATION, "name", "mhmd")
    assert bytes(mark.exact) != bytes(mark.alike)
    SearchMark.objects.update(day=clock.today() - timedelta(days=1))
    search(Somebody(), "olena", "ln")
    assert SearchMark.objects.count() == 1
    assert told == []


def test_limits_are_settings_with_defaults(settings: Settings) -> None:
    settings.AUDIT_QUOTAS = {"searches_alarm": 50}
    assert quotas.limit("searches_alarm") == 50
    assert quotas.limit("opened_alarm") == quotas.DEFAULTS["opened_alarm"]
    assert quotas.DEFAULTS["searches_alarm"] == 200
