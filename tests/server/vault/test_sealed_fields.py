"""A sealed field is read and assigned like any other, and lies in the database as a blob that fits one place only."""

from __future__ import annotations

import copy
import pickle
from typing import Any
from uuid import UUID

import pytest
from django.core import serializers
from django.core.exceptions import FieldError
from django.db import connection, transaction

from fristad.server.common.problems import ErasedError, LockedError, StaleError, TamperedError
from fristad.server.vault.fields import SealedField
from fristad.server.vault.keyring import OperationKeys, keyring
from fristad.server.vault.models import OutsideDoorError, RecordKey
from fristad.server.vault.sealing import Blob
from tests.server.conftest import ELSEWHERE, OPERATION
from tests.server.people import thing
from tests.server.sample.models import Thing

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases, pytest.mark.usefixtures("open_vault")]


def saved(**values: Any) -> Thing:
    made = thing(**values)
    made.save(force_insert=True)
    return made


def again(one: Thing) -> Thing:
    found: Thing = Thing.unscoped.get(pk=one.pk)
    return found


def blob(one: Thing, column: str = "words") -> bytes | None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM sample_thing WHERE id = %s", [_as_stored(one.pk)])  # noqa: S608
        row = cursor.fetchone()
    return None if row[0] is None else bytes(row[0])


def _as_stored(pk: UUID) -> str | UUID:
    return pk.hex if connection.vendor == "sqlite" else pk


def put(one: Thing, stored: bytes, column: str = "words") -> None:
    Thing.unscoped.filter(pk=one.pk).update(**{column: Blob(stored)})


@pytest.mark.parametrize(
    "value", ["Amal", "محمد", "", 0, -7, True, False, [1, "two", None], {"b": 1, "a": {"deep": []}}, "x" * 100_000]
)
def test_any_json_value_comes_back_as_it_was(value: Any) -> None:
    assert again(saved(words=value)).words == value


def test_none_is_null() -> None:
    one = saved(words=None)
    assert blob(one) is None
    assert again(one).words is None
    one.words = "something"
    one.save()
    one.words = None
    one.save()
    assert blob(one) is None


def test_the_stored_bytes_hold_nothing_of_the_value() -> None:
    one = saved(words="Haddad", names=["Haddad"])
    assert b"Haddad" not in (blob(one) or b"") + (blob(one, "names") or b"")
    assert blob(one) != blob(one, "names")


@pytest.mark.parametrize(("short", "long"), [("", "Li"), ("Li", "Mohammed Abdullah"), (True, "yes"), ([], "nobody")])
def test_padding_hides_which_short_value_it_is(short: Any, long: Any) -> None:
    assert len(blob(saved(words=short)) or b"") == len(blob(saved(words=long)) or b"")


def test_a_value_that_did_not_change_keeps_its_blob() -> None:
    one = saved(words="a", names=["b"])
    before = blob(one), blob(one, "names")
    found = again(one)
    assert found.words == "a"
    found.names = ["c"]
    found.save()
    assert blob(one) == before[0]
    assert blob(one, "names") != before[1]
    again(one).save()
    assert blob(one) == before[0]


def test_a_list_changed_in_place_is_saved() -> None:
    one = saved(names=["a"], words={"deep": [1]})
    found = again(one)
    found.names.append("b")
    found.words["deep"].append(2)
    found.save()
    assert again(one).names == ["a", "b"]
    assert again(one).words == {"deep": [1, 2]}


def test_many_rows_are_written_at_once() -> None:
    keys = [RecordKey.fresh(OPERATION, "thing") for _each in range(3)]
    RecordKey.objects.bulk_create(keys)
    rows = [Thing(operation_id=OPERATION, record_key=key, words=f"story {n}") for n, key in enumerate(keys)]
    Thing.unscoped.bulk_create(rows)
    assert [again(row).words for row in rows] == ["story 0", "story 1", "story 2"]


