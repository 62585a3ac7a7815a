"""The only way to do or read something about a person: together with its entry in the log, or not at all."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db import models, transaction

from fristad.server.audit import actions, quotas
from fristad.server.audit.content import checked
from fristad.server.audit.who import Who, is_service, pretends, through
from fristad.server.audit.writing import Draft, append
from fristad.server.common.problems import Problem
from fristad.server.vault import digests


class Act:
    """What is being done. `touch` names records made in the body; `detail` may be filled there too."""

    def __init__(self, actor: Who, action: str, purpose: str | None, detail: dict[str, Any] | None) -> None:
        actions.require(action, purpose)
        self.detail: dict[str, Any] = {**(detail or {}), **through(actor)}
        self._draft = Draft(actor.operation_id, actor.staff_id, action, purpose or "")
        self._records: dict[tuple[str, UUID], None] = {}

    def touch(self, *records: models.Model) -> None:
        """Name records that this act changes, makes or removes: each gets an entry. Name one before it is deleted."""
        for record in records:
            self._records[digests.label_of(record), digests.id_of(record)] = None

    def drafts(self) -> list[Draft]:
        """Return one entry for each record, or one without a record."""
        draft = replace(self._draft, detail=checked(self.detail))
        if not self._records:
            return [draft]
        return [replace(draft, label=label, record_id=each, written=True) for label, each in self._records]


class _Pending(threading.local):
    """The entries that wait for the end of this thread's outermost act."""

    drafts: list[Draft] | None = None


_pending = _Pending()


@contextmanager
def together() -> Iterator[None]:
    """Join several acts into one transaction whose last statements are all their entries.

    Nested, it is a savepoint: what fails in it and is caught outside leaves neither change nor entry. Raises
    RuntimeError inside a transaction that someone else opened, since then the entries would not come last.
    """
    outer = _pending.drafts
    if outer is None:
        with transaction.atomic(durable=True):
            yield from _outermost()
        return
    before = len(outer)
    try:
        with transaction.atomic():
            yield
    except BaseException:
        del outer[before:]
        raise


def _outermost() -> Iterator[None]:
    drafts: list[Draft] = []
    _pending.drafts = drafts
    try:
        yield
        append(drafts)
    finally:
        _pending.drafts = None


@contextmanager
def act(
    actor: Who, action: str, *records: models.Model, purpose: str | None = None, detail: dict[str, Any] | None = None
) -> Iterator[Act]:
    """Do what the body does, and its entry; both or neither.

    `records` are those changed (more with `touch`); `detail` holds ids, counts and names of fields, never a value.
    Raises `UnknownActionError`, `PersonalDetailError`, `LockedError`, and a plain `Problem`, as of any fault, for
    somebody who is made to sign in.
    """
    if pretends(actor):
        raise Problem
    made = Act(actor, action, purpose, detail)
    made.touch(*records)
    with together():
        yield made
        _add(*made.drafts())


def _add(*drafts: Draft) -> None:
    if _pending.drafts is None:
        raise RuntimeError("an entry outside a transaction of the log")
    _pending.drafts.extend(drafts)


def read(actor: Who, record: models.Model, purpose: str, action: str = actions.OPENED) -> None:
    """Log that a record is opened, before it is shown. Raises `TooManyError` beyond the day's quota."""
    read_all(actor, [record], purpose, action)


def read_all(actor: Who, records: Iterable[models.Model], purpose: str, action: str = actions.OPENED) -> None:
    """Log that some records are opened, before they are shown or leave the office: each counts. Raises as `read`."""
    actions.require(action, purpose)
    labels = {digests.id_of(record): digests.label_of(record) for record in records}
    with together():
        if not is_service(actor):
            _alarm(actor, quotas.count_opened(actor, labels))
        draft = Draft(actor.operation_id, actor.staff_id, action, purpose, detail=through(actor))
        _add(*(replace(draft, label=kind, record_id=pk) for pk, kind in labels.items()))


def listed(actor: Who, kind: str, ids: Iterable[UUID], purpose: str, action: str = actions.LISTED) -> None:
    """Log one page of a list with the ids on it, before it is shown. `kind` is a label such as `cases.case`.

    Raises `TooManyError` beyond the day's quota.
    """
    actions.require(action, purpose)
    ids = frozenset(ids)
    with together():
        if ids and action == actions.LISTED and not is_service(actor):
            _alarm(actor, quotas.count_listed(actor, ids))
        draft = Draft(actor.operation_id, actor.staff_id, action, purpose, label=kind, seen=ids)
        _add(replace(draft, detail=through(actor)))


def searched(actor: Who, kind: str, ids: Iterable[UUID], likeness: quotas.Likeness, purpose: str = "search") -> None:
    """Log one search with the ids it shows. Raises `TooManyError` beyond the day's quota.

    `likeness` says what was looked for, in keyed marks only, so that runs of similar names are noticed.
    """
    with together():
        if not is_service(actor):
            _alarm(actor, quotas.count_search(actor, likeness))
        listed(actor, kind, ids, purpose, actions.SEARCHED)


def _alarm(actor: Who, kinds: Iterable[str]) -> None:
    for kind in kinds:
        _add(Draft(actor.operation_id, actor.staff_id, quotas.ALARM, detail={"kind": kind, **through(actor)}))
        for handler in quotas.alarm_handlers:
            handler(actor, kind)
