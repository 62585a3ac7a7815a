"""How much one person may read in a day, and when others are told.

Two numbers each: at the first the supervisors are told and work goes on; at the second it stops until the next day.
Both are settings (`AUDIT_QUOTAS`), since an operation knows its own days.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count, QuerySet
from django.utils import timezone

from fristad.server.audit import actions
from fristad.server.audit.models import Entry, SearchMark, Seen
from fristad.server.audit.who import Who
from fristad.server.common.clock import today
from fristad.server.common.problems import TooManyError
from fristad.server.common.registry import Slot
from fristad.server.vault import tags

DEFAULTS = {
    "opened_alarm": 150,
    "opened_stop": 600,
    # Cases on pages of lists, each once.
    "listed_alarm": 1_000,
    "listed_stop": 5_000,
    "searches_alarm": 200,
    "searches_stop": 1000,
    # So many different searches in a day that share one name key: somebody tries spellings of one name.
    "alike_alarm": 12,
}

#: Told of each alarm, once a person and day: `handler(actor, kind)` with kind `opened`, `listed`, `searches`
#: or `alike`.
alarm_handlers: Slot[Callable[[Any, str], None]] = Slot("alarms", "who is told when a reading quota is passed")

ALARM = actions.register("quota.alarm", "read more than one person usually does in a day")


@dataclass(frozen=True)
class Likeness:
    """What was searched for, in keyed marks that nobody can read back. See `likeness`."""

    exact: bytes
    alike: frozenset[bytes]


def likeness(operation_id: UUID, words: str, name_keys: Iterable[str]) -> Likeness:
    """Return the marks of one search: of its words as typed and of the name keys they become.

    Made for another purpose than search tags, so that a thief cannot tell from them which record was looked for.
    """
    exact = tags.tag(operation_id, "quota/exact", words)
    return Likeness(exact, frozenset(tags.tag(operation_id, "quota/alike", each) for each in name_keys))


def limit(name: str) -> int:
    """Return a limit from the settings, or its default."""
    return int({**DEFAULTS, **getattr(settings, "AUDIT_QUOTAS", {})}[name])


def count_opened(actor: Who, record_ids: Collection[UUID]) -> list[str]:
    """Count some more opened records and return the alarms they raise. Raises `TooManyError`."""
    opened = _today(actor).filter(record_id__isnull=False, digest__isnull=True)
    new = set(record_ids) - set(opened.filter(record_id__in=record_ids).values_list("record_id", flat=True))
    if not new:
        return []
    return _passed(actor, "opened", opened.values("record_id").distinct().count() + len(new))


def count_listed(actor: Who, record_ids: Collection[UUID]) -> list[str]:
    """Count the records of one more page of a list and return the alarms they raise. Raises `TooManyError`."""
    seen = Seen.objects.filter(entry__in=_today(actor).filter(action=actions.LISTED))
    if seen.count() + len(record_ids) <= min(limit("listed_alarm"), limit("listed_stop")):
        return []
    known = set(seen.values_list("record_id", flat=True))
    return _passed(actor, "listed", len(known.union(record_ids)))


def count_search(actor: Who, search: Likeness) -> list[str]:
    """Count one more search and return the alarms it raises. Raises `TooManyError`."""
    alarms = _passed(actor, "searches", _today(actor).filter(action=actions.SEARCHED).count() + 1)
    return alarms + _alike(actor, search)


def _passed(actor: Who, kind: str, count: int) -> list[str]:
    if count > limit(f"{kind}_stop"):
        raise TooManyError
    return [kind] if count > limit(f"{kind}_alarm") and not _told(actor, kind) else []


def _alike(actor: Who, search: Likeness) -> list[str]:
    day, staff_id = today(), actor.staff_id or UUID(int=0)
    SearchMark.objects.filter(day__lt=day).delete()
    SearchMark.objects.bulk_create(
        [
            SearchMark(operation_id=actor.operation_id, staff_id=staff_id, day=day, alike=alike, exact=search.exact)
            for alike in sorted(search.alike)
        ],
        ignore_conflicts=True,
    )
    mine = SearchMark.objects.filter(staff_id=staff_id, day=day, alike__in=search.alike)
    runs = mine.values("alike").annotate(times=Count("pk")).values_list("times", flat=True)
    return ["alike"] if max(runs, default=0) > limit("alike_alarm") and not _told(actor, "alike") else []


def _today(actor: Who) -> QuerySet[Entry]:
    start = timezone.make_aware(datetime.combine(today(), time.min))
    return Entry.objects.filter(actor_id=actor.staff_id, operation_id=actor.operation_id, at__gte=start)


def _told(actor: Who, kind: str) -> bool:
    return _today(actor).filter(action=ALARM, detail__kind=kind).exists()
