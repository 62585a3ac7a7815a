"""Appends entries to the chain: the last statements of the transaction they describe."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db import connection

from fristad.server.audit.content import content
from fristad.server.audit.models import Entry, Seen
from fristad.server.common.clock import now
from fristad.server.common.problems import LockedError
from fristad.server.vault import chain, digests

#: First half of the advisory lock's key on PostgreSQL, so that it meets no other lock: "logs" in ASCII.
_LOCK_SPACE = 0x6C6F6773


@dataclass(frozen=True)
class Draft:
    """An entry that is still to be numbered and linked."""

    operation_id: UUID
    actor_id: UUID | None
    action: str
    purpose: str = ""
    label: str = ""
    record_id: UUID | None = None
    written: bool = False
    detail: dict[str, Any] = field(default_factory=dict)
    seen: frozenset[UUID] = frozenset()


def append(drafts: Sequence[Draft]) -> None:
    """Write the entries. The caller holds the transaction open and ends it next. Raises `LockedError`."""
    # In the order of their ids, so that two transactions never wait for each other.
    by_operation = sorted(drafts, key=lambda draft: draft.operation_id)
    for operation_id, group in groupby(by_operation, key=lambda draft: draft.operation_id):
        _append(operation_id, list(group))


def _append(operation_id: UUID, drafts: list[Draft]) -> None:
    wait_for_turn(operation_id)
    before = Entry.objects.filter(operation_id=operation_id).order_by("-sequence")
    sequence, link, used = before.values_list("sequence", "link", "key_version").first() or (0, chain.START, 1)
    link, version, at = bytes(link), chain.version(operation_id), now()
    if version < used:
        # Another process writes with a newer key already. An entry under the older one would look forged.
        raise LockedError
    stored = _digests(drafts)
    entries = []
    for draft in drafts:
        sequence += 1
        entry = Entry(
            operation_id=operation_id,
            sequence=sequence,
            at=at,
            actor_id=draft.actor_id,
            action=draft.action,
            purpose=draft.purpose,
            label=draft.label,
            record_id=draft.record_id,
            digest=stored.get((draft.label, draft.record_id)) if draft.written else None,
            detail=draft.detail,
            key_version=version,
        )
        entry.link = link = chain.link(operation_id, version, link, content(entry, draft.seen))
        entries.append(entry)
    Entry.objects.bulk_create(entries)
    rows = [
        Seen(entry=entry, record_id=each) for entry, draft in zip(entries, drafts, strict=True) for each in draft.seen
    ]
    Seen.objects.bulk_create(rows, batch_size=500)


def wait_for_turn(operation_id: UUID) -> None:
    """Let one transaction at a time append. On SQLite the whole transaction already has the only turn (IMMEDIATE).

    Taken as late as here, so that nobody waits for the slow part of another's work; held until the transaction ends,
    since the next one must read this one's link. The digests are read after it, so that they are not older than it.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            own_half = int.from_bytes(operation_id.bytes[:4], "big", signed=True)
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK_SPACE, own_half])


def _digests(drafts: list[Draft]) -> dict[tuple[str, UUID | None], bytes]:
    found: dict[tuple[str, UUID | None], bytes] = {}
    for label in {draft.label for draft in drafts if draft.written}:
        ids = {draft.record_id for draft in drafts if draft.written and draft.label == label and draft.record_id}
        found.update({(label, record_id): digest for record_id, digest in digests.of_many(label, ids).items()})
    return found
