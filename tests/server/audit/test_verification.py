"""Whoever can write to the database but holds no key cannot change the log, or a record, unseen."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection

from fristad.server.audit import heads, triggers, verification
from fristad.server.audit.content import content
from fristad.server.audit.heads import Head
from fristad.server.audit.models import Entry, Seen
from fristad.server.audit.services import act, listed, read
from fristad.server.audit.verification import Kind, Report, verify
from fristad.server.common.problems import LockedError
from fristad.server.vault import chain, cipher, digests
from fristad.server.vault.keyring import OperationKeys, keyring
from fristad.server.vault.models import RecordKey
from tests.server.conftest import ELSEWHERE, OPERATION
from tests.server.people import CHANGED, REMOVED, Somebody, stored_thing, thing
from tests.server.sample.models import Mark, Thing

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases, pytest.mark.usefixtures("open_vault")]


@pytest.fixture
def log(db: None, open_vault: OperationKeys) -> list[Thing]:
    """Make a log of eight entries over three records, and take the triggers away, as an intruder would."""
    who = Somebody()
    things = [stored_thing(who, words=f"story {number}") for number in range(3)]  # 1, 2, 3
    read(who, things[0], "casework")  # 4
    listed(who, "sample.thing", [each.pk for each in things], "review")  # 5
    with act(who, CHANGED, things[0], detail={"count": 1}):  # 6
        things[0].words = "another story"
        things[0].save_over(1)
    read(who, things[1], "review")  # 7
    listed(who, "sample.thing", [things[1].pk], "search")  # 8
    assert verify(OPERATION).is_whole
    with connection.cursor() as cursor:
        triggers.drop(None, SimpleNamespace(connection=connection, execute=cursor.execute))
    return things


def found(*kept: Head) -> list[tuple[Kind, int]]:
    return [(fault.kind, fault.sequence) for fault in verify(OPERATION, kept).faults]


def entry(sequence: int) -> Any:
    return Entry.objects.filter(operation_id=OPERATION, sequence=sequence)


CHANGES: dict[str, Callable[[], Any]] = {
    "at": lambda: Entry.objects.get(sequence=1).at,
    "actor_id": uuid4,
    "action": lambda: CHANGED + ".not",
    "purpose": lambda: "emergency",
    "label": lambda: "sample.mark",
    "record_id": uuid4,
    "digest": lambda: b"\x01" * 32,
    "detail": lambda: {"count": 2},
    "key_version": lambda: 2,
    "link": lambda: b"\x02" * 32,
}


@pytest.mark.parametrize("column", CHANGES)
@pytest.mark.parametrize("sequence", [4, 6, 8])
@pytest.mark.usefixtures("log")
def test_every_changed_column_of_an_entry_is_found(column: str, sequence: int) -> None:
    entry(sequence).update(**{column: CHANGES[column]()})
    first = verify(OPERATION).faults[0]
    assert (first.kind, first.sequence) == (Kind.CHANGED, sequence)


def test_every_column_of_an_entry_is_tried_or_found_by_its_place() -> None:
    columns = {field.attname for field in Entry._meta.concrete_fields}
    assert columns - set(CHANGES) == {"id", "operation_id", "sequence"}


@pytest.mark.usefixtures("log")
def test_one_change_is_told_once() -> None:
    entry(4).update(purpose="emergency")
    assert found() == [(Kind.CHANGED, 4)]


@pytest.mark.usefixtures("log")
def test_a_removed_entry_is_found() -> None:
    entry(4).delete()
    assert found() == [(Kind.MISSING, 5)]


@pytest.mark.usefixtures("log")
def test_the_first_entries_cannot_be_cut_off() -> None:
    Entry.objects.filter(sequence__lte=4).delete()
    assert found()[0] == (Kind.MISSING, 5)


@pytest.mark.usefixtures("log")
def test_an_added_entry_is_found() -> None:
    forged = entry(7).get()
    forged.pk, forged.sequence = None, 9
    forged.save(force_insert=True)
    assert found() == [(Kind.CHANGED, 9)]


@pytest.mark.usefixtures("log")
def test_a_second_entry_with_the_same_number_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    walk = verification._walk

    def twice(operation_id: UUID, last: int) -> Any:  # as if the constraint had been dropped
        for each in walk(operation_id, last):
            yield from [each, each] if each[0].sequence == 4 else [each]

    monkeypatch.setattr(verification, "_walk", twice)
    assert found() == [(Kind.REPEATED, 4)]


@pytest.mark.usefixtures("log")
def test_an_entry_put_between_is_found() -> None:
    for each in (8, 7, 6, 5):
        entry(each).update(sequence=each + 1)
    forged = entry(4).get()
    forged.pk, forged.sequence = None, 5
    forged.save(force_insert=True)
    assert found()[0] == (Kind.CHANGED, 5)


@pytest.mark.usefixtures("log")
def test_two_entries_in_each_others_place_are_found() -> None:
    entry(4).update(sequence=100)
    entry(7).update(sequence=4)
    entry(100).update(sequence=7)
    assert found()[:2] == [(Kind.CHANGED, 4), (Kind.CHANGED, 5)]


@pytest.mark.usefixtures("log")
def test_what_two_entries_say_cannot_be_swapped() -> None:
    four, seven = entry(4).get(), entry(7).get()
    entry(4).update(purpose=seven.purpose, record_id=seven.record_id)
    entry(7).update(purpose=four.purpose, record_id=four.record_id)
    assert found() == [(Kind.CHANGED, 4), (Kind.CHANGED, 7)]


@pytest.mark.usefixtures("log")
def test_an_entry_moved_to_another_operation_is_found() -> None:
    entry(4).update(operation_id=ELSEWHERE)
    assert found() == [(Kind.MISSING, 5)]
    assert [fault.kind for fault in verify(ELSEWHERE).faults] == [Kind.MISSING]


def test_the_ids_of_a_list_are_part_of_its_entry(log: list[Thing]) -> None:
    row = Seen.objects.filter(entry__sequence=5).first()
    assert row is not None
    Seen.objects.filter(pk=row.pk).update(record_id=uuid4())
    assert found() == [(Kind.CHANGED, 5)]
    Seen.objects.filter(pk=row.pk).delete()
    assert found() == [(Kind.CHANGED, 5)]
    Seen.objects.create(entry=entry(8).get(), record_id=log[2].pk)
    assert found() == [(Kind.CHANGED, 5), (Kind.CHANGED, 8)]


@pytest.mark.usefixtures("log")
def test_a_list_cannot_be_moved_to_another_entry() -> None:
    Seen.objects.filter(entry__sequence=5).update(entry=entry(4).get())
    assert found() == [(Kind.CHANGED, 4), (Kind.CHANGED, 5)]


@pytest.mark.usefixtures("log")
def test_a_cut_end_is_found_against_a_kept_head_and_only_so() -> None:
    kept = heads.current(OPERATION)
    assert kept is not None
    Seen.objects.filter(entry__sequence=8).delete()
    entry(8).delete()
    assert found() == []
    assert found(kept) == [(Kind.CUT, 8)]
    assert found(Head.from_words(OPERATION, kept.to_words())) == [(Kind.CUT, 8)]


@pytest.mark.usefixtures("log")
def test_an_end_written_anew_is_found_against_a_kept_head() -> None:
    kept = heads.current(OPERATION)
    assert kept is not None
    Seen.objects.filter(entry__sequence=8).delete()
    entry(8).delete()
    read(Somebody(), stored_thing(), "casework")
    assert verify(OPERATION).is_whole
    assert found(kept) == [(Kind.REWRITTEN, 8)]


@pytest.mark.usefixtures("log")
def test_older_heads_still_hold() -> None:
    kept = [Head(OPERATION, each.sequence, bytes(each.link)) for each in Entry.objects.all()]
    assert verify(OPERATION, kept).is_whole
    assert verify(OPERATION, [Head(ELSEWHERE, 99, bytes(32))]).is_whole


@pytest.mark.usefixtures("log")
def test_a_link_made_with_another_key_is_found(open_vault: OperationKeys) -> None:
    last, before = entry(8).get(), entry(7).get()
    keyring.put([OperationKeys.new(OPERATION)])
    forged = chain.link(OPERATION, 1, bytes(before.link), b"whatever")
    keyring.put([open_vault])
    entry(8).update(link=forged)
    assert found() == [(Kind.CHANGED, last.sequence)]


def with_new_chain(keys: OperationKeys) -> OperationKeys:
    return replace(keys, chain={**keys.chain, 2: cipher.new_key()})


@pytest.mark.usefixtures("log")
def test_a_changed_key_goes_on_with_the_chain(open_vault: OperationKeys) -> None:
    keyring.put([with_new_chain(open_vault)])
    read(Somebody(), stored_thing(), "casework")
    assert [each.key_version for each in Entry.objects.order_by("sequence")] == [1] * 8 + [2] * 2
    assert found() == []


@pytest.mark.usefixtures("log")
def test_an_entry_forged_with_a_key_that_was_replaced_is_found(open_vault: OperationKeys) -> None:
    keyring.put([with_new_chain(open_vault)])
    last = stored_thing()
    forged = Entry.objects.latest("sequence")
    previous = bytes(forged.link)
    forged.pk, forged.sequence, forged.key_version = None, 10, 1
    forged.link = chain.link(OPERATION, 1, previous, content(forged, []))
    forged.save(force_insert=True)
    assert found() == [(Kind.CHANGED, 10)]
    assert last.pk == forged.record_id


@pytest.mark.usefixtures("log")
def test_a_process_without_the_newest_key_writes_nothing(open_vault: OperationKeys) -> None:
    keyring.put([with_new_chain(open_vault)])
    stored_thing()
    keyring.put([open_vault])
    with pytest.raises(LockedError):
        stored_thing()


def test_an_old_blob_put_back_is_found(log: list[Thing]) -> None:
    one = log[1]
    old = Thing.unscoped.filter(pk=one.pk).values_list("words", flat=True).get()
    with act(Somebody(), CHANGED, one):
        one.words = "he did it"
        one.save_over(1)
    assert found() == []
    Thing.unscoped.filter(pk=one.pk).update(words=old)
    assert found() == [(Kind.PUT_BACK, 9)]
    fault = verify(OPERATION).faults[0]
    assert (fault.label, fault.record_id) == ("sample.thing", one.pk)
    assert str(fault).startswith(f"entry 9, sample.thing {one.pk}: the stored row")


def test_a_readable_column_changed_from_outside_is_found(log: list[Thing]) -> None:
    Thing.unscoped.filter(pk=log[2].pk).update(state="closed")
    assert found() == [(Kind.PUT_BACK, 3)]


def test_a_row_removed_from_outside_is_found(log: list[Thing]) -> None:
    Thing.unscoped.filter(pk=log[2].pk).delete()
    assert found() == [(Kind.PUT_BACK, 3)]


def test_a_removed_row_that_comes_back_is_found(log: list[Thing]) -> None:
    with act(Somebody(), REMOVED, log[2]):
        Thing.unscoped.filter(pk=log[2].pk).delete()
    assert found() == []
    log[2].save(force_insert=True)
    assert found() == [(Kind.PUT_BACK, 9)]


@pytest.mark.usefixtures("log")
def test_rows_without_any_entry_are_found() -> None:
    secret = thing(words="x")
    secret.save()
    mark = Mark.objects.create(operation_id=OPERATION, number=4)
    faults = verify(OPERATION).faults
    assert {(each.kind, each.sequence, each.label, each.record_id) for each in faults} == {
        (Kind.UNLOGGED, 0, "sample.thing", secret.pk),
        (Kind.UNLOGGED, 0, "sample.mark", UUID(int=mark.pk)),
    }


@pytest.mark.usefixtures("log")
def test_a_row_that_was_read_but_never_written_with_an_entry_is_found() -> None:
    planted = thing(words="x")
    planted.save()
    read(Somebody(), planted, "casework")
    assert found() == [(Kind.UNLOGGED, 0)]


@pytest.mark.usefixtures("log")
def test_every_fault_is_counted_and_the_first_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Report, "KEPT", 2)
    Entry.objects.filter(sequence__gte=2).update(purpose="export")
    report = verify(OPERATION)
    assert [fault.sequence for fault in report.faults] == [2, 3]
    assert report.count == 7
    assert not report.is_whole


@pytest.mark.usefixtures("log")
def test_rows_with_numbers_for_ids_are_judged_too() -> None:
    with act(Somebody(), CHANGED) as doing:
        mark = Mark.objects.create(operation_id=OPERATION, number=4)
        doing.touch(mark)
    assert found() == []
    Mark.objects.filter(pk=mark.pk).update(number=5)
    assert found() == [(Kind.PUT_BACK, 9)]


def test_verifying_needs_the_key() -> None:
    stored_thing()
    keyring.clear()
    with pytest.raises(LockedError):
        verify(OPERATION)


def test_an_empty_log_is_whole() -> None:
    report = verify(OPERATION)
    assert (report.is_whole, report.head) == (True, None)


def test_pages_do_not_hide_anything(log: list[Thing], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verification, "PAGE", 2)
    planted = thing(words="x")
    planted.save()
    entry(5).update(purpose="emergency")
    Thing.unscoped.filter(pk=log[0].pk).update(state="closed")
    assert found() == [(Kind.CHANGED, 5), (Kind.PUT_BACK, 6), (Kind.UNLOGGED, 0)]


def test_memory_does_not_grow_with_the_log(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verification, "PAGE", 20)
    one = stored_thing()

    def peak(entries: int) -> int:
        for _each in range(entries):
            read(Somebody(), one, "casework")
        tracemalloc.start()
        try:
            assert verify(OPERATION).is_whole
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(20)  # what is loaded once
    of_hundred = peak(80)
    assert peak(300) < 2 * of_hundred  # four times as many


def test_a_digest_tells_apart_rows_that_differ_in_one_column() -> None:
    one = stored_thing(words="a")
    before = digests.digest("sample.thing", one.pk)
    for column, value in {"state": "closed", "version": 7, "words": None, "record_key_id": _other_key()}.items():
        kept = Thing.unscoped.filter(pk=one.pk).values_list(column, flat=True).get()
        Thing.unscoped.filter(pk=one.pk).update(**{column: value})
        assert digests.digest("sample.thing", one.pk) != before
        Thing.unscoped.filter(pk=one.pk).update(**{column: kept})
        assert digests.digest("sample.thing", one.pk) == before


def _other_key() -> UUID:
    return RecordKey.objects.make(OPERATION, "thing").pk