def test_a_value_cannot_be_written_past_the_seal() -> None:
    one = saved(words="a")
    with pytest.raises(TypeError, match=r"sample\.thing\.words is sealed"), transaction.atomic():
        Thing.unscoped.filter(pk=one.pk).update(words="in clear")
    with pytest.raises(TypeError, match="is sealed"), transaction.atomic():
        Thing.unscoped.filter(pk=one.pk).update(words=b"in clear")
    one.words = "b"
    with pytest.raises(TypeError, match="is sealed"), transaction.atomic():
        Thing.unscoped.bulk_update([one], ["words"])
    assert again(one).words == "a"


@pytest.mark.parametrize("lookup", ["words", "words__exact", "words__contains", "words__in", "words__gt"])
def test_a_sealed_value_cannot_be_searched(lookup: str) -> None:
    with pytest.raises((FieldError, TypeError)):
        list(Thing.unscoped.filter(**{lookup: "a"}))


def test_whether_there_is_a_value_can_be_asked() -> None:
    one, other = saved(words="a"), saved(words=None)
    assert list(Thing.unscoped.filter(words__isnull=True)) == [other]
    assert list(Thing.unscoped.filter(words__isnull=False)) == [one]


def test_a_column_left_out_is_loaded_when_it_is_read(django_assert_num_queries: Any) -> None:
    one = saved(words="a", names=["b"])
    before = blob(one, "names")
    found = Thing.unscoped.select_related("record_key").defer("names").get(pk=one.pk)
    with django_assert_num_queries(1):
        assert found.names == ["b"]
    found.save()
    assert blob(one, "names") == before


def test_saving_a_row_with_a_column_left_out_leaves_it() -> None:
    one = saved(words="a", names=["b"])
    before = blob(one, "names")
    found = Thing.unscoped.defer("names").get(pk=one.pk)
    found.words = "c"
    found.save()
    assert blob(one, "names") == before
    assert again(one).words == "c"


def test_reloading_takes_the_stored_value_and_changes_nothing() -> None:
    one = saved(words="a", names=["b"])
    other = again(one)
    other.words = "from elsewhere"
    other.state = "closed"
    other.save()
    before = blob(one)
    assert one.words == "a"
    one.refresh_from_db()
    assert (one.words, one.names, one.state) == ("from elsewhere", ["b"], "closed")
    one.save()
    assert blob(one) == before


def test_reloading_some_columns_leaves_the_others() -> None:
    one = saved(words="a", names=["b"])
    other = again(one)
    other.words, other.names, other.state = "c", ["d"], "closed"
    other.save()
    one.refresh_from_db(fields=["words"])
    assert (one.words, one.names, one.state) == ("c", ["b"], "open")
    one.refresh_from_db(fields=["state"])
    assert (one.words, one.names, one.state) == ("c", ["b"], "closed")


def test_reloading_opens_nothing() -> None:
    one = saved(words="a")
    keyring.clear()
    one.refresh_from_db()
    with pytest.raises(LockedError):
        _ = one.words


def test_a_blob_from_another_row_does_not_open() -> None:
    one, other = saved(words="a"), saved(words="b")
    put(one, blob(other) or b"")
    with pytest.raises(TamperedError):
        _ = again(one).words


def test_a_blob_from_another_row_under_the_same_record_key_does_not_open() -> None:
    one = saved(words="a")
    other = Thing(operation_id=OPERATION, record_key=one.record_key, words="b")
    other.save()
    put(one, blob(other) or b"")
    with pytest.raises(TamperedError):
        _ = again(one).words


def test_a_blob_from_another_field_does_not_open() -> None:
    one = saved(words="a", names=["b"])
    put(one, blob(one, "names") or b"")
    with pytest.raises(TamperedError):
        _ = again(one).words


def test_a_row_moved_to_another_operation_does_not_open() -> None:
    one = saved(words="a")
    Thing.unscoped.filter(pk=one.pk).update(operation_id=ELSEWHERE)
    with pytest.raises(TamperedError):
        _ = again(one).words


def test_a_row_given_another_record_key_does_not_open() -> None:
    one, other = saved(words="a"), saved(words="b")
    Thing.unscoped.filter(pk=one.pk).update(record_key=other.record_key)
    with pytest.raises(TamperedError):
        _ = again(one).words


