"""Keys in memory, keys under keys, and tags."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from fristad.server.common.problems import LockedError
from fristad.server.vault import cipher, rotation, tags
from fristad.server.vault import keyring as keyrings
from fristad.server.vault.keyring import Keyring, OperationKeys, keyring, opened
from fristad.server.vault.models import RecordKey, SearchTag
from tests.server.conftest import ELSEWHERE, OPERATION
from tests.server.people import thing
from tests.server.sample.models import Thing


def with_new_wrap(keys: OperationKeys) -> OperationKeys:
    wrap = {**keys.wrap, max(keys.wrap) + 1: cipher.new_key()}
    return OperationKeys(keys.operation_id, wrap, keys.tags, keys.chain)


def test_keys_are_read_back_as_written_and_never_shown() -> None:
    keys = with_new_wrap(OperationKeys.new(OPERATION))
    assert OperationKeys.from_bytes(keys.to_bytes()) == keys
    assert keys.current("wrap") == (2, keys.wrap[2])
    assert repr(keys) == f"OperationKeys(operation_id={OPERATION!r})"


def test_a_locked_operation_has_no_keys() -> None:
    with pytest.raises(LockedError):
        keyring.require(OPERATION)


def test_clearing_forgets_operation_and_record_keys() -> None:
    ring = Keyring()
    ring.put([OperationKeys.new(OPERATION)])
    ring.remember(OPERATION, UUID(int=1), b"key")
    assert ring.is_open
    assert ring.operations() == (OPERATION,)
    ring.clear()
    assert not ring.is_open
    assert ring.record_key(UUID(int=1)) is None


def test_a_key_unwrapped_while_the_operation_is_locked_is_not_kept() -> None:
    ring = Keyring()
    ring.remember(OPERATION, UUID(int=1), b"key")
    assert ring.record_key(UUID(int=1)) is None


def test_the_keys_used_last_are_remembered_up_to_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyrings, "REMEMBERED", 2)
    ring = Keyring()
    ring.put([OperationKeys.new(OPERATION)])
    for number in (1, 2):
        ring.remember(OPERATION, UUID(int=number), bytes([number]))
    assert ring.record_key(UUID(int=1)) == b"\x01"
    ring.remember(OPERATION, UUID(int=3), b"\x03")
    assert [ring.record_key(UUID(int=number)) for number in (1, 2, 3)] == [b"\x01", None, b"\x03"]


def test_keys_held_for_a_while_are_gone_afterwards() -> None:
    with opened(OperationKeys.new(OPERATION)):
        assert keyring.is_open
    assert not keyring.is_open


@pytest.mark.django_db
@pytest.mark.both_databases
def test_rotation_wraps_every_key_again_and_leaves_the_fields(open_vault: OperationKeys) -> None:
    rows = [thing(words=f"story {number}") for number in range(5)]
    for row in rows:
        row.save()
    elsewhere = RecordKey.objects.make(ELSEWHERE, "thing")
    fields = list(Thing.unscoped.order_by("pk").values_list("words", flat=True))
    keyring.put([with_new_wrap(open_vault)])
    assert rotation.remaining(OPERATION) == 5
    assert rotation.rewrap_all(OPERATION).wrapped == 5
    assert rotation.remaining(OPERATION) == 0
    assert set(RecordKey.objects.filter(operation_id=OPERATION).values_list("key_version", flat=True)) == {2}
    assert list(Thing.unscoped.order_by("pk").values_list("words", flat=True)) == fields
    elsewhere.refresh_from_db()
    assert elsewhere.key_version == 1
    only_new = {2: keyring.require(OPERATION).wrap[2]}
    keyring.put([OperationKeys(OPERATION, only_new, open_vault.tags, open_vault.chain)])
    assert [Thing.unscoped.get(pk=row.pk).words for row in rows] == [f"story {number}" for number in range(5)]


@pytest.mark.django_db
@pytest.mark.both_databases
def test_rotation_goes_on_where_it_was_stopped(open_vault: OperationKeys) -> None:
    for _each in range(5):
        RecordKey.objects.make(OPERATION, "thing")
    keyring.put([with_new_wrap(open_vault)])
    first = rotation.step(OPERATION, batch=2)
    assert (first.wrapped, rotation.remaining(OPERATION)) == (2, 3)
    assert rotation.rewrap_all(OPERATION).wrapped == 3
    assert rotation.rewrap_all(OPERATION).wrapped == 0


@pytest.mark.django_db
@pytest.mark.both_databases
def test_rotation_names_keys_that_do_not_open_and_passes_over_erased_ones(open_vault: OperationKeys) -> None:
    broken, erased, whole = (RecordKey.objects.make(OPERATION, "thing") for _each in range(3))
    RecordKey.objects.filter(pk=broken.pk).update(wrapped=b"\x00" * 40)
    erased.destroy()
    keyring.put([with_new_wrap(open_vault)])
    done = rotation.rewrap_all(OPERATION)
    assert (done.wrapped, done.closed) == (1, (broken.pk,))
    whole.refresh_from_db()
    assert whole.key_version == 2


@pytest.mark.django_db
@pytest.mark.usefixtures("open_vault")
def test_a_key_under_a_version_that_is_gone_does_not_open(open_vault: OperationKeys) -> None:
    key = RecordKey.objects.make(OPERATION, "thing")
    keyring.put([OperationKeys(OPERATION, {2: cipher.new_key()}, open_vault.tags, open_vault.chain)])
    with pytest.raises(cipher.DoesNotOpenError):
        key.opened()


@pytest.mark.django_db
@pytest.mark.both_databases
@pytest.mark.usefixtures("open_vault")
def test_a_wrapped_key_copied_to_another_row_does_not_open() -> None:
    key, other = RecordKey.objects.make(OPERATION, "thing"), RecordKey.fresh(OPERATION, "thing")
    copied = RecordKey(id=uuid4(), operation_id=OPERATION, kind="thing", key_version=1, wrapped=key.wrapped)
    with pytest.raises(cipher.DoesNotOpenError):
        copied.opened()
    assert other.opened() != key.opened()


@pytest.mark.usefixtures("open_vault")
def test_equal_words_have_equal_tags_in_one_operation_and_purpose_only() -> None:
    tag = tags.tag(OPERATION, "name", "mhmd")
    assert len(tag) == tags.TAG_BYTES
    assert tag == tags.tag(OPERATION, "name", "mhmd")
    assert len({tag, tags.tag(OPERATION, "phone", "mhmd"), tags.tag(ELSEWHERE, "name", "mhmd")}) == 3
    keyring.clear()
    with pytest.raises(LockedError):
        tags.tag(OPERATION, "name", "mhmd")


@pytest.mark.django_db
@pytest.mark.both_databases
@pytest.mark.usefixtures("open_vault")
def test_the_tags_of_a_record_are_replaced_and_dropped() -> None:
    one, other = uuid4(), uuid4()
    first, second = tags.tag(OPERATION, "name", "a"), tags.tag(OPERATION, "name", "b")
    tags.put(OPERATION, one, [first, first, second])
    tags.put(OPERATION, other, [first])
    assert SearchTag.objects.filter(record_id=one).count() == 2
    tags.put(OPERATION, one, [second])
    assert [bytes(row.tag) for row in SearchTag.objects.filter(record_id=one)] == [second]
    tags.drop(one)
    assert [row.record_id for row in SearchTag.objects.all()] == [other]
