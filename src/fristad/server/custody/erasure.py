"""Erasure: keys destroyed, traces removed, files overwritten and searched, then the certificate.

Without its record key a sealed value is noise, wherever a copy of it lies. What remains is to see that the wrapped key
itself is gone from the stored files too, so that nobody who later gets the operation's keys finds it there.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.apps import apps
from django.db import connection

from fristad.server.accounts.actor import Actor
from fristad.server.audit.services import act
from fristad.server.common.clock import today
from fristad.server.common.problems import NotThereError
from fristad.server.common.registry import duties
from fristad.server.custody import actions
from fristad.server.custody.models import Erasure
from fristad.server.custody.overwriting import BusyError, Searched, overwrite, search
from fristad.server.vault import tags
from fristad.server.vault.models import RecordKey, SealedModel

#: Backups of keys and archives of the database's log are kept this long at most (`back_up_and_restore`).
COPIES_KEPT = timedelta(days=35)
_PATIENCE = 20.0


@dataclass(frozen=True)
class Subject:
    """What is erased: a record that can be erased by itself, by label and id."""

    label: str
    record_id: UUID


def erase(actor: Actor, subject: Subject) -> Erasure:
    """Erase one record for ever. Returns its certificate.

    The keys are gone when this returns, even if `certified_on` is still None: then the stored files were in use and
    `certify_late` follows. Raises `NotThereError`, `LockedError`.
    """
    return finish(actor, destroy(actor, subject))


@dataclass(frozen=True)
class Destroyed:
    """An erasure whose keys are gone and whose files are not overwritten yet; the wrapped keys, to look for them."""

    erasure: Erasure
    wrapped: tuple[bytes, ...]


def finish(actor: Actor, gone: Destroyed) -> Erasure:
    """Overwrite and search, outside every transaction. Returns the certificate as `erase` does."""
    try:
        certify(actor, gone.erasure, gone.wrapped)
    except BusyError:
        return gone.erasure
    return Erasure.objects.get(pk=gone.erasure.pk)


def destroy(actor: Actor, subject: Subject) -> Destroyed:
    """Destroy the keys, within the transaction of a larger act. `finish` comes after it.

    Raises `NotThereError`, `LockedError`.
    """
    detail = {"label": subject.label, "record": subject.record_id}
    with act(actor, actions.ERASED, detail=detail) as done:
        keys = _keys_of(subject, actor.operation_id)
        wrapped = [bytes(key.wrapped) for key in keys if key.wrapped]
        destroy_keys(subject, keys)
        made = Erasure.objects.create(
            operation_id=actor.operation_id,
            label=subject.label,
            record_id=subject.record_id,
            key_ids=[str(key.pk) for key in keys],
            copies_end_on=today() + COPIES_KEPT,
        )
        done.detail["keys"] = len(keys)
    return Destroyed(made, tuple(wrapped))


def destroy_keys(subject: Subject, keys: Iterable[RecordKey]) -> None:
    """Destroy the keys of a record and take it out of the search. Done twice, it does no harm."""
    for key in keys:
        if key.destroyed_on is None:
            key.destroy()
    tags.drop(subject.record_id)


def _keys_of(subject: Subject, operation_id: UUID) -> list[RecordKey]:
    """Return the record's own key and those that the duties of all apps name. Raises `NotThereError`."""
    model: type[SealedModel] = apps.get_model(subject.label)
    row = model.unscoped.filter(pk=subject.record_id, operation_id=operation_id).first()
    if row is None:
        raise NotThereError
    ids = {row.record_key_id, *traces(subject)}
    return list(RecordKey.objects.select_for_update().filter(pk__in=ids, operation_id=operation_id).order_by("pk"))


def traces(subject: Subject) -> set[UUID]:
    """Have every app remove what shows the record without its key; return the keys that go with it."""
    return {key for duty in duties for key in duty.erase(subject.label, subject.record_id)}


def certify(actor: Actor, erasure: Erasure, wrapped: Sequence[bytes]) -> Searched:
    """Overwrite, search the files for the wrapped keys, and put the certificate into the log. Raises `BusyError`."""
    end = time.monotonic() + _PATIENCE
    overwrite(end)
    found = search(wrapped)
    while found.hits:
        # A reader may have held an old page; it is gone at the next try.
        if time.monotonic() > end:
            raise BusyError
        time.sleep(0.2)
        overwrite(end)
        found = search(wrapped)
    _note(actor, erasure, found)
    return found


def certify_late(actor: Actor) -> int:
    """Certify what could not be overwritten at once. The wrapped keys are gone, so nothing can be searched for."""
    waiting = list(Erasure.objects.filter(operation_id=actor.operation_id, certified_on=None))
    if waiting:
        overwrite(time.monotonic() + _PATIENCE)
    for each in waiting:
        _note(actor, each, Searched())
    return len(waiting)


def _note(actor: Actor, erasure: Erasure, found: Searched) -> None:
    detail = {
        "erasure": erasure.pk,
        "label": erasure.label,
        "record": erasure.record_id,
        "store": connection.vendor,
        "searched_files": found.files,
        "searched_bytes": found.size,
        "copies_end_on": erasure.copies_end_on.isoformat(),
    }
    with act(actor, actions.CERTIFIED, detail=detail):
        erasure.certified_on = today()
        erasure.save(update_fields=["certified_on"])