def test_a_blob_relabelled_for_another_record_key_does_not_open() -> None:
    one, other = saved(words="a"), saved(words="b")
    stored = blob(one) or b""
    put(one, stored[:1] + other.record_key_id.bytes + stored[17:])
    Thing.unscoped.filter(pk=one.pk).update(record_key=other.record_key)
    with pytest.raises(TamperedError):
        _ = again(one).words


@pytest.mark.parametrize("stored", [b"", b"\x01", b"\x02" * 80, b"\x01" * 17, b"\x01" * 80])
def test_bytes_that_are_no_blob_are_told_as_such(stored: bytes) -> None:
    one = saved(words="a")
    put(one, stored)
    with pytest.raises(TamperedError):
        _ = again(one).words


def test_a_row_read_before_can_be_moved_under_another_key() -> None:
    one = saved(words="a", names=["b"])
    found = again(one)
    assert (found.words, found.names) == ("a", ["b"])
    found.record_key = RecordKey.objects.make(OPERATION, "thing")
    found.save()
    assert (again(one).words, again(one).names) == ("a", ["b"])


def test_a_row_not_read_before_cannot_lose_its_values_under_another_key() -> None:
    found = again(saved(words="a"))
    found.record_key = RecordKey.objects.make(OPERATION, "thing")
    with pytest.raises(TamperedError):
        found.save()


def test_a_locked_operation_opens_and_seals_nothing() -> None:
    one = saved(words="a")
    found = again(one)
    keyring.clear()
    with pytest.raises(LockedError):
        _ = found.words
    found.words = "b"
    with pytest.raises(LockedError):
        found.save()


def test_another_operations_keys_open_nothing(open_vault: OperationKeys) -> None:
    one = saved(words="a")
    stranger = OperationKeys.new(OPERATION)
    keyring.put([stranger])
    with pytest.raises(TamperedError):
        _ = again(one).words
    keyring.put([open_vault])
    assert again(one).words == "a"


def test_what_was_sealed_with_a_destroyed_key_opens_never_again(open_vault: OperationKeys) -> None:
    one, other = saved(words="a"), saved(words="b")
    wrapped = bytes(one.record_key.wrapped or b"")
    one.record_key.destroy()
    keyring.put([open_vault])
    with pytest.raises(ErasedError):
        _ = again(one).words
    found = again(one)
    found.words = "anew"
    with pytest.raises(ErasedError), transaction.atomic():
        found.save()
    key = RecordKey.objects.get(pk=one.record_key_id)
    assert (key.wrapped, key.destroyed_on is None) == (None, False)
    assert keyring.record_key(key.pk) is None
    assert wrapped
    assert again(other).words == "b"


def test_it_is_not_written_down_in_clear() -> None:
    found = again(saved(words="Haddad"))
    assert found.words == "Haddad"
    with pytest.raises(TypeError, match="not written down"):
        pickle.dumps(found)
    with pytest.raises(TypeError, match="not written down"):
        copy.deepcopy(found)
    with pytest.raises(TypeError, match="is sealed"):
        serializers.serialize("json", [found])
    assert "Haddad" not in repr(found.__dict__)


def test_the_migration_knows_the_field_by_its_permanent_name() -> None:
    field = Thing._meta.get_field("words")
    assert isinstance(field, SealedField)
    _name, path, args, kwargs = field.deconstruct()
    assert (path, args, kwargs) == ("fristad.server.vault.fields.SealedField", ["sample.thing.words"], {})


def test_the_second_of_two_who_change_a_row_is_told() -> None:
    one = saved(words="a")
    first, second = again(one), again(one)
    first.words = "first"
    first.save_over(first.version)
    second.words = "second"
    with pytest.raises(StaleError):
        second.save_over(second.version)
    assert (again(one).words, again(one).version, second.version) == ("first", 2, 1)


def test_rows_are_reached_through_a_door_only() -> None:
    with pytest.raises(OutsideDoorError, match="Thing is reached through its door"):
        Thing.objects.all()
