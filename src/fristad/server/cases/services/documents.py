"""Taking in a document, handing it out, withdrawing it, and sweeping up files that have no document."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from fristad.server.accounts.actor import Actor
from fristad.server.audit import services as audit
from fristad.server.cases.documents import limits, store
from fristad.server.cases.documents.kinds import KINDS, RefusedKindError
from fristad.server.cases.models import Case, Document
from fristad.server.cases.pure.text import LINE_CHARACTERS, clean_line, safe_file_name
from fristad.server.cases.services.shut import refuse_shut
from fristad.server.cases.services.work import due_rewrite
from fristad.server.common.problems import WrongInputError
from fristad.server.jobs.work import Work
from fristad.server.vault import streams
from fristad.server.vault.models import RecordKey

REFUSALS = {
    "unknown": _(
        "This file is none of the kinds that are kept here: PDF, PNG, JPEG, WebP, plain text in UTF-8, Word, Excel or "
        "OpenDocument text. Save it as one of them, best as PDF."
    ),
    "code": _(
        "This file can make a computer do something (a program, a script, a web page, a drawing with script, macros), "
        "so it is not kept here. Save it as PDF or as a picture."
    ),
    "broken": _("This file does not open as what it says it is. Save it again, or take a picture of it."),
    "pixels": _("This picture is too large to be opened safely. Save it with at most 40 million pixels."),
}


def document_add(actor: Actor, case: Case, *, title: str, name: str, content: bytes) -> Document:
    """Check a file and keep it sealed in a case. `name` is what its sender called it.

    Nothing is kept of a file that is refused. Raises `WrongInputError` with one sentence, `TooManyError`.
    """
    refuse_shut(case)
    try:
        checked = limits.check(content, name, Path(settings.RUN))
    except RefusedKindError as refused:
        raise WrongInputError(REFUSALS[refused.reason]) from refused
    key = RecordKey.fresh(case.operation_id, "document")
    called = clean_line(name[:LINE_CHARACTERS])
    told = {
        "title": title or safe_file_name(called, KINDS[checked.kind].extension),
        "name": called,
        "kind": checked.kind,
        "size": len(checked.content),
    }
    document = Document(operation_id=case.operation_id, record_key=key, case=case, by_id=actor.staff_id, told=told)
    half = store.write(document.pk, streams.seal(key, document.pk, checked.content))
    try:
        with audit.act(actor, "document.added", document, case):
            key.save(force_insert=True)
            document.save(force_insert=True)
            due_rewrite(case)
            store.put(half)
    finally:
        half.unlink(missing_ok=True)
    return document


def document_open(actor: Actor, document: Document, purpose: str) -> bytes:
    """Return the content of a document that was reached through its door: one entry in the log.

    Raises `ErasedError`, `TamperedError`, `TooManyError`.
    """
    content = streams.unseal(document.record_key, document.pk, store.read(document.pk))
    audit.read(actor, document, purpose)
    return content


def file_name(document: Document) -> str:
    """Return the name under which a document is handed out, rebuilt from what its sender called it."""
    return safe_file_name(document.told["name"], KINDS[document.told["kind"]].extension)


def sweep(work: Work) -> None:
    """Remove files that have no document, or one whose key was destroyed, and what was never finished."""
    store.drop_half_written()
    found = store.old_ids()
    while ids := list(islice(found, 500)):
        work.check()
        for each in set(ids) - _living(ids):
            store.drop(each)
            work.done += 1


def _living(ids: list[UUID]) -> set[UUID]:
    rows = Document.unscoped.filter(pk__in=ids, record_key__wrapped__isnull=False)
    return set(rows.values_list("pk", flat=True))
