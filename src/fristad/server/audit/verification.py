"""Does the log still say what was written, and do the stored rows still look as it says?

Streams: memory does not grow with the log. Nobody has to stop working meanwhile; what was written after the start is
left for the next time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain as one_after_another
from itertools import islice
from uuid import UUID

from django.apps import apps
from django.db import models, transaction
from django.db.models import Q

from fristad.server.audit.content import content
from fristad.server.audit.heads import Head, current
from fristad.server.audit.models import Entry, Seen
from fristad.server.audit.writing import wait_for_turn
from fristad.server.common.registry import Slot
from fristad.server.vault import chain, digests
from fristad.server.vault.models import SealedModel

#: How many rows are read at a time.
PAGE = 500
_OF_WRITTEN = ("operation_id", "sequence", "label", "record_id", "digest")


class Kind(StrEnum):
    """What is wrong, in words for the report."""

    MISSING = "entries are missing before this one, which cannot be judged itself"
    REPEATED = "a second entry with this number"
    CHANGED = "this entry is not as it was written, or not by this service"
    REWRITTEN = "this entry has another link than the kept head"
    CUT = "the log ends before the kept head"
    PUT_BACK = "the stored row is not as this entry, the last of its record, left it"
    UNLOGGED = "the row was written without an entry"
    FACTORS = "the second factors of this person are not those that were set up"


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong. `sequence` is 0 where no entry is concerned."""

    kind: Kind
    sequence: int
    label: str = ""
    record_id: UUID | None = None

    def __str__(self) -> str:
        where = f"entry {self.sequence}" if self.sequence else "no entry"
        return f"{where}{f', {self.label} {self.record_id}' if self.label else ''}: {self.kind.value}"


#: What upper parts judge besides rows with entries: each takes the operation.
judges: Slot[Callable[[UUID], Iterable[Fault]]] = Slot("verification", "what is judged besides rows with entries")


@dataclass(frozen=True)
class Report:
    """What a verification found: the first `KEPT` faults and the number of all."""

    KEPT = 1000

    operation_id: UUID
    head: Head | None
    faults: tuple[Fault, ...]
    count: int

    @property
    def is_whole(self) -> bool:
        """Return whether nothing is wrong."""
        return self.count == 0


def verify(operation_id: UUID, heads: Iterable[Head] = ()) -> Report:
    """Judge the whole log of an operation and every row it speaks of. Raises `LockedError`.

    `heads` were kept outside; without one, an end that was cut off cannot be noticed.
    """
    head = current(operation_id)
    last = head.sequence if head else 0
    faults = one_after_another(
        _in_chain(operation_id, last, heads),
        _in_rows(operation_id, last),
        _unlogged(operation_id),
        *(judge(operation_id) for judge in judges),
    )
    kept = tuple(islice(faults, Report.KEPT))
    return Report(operation_id, head, kept, len(kept) + sum(1 for _each in faults))


def _in_chain(operation_id: UUID, last: int, heads: Iterable[Head]) -> Iterator[Fault]:
    kept = _by_sequence(operation_id, heads)
    expected, previous, version = 1, chain.START, 1
    for entry, seen in _walk(operation_id, last):
        if entry.sequence < expected:
            yield Fault(Kind.REPEATED, entry.sequence)
            continue
        if entry.sequence > expected:
            yield Fault(Kind.MISSING, entry.sequence)
        elif entry.key_version < version or not _is_linked(entry, seen, previous):
            yield Fault(Kind.CHANGED, entry.sequence)
        link = bytes(entry.link)
        if not all(head.matches(link) for head in kept.pop(entry.sequence, ())):
            yield Fault(Kind.REWRITTEN, entry.sequence)
        # From here with the link as stored, so that one fault is told once.
        # A key that was replaced, and may have become known, makes no later entry.
        expected, previous, version = entry.sequence + 1, link, max(version, entry.key_version)
    for sequence in sorted(each for each in kept if each > last):
        yield Fault(Kind.CUT, sequence)


def _by_sequence(operation_id: UUID, heads: Iterable[Head]) -> dict[int, list[Head]]:
    kept: dict[int, list[Head]] = {}
    for head in heads:
        if head.operation_id == operation_id:
            kept.setdefault(head.sequence, []).append(head)
    return kept


def _is_linked(entry: Entry, seen: Iterable[UUID], previous: bytes) -> bool:
    try:
        link = chain.link(entry.operation_id, entry.key_version, previous, content(entry, seen))
    except KeyError:  # a version of the key that never was
        return False
    return chain.same(link, bytes(entry.link))


