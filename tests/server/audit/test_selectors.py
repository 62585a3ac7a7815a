"""Who has seen this, and what the auditor sees."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from fristad.server.audit import selectors
from fristad.server.audit.services import act, listed, read
from fristad.server.common.clock import now
from tests.server.conftest import ELSEWHERE, OPERATION
from tests.server.people import CHANGED, Somebody, stored_thing

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases, pytest.mark.usefixtures("open_vault")]


def test_it_tells_openings_from_lists_and_writes() -> None:
    writer, reader, lister = Somebody(), Somebody(), Somebody()
    one, other = stored_thing(writer), stored_thing(writer)
    listed(lister, "sample.thing", [one.pk, other.pk], "search")
    read(reader, one, "casework")
    with act(writer, CHANGED, one):
        one.save_over(1)
    seen = selectors.who_has_seen(one.pk)
    assert [(each.how, each.actor_id, each.purpose) for each in seen] == [
        ("wrote", writer.staff_id, ""),
        ("opened", reader.staff_id, "casework"),
        ("listed", lister.staff_id, "search"),
        ("wrote", writer.staff_id, ""),
    ]
    assert [str(each.words) for each in seen] == ["changed a thing", "opened", "saw in a list", "made a thing"]
    assert [each.how for each in selectors.who_has_seen(other.pk)] == ["listed", "wrote"]


def test_nobody_has_seen_what_is_not_there() -> None:
    assert selectors.who_has_seen(uuid4()) == []


def test_the_latest_come_first_up_to_a_number() -> None:
    one = stored_thing()
    for _each in range(3):
        read(Somebody(), one, "casework")
    assert [each.sequence for each in selectors.who_has_seen(one.pk, most=2)] == [4, 3]


def test_the_log_is_read_in_pages_the_latest_first() -> None:
    for _each in range(5):
        stored_thing()
    stored_thing(Somebody(operation_id=ELSEWHERE))
    first = selectors.entries(OPERATION, most=2)
    second = selectors.entries(OPERATION, before=first[-1].sequence, most=2)
    assert [each.sequence for each in first + second] == [5, 4, 3, 2]


def test_the_acts_of_one_person_since_a_time() -> None:
    who, one = Somebody(), stored_thing()
    read(who, one, "casework")
    read(Somebody(), one, "casework")
    assert [each.actor_id for each in selectors.of_actor(OPERATION, who.staff_id or uuid4(), now() - timedelta(1))] == [
        who.staff_id
    ]
    assert not selectors.of_actor(OPERATION, who.staff_id or uuid4(), now() + timedelta(1))
