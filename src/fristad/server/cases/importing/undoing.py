"""Undoing an import: what it made is erased where nobody has worked on it since; the rest stays and is named."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.db import models

from fristad.server.accounts.actor import Actor
from fristad.server.audit.models import Entry
from fristad.server.audit.services import act
from fristad.server.cases.importing.services import OWN_ACTIONS
from fristad.server.cases.models import Case, CaseImport, Double, ImportedCase, ImportState, Note, Person
from fristad.server.cases.services.erasing import case_destroy
from fristad.server.cases.words_retention import IMPORT_UNDONE
from fristad.server.common.problems import WrongInputError
from fristad.server.custody import erasure
from fristad.server.custody.erasure import Destroyed

#: Cases that are erased in one transaction.
STEP = 4
#: Rows that hang on a case or person without anybody having worked there.
_NOT_WORK = (Case, Double, ImportedCase, Note)


@dataclass
class Undone:
    """How many cases were erased, how many were gone already, and the codes of those that stay."""

    erased: int = 0
    gone: int = 0
    stay: list[str] = field(default_factory=list)


def undo(actor: Actor, record: CaseImport, watch: Callable[[], None] = lambda: None) -> Undone:
    """Erase what an import made. Broken off, it goes on at the next call. Raises `LockedError`, `StaleError`."""
    done, destroyed = Undone(), list[Destroyed]()
    if record.state != ImportState.UNDOING:
        with act(actor, "cases.undo_begun", record):
            record.state = ImportState.UNDOING
            record.save_over(record.version)
    rows = iter(_made_by(record))
    while chunk := list(islice(rows, STEP)):
        with act(actor, "cases.undo_went_on", record):
            destroyed += filter(None, (_undo_one(actor, each, done) for each in chunk))
        for _each in chunk:
            watch()
    with act(actor, "cases.import_undone", record, detail={"erased": done.erased, "stay": len(done.stay)}):
        record.state = ImportState.UNDONE
        record.told = {**record.told, "left": len(done.stay)}
        record.save_over(record.version)
    _finish(actor, destroyed)
    return done


def _made_by(record: CaseImport) -> list[ImportedCase]:
    rows = ImportedCase.unscoped.filter(made_by=record).select_related("case__person__record_key", "case__record_key")
    return list(rows.order_by("pk"))


def _undo_one(actor: Actor, imported: ImportedCase, done: Undone) -> Destroyed | None:
    case = imported.case
    if case.record_key.destroyed_on is not None:
        done.gone += 1
        return None
    if is_touched(case):
        done.stay.append(case.code)
        return None
    try:
        _proposal, gone = case_destroy(actor, case, IMPORT_UNDONE)
    except WrongInputError:  # a legal hold
        done.stay.append(case.code)
        return None
    done.erased += 1
    return gone


def _finish(actor: Actor, destroyed: list[Destroyed]) -> None:
    """Overwrite the files once, search them for all keys that went, and certify each erasure."""
    if destroyed:
        wrapped = tuple(key for each in destroyed for key in each.wrapped)
        erasure.finish(actor, Destroyed(destroyed[0].erasure, wrapped))
        erasure.certify_late(actor)


def is_touched(case: Case) -> bool:
    """Whether anybody wrote anything about the case or the person since the import made them.

    The log names each record that was written; rows that name the case or the person, of whatever app, are looked for
    too, since not every act on such a row names the case.
    """
    ids = (case.pk, case.person_id)
    written = Entry.objects.filter(record_id__in=ids, digest__isnull=False).exclude(action__in=OWN_ACTIONS)
    if written.exists() or Note.unscoped.filter(case=case).count() > 1:
        return True
    if Case.unscoped.filter(person=case.person_id).count() > 1:
        return True
    return any(rows.exists() for rows in (*_hanging_on(case), *_hanging_on(case.person)))


def _hanging_on(record: Case | Person) -> Iterator[models.QuerySet[Any]]:
    for relation in record._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ManyToOneRel) and relation.related_model not in _NOT_WORK:
            kind: Any = relation.related_model
            yield kind._base_manager.filter(**{relation.field.name: record.pk})