def _walk(operation_id: UUID, last: int) -> Iterator[tuple[Entry, list[UUID]]]:
    """Yield every entry in order, each with the ids of its list."""
    rows = Entry.objects.filter(operation_id=operation_id, sequence__lte=last).order_by("sequence", "pk")
    after = Q()
    while page := list(rows.filter(after)[:PAGE]):
        seen: dict[int, list[UUID]] = {entry.pk: [] for entry in page}
        for entry_id, record_id in Seen.objects.filter(entry__in=seen).values_list("entry_id", "record_id"):
            seen[entry_id].append(record_id)
        yield from ((entry, seen[entry.pk]) for entry in page)
        end = page[-1]
        after = Q(sequence__gte=end.sequence) & (Q(sequence__gt=end.sequence) | Q(pk__gt=end.pk))


def _in_rows(operation_id: UUID, last: int) -> Iterator[Fault]:
    """Compare the last entry of each record that was written with the row as it is stored."""
    unaudited = {kind._meta.label_lower for kind in apps.get_models() if not getattr(kind, "audited", True)}
    newest = (entry for entry in _newest(operation_id, last) if entry.label not in unaudited)
    while page := list(islice(newest, PAGE)):
        yield from _put_back(page)


def _newest(operation_id: UUID, last: int) -> Iterator[Entry]:
    """Yield the last entry of each record that was written. One pass along the index of records, without sorting."""
    of_record: dict[str, Entry] = {}
    current: UUID | None = None
    for entry in _along_records(operation_id, last):
        if entry.record_id != current:
            yield from of_record.values()
            of_record, current = {}, entry.record_id
        of_record[entry.label] = entry
    yield from of_record.values()


def _along_records(operation_id: UUID, last: int) -> Iterator[Entry]:
    # Without `sequence__lte`: SQLite would then walk along the other index and sort the whole log for each page.
    written = Entry.objects.filter(operation_id=operation_id, digest__isnull=False, record_id__isnull=False)
    rows = written.order_by("record_id", "sequence").only(*_OF_WRITTEN)
    after = Q()
    while page := list(rows.filter(after)[:PAGE]):
        yield from (entry for entry in page if entry.sequence <= last)
        end = page[-1]
        # The first condition says nothing new; with it the databases seek the place instead of counting up to it.
        after = Q(record_id__gte=end.record_id) & (Q(record_id__gt=end.record_id) | Q(sequence__gt=end.sequence))


def _put_back(entries: list[Entry]) -> Iterator[Fault]:
    for label in sorted({entry.label for entry in entries}):
        of_label = [entry for entry in entries if entry.label == label]
        stored = _stored(label, of_label)
        for entry in of_label:
            if entry.record_id and stored.get(entry.record_id) != _digest_of(entry) and not _is_as_logged(entry):
                yield Fault(Kind.PUT_BACK, entry.sequence, label, entry.record_id)


def _stored(label: str, entries: list[Entry]) -> dict[UUID, bytes]:
    try:
        return digests.of_many(label, [entry.record_id for entry in entries if entry.record_id])
    except LookupError:  # a kind that does not exist
        return {}


def _digest_of(entry: Entry) -> bytes | None:
    return None if entry.digest is None else bytes(entry.digest)


def _is_as_logged(seen: Entry) -> bool:
    """Look again while nobody can add to the log: the row may have been changed properly between two looks."""
    with transaction.atomic():
        wait_for_turn(seen.operation_id)
        of_record = Entry.objects.filter(operation_id=seen.operation_id, label=seen.label, record_id=seen.record_id)
        newest = of_record.filter(digest__isnull=False).order_by("-sequence").first()
        return newest is not None and _stored(seen.label, [newest]).get(newest.record_id or UUID(int=0)) == _digest_of(
            newest
        )


def audited_models() -> list[type[models.Model]]:
    """Return every kind of row that is written with an entry only.

    Those with sealed fields, unless they say `audited = False` (rows that the service itself keeps for an hour), and
    those without that say `audited = True`. `operation_path` tells where the operation of a row stands.
    """
    kinds = [kind for kind in apps.get_models() if getattr(kind, "audited", issubclass(kind, SealedModel))]
    return sorted(kinds, key=lambda kind: kind._meta.label_lower)


def _unlogged(operation_id: UUID) -> Iterator[Fault]:
    for kind in audited_models():
        path = getattr(kind, "operation_path", "operation_id")
        rows = kind._base_manager.filter(**{path: operation_id}).order_by("pk")
        place = Q()
        while page := list(rows.filter(place).only("pk")[:PAGE]):
            yield from _without_entry(operation_id, kind._meta.label_lower, page)
            place = Q(pk__gt=page[-1].pk)


def _without_entry(operation_id: UUID, label: str, page: list[models.Model]) -> Iterator[Fault]:
    ids = [digests.id_of(row) for row in page]
    logged = Entry.objects.filter(operation_id=operation_id, label=label, record_id__in=ids, digest__isnull=False)
    known = set(logged.values_list("record_id", flat=True))
    for record_id in ids:
        if record_id not in known:
            yield Fault(Kind.UNLOGGED, 0, label, record_id)
