"""What a thief of the database can read is a closed list."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models

from fristad.server.vault.fields import SealedField
from fristad.server.vault.models import SealedModel
from fristad.server.vault.readable import OPEN_ENDED, READABLE, SEALED_MODEL

#: A readable text no longer than this can hold a code or a state, hardly a story.
SHORT = 64
WHERE = "src/fristad/server/vault/readable.py"


def kinds() -> Iterator[type[models.Model]]:
    for kind in apps.get_models(include_auto_created=True):
        if kind.__module__.startswith("fristad."):
            yield kind


def readable(kind: type[models.Model]) -> set[str]:
    columns = {field.attname for field in kind._meta.concrete_fields if not isinstance(field, SealedField)}
    return columns - SEALED_MODEL if issubclass(kind, SealedModel) else columns


def test_every_readable_column_is_in_the_closed_list() -> None:
    extra = {
        kind._meta.label_lower: sorted(found)
        for kind in kinds()
        if (found := readable(kind) - READABLE.get(kind._meta.label_lower, frozenset()))
    }
    assert not extra, (
        f"These columns lie readable in the database: {extra}. If a thief could learn anything about a person from "
        f"one, make it a SealedField. Otherwise add it to _READABLE in {WHERE}."
    )


def test_the_closed_list_names_nothing_that_is_not_there() -> None:
    there = {kind._meta.label_lower: readable(kind) for kind in kinds()}
    gone = {label: sorted(left) for label, columns in READABLE.items() if (left := columns - there.get(label, set()))}
    assert not gone, f"Take these out of _READABLE in {WHERE}: {gone}"
    assert set(READABLE) <= set(there), f"Take these models out of _READABLE in {WHERE}: {set(READABLE) - set(there)}"


def test_no_readable_column_has_room_for_a_story() -> None:
    open_ended = models.TextField | models.JSONField | models.FileField | models.GenericIPAddressField
    found = {
        f"{kind._meta.label_lower}.{field.attname}"
        for kind in kinds()
        for field in kind._meta.concrete_fields
        if isinstance(field, open_ended)
        or (isinstance(field, models.CharField) and (field.max_length or SHORT + 1) > SHORT)
    }
    long_but_no_words = {"accounts.staff.password"}
    assert found - long_but_no_words == set(OPEN_ENDED), f"Seal these, or give the reason in OPEN_ENDED of {WHERE}"


def test_every_sealed_field_has_a_permanent_name_of_its_own() -> None:
    names = [
        (field.field_id, kind._meta.label_lower)
        for kind in kinds()
        for field in kind._meta.concrete_fields
        if isinstance(field, SealedField)
    ]
    twice = sorted({each for each in names if [name for name, _kind in names].count(each[0]) > 1})
    assert not twice, f"Two fields with one field_id could stand in for each other: {twice}"


@pytest.mark.parametrize("column", ["name", "given_names", "birth_date", "nationality", "sex", "phone", "address"])
def test_the_list_holds_no_such_column(column: str) -> None:
    assert all(column not in columns for columns in READABLE.values())
