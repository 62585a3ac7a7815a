"""What is done and its entry stand or fall together."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import DatabaseError, close_old_connections, connection, transaction

from fristad.server.audit import actions, services, triggers, writing
from fristad.server.audit.content import PersonalDetailError
from fristad.server.audit.models import Entry, Seen
from fristad.server.audit.services import act, listed, read, together
from fristad.server.audit.verification import verify
from fristad.server.common.problems import LockedError
from fristad.server.vault import digests
from fristad.server.vault.keyring import OperationKeys, keyring
from tests.server.conftest import ELSEWHERE, OPERATION
from tests.server.people import CHANGED, MADE, REMOVED, Somebody, stored_thing, thing
from tests.server.sample.models import Mark, Thing

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases, pytest.mark.usefixtures("open_vault")]


def test_an_act_leaves_one_entry_for_each_record() -> None:
    who = Somebody()
    with act(who, MADE, purpose="casework", detail={"count": 2, "fields": ["sample.thing.words"]}) as doing:
        one, two = thing(words="a"), thing(words="b")
        one.save()
        two.save()
        doing.touch(one, two)
    entries = list(Entry.objects.order_by("sequence"))
    assert [(each.sequence, each.record_id) for each in entries] == [(1, one.pk), (2, two.pk)]
    assert {(each.actor_id, each.action, each.purpose, each.label) for each in entries} == {
        (who.staff_id, MADE, "casework", "sample.thing")
    }
    assert bytes(entries[0].digest or b"") == digests.digest("sample.thing", one.pk)
    assert verify(OPERATION).is_whole


def test_an_act_without_a_record_leaves_one_entry() -> None:
    with act(Somebody(), MADE):
        pass
    assert Entry.objects.get().record_id is None


def test_a_removed_record_is_logged_as_gone() -> None:
    one = stored_thing()
    with act(Somebody(), REMOVED, one):
        one.delete()
    assert bytes(Entry.objects.latest("sequence").digest or b"") == digests.GONE
    assert verify(OPERATION).is_whole


def _made_in_vain() -> None:
    with act(Somebody(), MADE) as doing:
        one = thing(words="a")
        one.save()
        doing.touch(one)
        raise ZeroDivisionError


def test_an_act_that_fails_leaves_neither_change_nor_entry() -> None:
    with pytest.raises(ZeroDivisionError):
        _made_in_vain()
    assert not Thing.unscoped.exists()
    assert not Entry.objects.exists()


def test_without_its_entry_an_act_does_not_happen(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_drafts: object) -> None:
        raise DatabaseError("the disk is full")

    monkeypatch.setattr(services, "append", refuse)
    with pytest.raises(DatabaseError):
        stored_thing(words="a")
    assert not Thing.unscoped.exists()


def test_without_its_entry_nothing_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    one = stored_thing(words="a")

    def refuse(_drafts: object) -> None:
        raise DatabaseError("the disk is full")

    monkeypatch.setattr(services, "append", refuse)
    with pytest.raises(DatabaseError):
        read(Somebody(), one, "casework")
    with pytest.raises(DatabaseError):
        listed(Somebody(), "sample.thing", [one.pk], "casework")


def test_entries_of_inner_acts_come_last_and_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []
    append = writing.append

    def counted(drafts: list[writing.Draft]) -> None:
        seen.append(Thing.unscoped.count())
        append(drafts)

    monkeypatch.setattr(services, "append", counted)
    with act(Somebody(), CHANGED):
        stored_thing(words="a")
        thing(words="b").save()
    assert seen == [2]
    assert [each.action for each in Entry.objects.order_by("sequence")] == [MADE, CHANGED]


def test_an_inner_act_that_fails_and_is_caught_leaves_nothing() -> None:
    with act(Somebody(), CHANGED), pytest.raises(ZeroDivisionError):
        _made_in_vain()
    assert not Thing.unscoped.exists()
    assert [each.action for each in Entry.objects.all()] == [CHANGED]


def test_several_acts_can_share_one_transaction() -> None:
    def both() -> None:
        with together():
            stored_thing(words="a")
            _made_in_vain()

    with pytest.raises(ZeroDivisionError):
        both()
    assert not Thing.unscoped.exists()


def test_each_operation_has_its_own_chain() -> None:
    stored_thing(Somebody())
    stored_thing(Somebody(operation_id=ELSEWHERE))
    stored_thing(Somebody())
    assert [each.sequence for each in Entry.objects.filter(operation_id=OPERATION).order_by("sequence")] == [1, 2]
    assert Entry.objects.get(operation_id=ELSEWHERE).sequence == 1


def test_unknown_actions_and_purposes_are_refused() -> None:
    with pytest.raises(actions.UnknownActionError, match=r"thing\.forgotten"), act(Somebody(), "thing.forgotten"):
        pass
    with pytest.raises(actions.UnknownActionError, match="curiosity"), act(Somebody(), MADE, purpose="curiosity"):
        pass


def test_an_action_is_registered_once_and_named_by_dotted_words() -> None:
    with pytest.raises(ValueError, match="twice"):
        actions.register(MADE, "made again")
    with pytest.raises(ValueError, match="dotted"):
        actions.register("Made A Thing", "made")
    assert actions.rendering(MADE) == "made a thing"
    assert MADE in actions.names()


@pytest.mark.parametrize("value", ["Amal Haddad", "محمد", "told us that", 1.5, b"x", {"note": "two words"}])
def test_a_detail_holds_no_words(value: object) -> None:
    with pytest.raises(PersonalDetailError), act(Somebody(), MADE, detail={"said": value}):
        pass
    assert not Entry.objects.exists()


def test_a_detail_holds_ids_counts_days_and_field_names() -> None:
    detail = {"to": uuid4(), "on": "2026-11-24", "fields": ("case.card", "case.closing"), "rows": 4, "whole": True}
    with act(Somebody(), MADE, detail=detail):
        pass
    assert Entry.objects.get().detail == json.loads(json.dumps({**detail, "to": str(detail["to"])}))


def test_a_locked_operation_does_nothing(open_vault: OperationKeys) -> None:
    keyring.clear()
    with pytest.raises(LockedError), act(Somebody(), MADE):
        Mark.objects.create(operation_id=OPERATION, number=1)
    assert not Mark.objects.exists()
    assert open_vault.operation_id == OPERATION


def test_a_list_is_one_entry_with_its_ids() -> None:
    ids = [uuid4() for _each in range(3)]
    listed(Somebody(), "sample.thing", ids, "casework")
    entry = Entry.objects.get()
    assert (entry.action, entry.record_id) == (actions.LISTED, None)
    assert set(Seen.objects.values_list("record_id", flat=True)) == set(ids)
    assert verify(OPERATION).is_whole


def test_an_empty_list_is_an_entry_too() -> None:
    listed(Somebody(), "sample.thing", [], "search")
    assert Entry.objects.count() == 1


@pytest.mark.parametrize("change", ["UPDATE {} SET id = id + 100", "DELETE FROM {}"])
@pytest.mark.parametrize("table", ["audit_entry", "audit_seen"])
def test_the_database_refuses_to_change_or_remove_an_entry(table: str, change: str) -> None:
    listed(Somebody(), "sample.thing", [uuid4()], "casework")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change.format(table))
    assert verify(OPERATION).is_whole


@pytest.mark.django_db(transaction=True)
def test_an_act_inside_a_transaction_of_somebody_else_is_refused() -> None:
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic(), act(Somebody(), MADE):
        pass


@pytest.mark.django_db(transaction=True)
def test_fifty_writers_do_not_queue_behind_one_slow_request() -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer at a time; this is what PostgreSQL is for")
    holds_on, may_end = threading.Event(), threading.Event()

    def slow() -> None:
        with act(Somebody(), MADE) as doing:
            one = thing(words="slow")
            one.save()
            doing.touch(one)
            holds_on.set()
            assert may_end.wait(60)

    slow_one = _start(slow)
    assert holds_on.wait(10)
    quick = [_start(lambda: stored_thing(words="quick") and None) for _each in range(50)]
    for each in quick:
        each.join(60)
    assert Entry.objects.count() == 50  # all of them, while the slow one still holds its transaction open
    may_end.set()
    slow_one.join(60)
    assert Entry.objects.count() == 51
    assert verify(OPERATION).is_whole


@pytest.mark.django_db(transaction=True)
def test_writers_at_once_leave_one_whole_chain() -> None:
    one = stored_thing(words="first")

    def write(number: int) -> None:
        for _each in range(5):
            stored_thing(words=number)
            with act(Somebody(), CHANGED) as doing:
                mine = Thing.unscoped.select_for_update().get(pk=one.pk)
                mine.state = f"s{number}"
                mine.save()
                doing.touch(mine)
            read(Somebody(), one, "casework")

    threads = [_start(lambda number=number: write(number)) for number in range(6)]
    for each in threads:
        each.join(120)
    report = verify(OPERATION)
    assert report.head is not None
    assert (report.head.sequence, report.faults) == (1 + 6 * 5 * 3, ())


def _start(work: Callable[[], None]) -> threading.Thread:
    def run() -> None:
        try:
            work()
        finally:
            connection.close()
            close_old_connections()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    return thread


def test_triggers_that_a_migration_lost_are_set_again() -> None:
    listed(Somebody(), "sample.thing", [uuid4()], "casework")
    with connection.cursor() as cursor:
        triggers.drop(None, SimpleNamespace(connection=connection, execute=cursor.execute))
    triggers.after_migrating(using="default")
    triggers.after_migrating(using="default")  # and once only
    for table in triggers.TABLES:
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608


def test_emptying_a_table_at_a_stroke_is_refused() -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has no TRUNCATE; a DELETE of all rows is refused like any other")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE audit_entry CASCADE")
