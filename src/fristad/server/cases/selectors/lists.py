"""Lists of cases: filtered by readable columns in the database, by what is on the card in memory, paged by key.

Sealed values cannot be sorted or filtered by a database. So a filter on the card works once the others leave at most
`OPENED_AT_MOST` cases; until then the page asks to narrow first (security.md, "Lists").
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from fristad.server.accounts.actor import Actor
from fristad.server.cases import doors
from fristad.server.cases.models import Case, CaseState
from fristad.server.cases.selectors.giving import unattended
from fristad.server.common.clock import today

PAGE = 25
OPENED_AT_MOST = 5_000
#: A count stops here: beyond it the page says "1,000 or more".
COUNTED_AT_MOST = 1_000

OWNERS = {
    "me": pgettext_lazy("cases", "Mine"),
    "none": pgettext_lazy("cases", "Nobody's yet"),
    "": pgettext_lazy("cases", "Everybody's"),
}
DUES = {
    "": _("Any day"),
    "overdue": pgettext_lazy("cases", "Overdue"),
    "today": pgettext_lazy("cases", "Due today"),
    "week": pgettext_lazy("cases", "Due within a week"),
}
ORDERS = {"changed": _("Changed last"), "due": _("Due first"), "opened": _("Opened last")}


@dataclass(frozen=True)
class Filters:
    """What a list shows. Empty means: not filtered by it. `group` and `language` are on the card."""

    state: str = CaseState.OPEN
    owner: str = ""
    risk: str = ""
    due: str = ""
    group: str = ""
    language: str = ""
    order: str = "changed"

    @property
    def on_card(self) -> bool:
        """Whether cards must be opened to filter."""
        return bool(self.group or self.language)


@dataclass(frozen=True)
class CasePage:
    """One page. `count` is exact up to `COUNTED_AT_MOST`; `too_many` asks to narrow before cards are opened."""

    rows: list[Case]
    count: int
    more: str | None
    too_many: bool = False

    @property
    def is_capped(self) -> bool:
        """Whether there are more than were counted."""
        return self.count > COUNTED_AT_MOST


def page(actor: Actor, filters: Filters, after: str | None = None) -> CasePage:
    """Return a page of cases in scope, after the key of the last row of the page before."""
    found = _ordered(_filtered(actor, filters), filters.order)
    if filters.on_card:
        return _page_by_card(found, filters, after)
    count = found.order_by()[: COUNTED_AT_MOST + 1].count()
    rows = _first(_after(found, filters.order, after).select_related("record_key", "owner__record_key"), filters)
    return CasePage(rows[:PAGE], count, _key(rows[PAGE - 1], filters.order) if len(rows) > PAGE else None)


def count(actor: Actor, filters: Filters) -> int:
    """Return how many cases there are, at most one more than `COUNTED_AT_MOST`."""
    return _filtered(actor, filters)[: COUNTED_AT_MOST + 1].count()


def _first(found: QuerySet[Case], filters: Filters) -> list[Case]:
    """Return the first rows of a page and one more. An index is followed within one state, so each has its turn."""
    states = [filters.state] if filters.state else CaseState.values
    rows = [row for state in states for row in found.filter(state=state)[: PAGE + 1]]
    return sorted(rows, key=lambda row: _place(row, filters.order))[: PAGE + 1]


def _place(row: Case, order: str) -> tuple[bool, int, UUID]:
    """Return what puts a row in order as the database does."""
    day: date | None = getattr(row, _COLUMN.get(order, "changed_on"))
    number = day.toordinal() if day else 0
    return day is None, number if order == "due" else -number, row.pk


def _page_by_card(found: QuerySet[Case], filters: Filters, after: str | None) -> CasePage:
    if found.order_by()[: OPENED_AT_MOST + 1].count() > OPENED_AT_MOST:
        return CasePage([], 0, None, too_many=True)
    kept = list(_on_card(found.select_related("record_key", "owner__record_key"), filters))
    start = next((place for place, row in enumerate(kept, 1) if _key(row, filters.order) == after), 0)
    rows = kept[start : start + PAGE]
    is_last = start + PAGE >= len(kept)
    return CasePage(rows, len(kept), None if is_last or not rows else _key(rows[-1], filters.order))


def _on_card(rows: Iterable[Case], filters: Filters) -> Iterable[Case]:
    for row in rows:
        card = row.card or {}
        if filters.group and card.get("group") != filters.group:
            continue
        if filters.language and filters.language not in (card.get("languages") or ()):
            continue
        yield row


def _filtered(actor: Actor, filters: Filters) -> QuerySet[Case]:
    found = doors.cases(actor)
    if filters.state:
        found = found.filter(state=filters.state)
    if filters.risk:
        found = found.filter(risk=filters.risk)
    if filters.owner == "me":
        found = found.filter(owner_id=actor.staff_id)
    elif filters.owner == "none":
        found = found.filter(unattended(actor))
    return found.filter(_due(filters.due, today()))


def _due(due: str, day: date) -> Q:
    match due:
        case "overdue":
            return Q(next_on__lt=day)
        case "today":
            return Q(next_on__lte=day) & (Q(due_on=day) | Q(review_on=day))
        case "week":
            end = day + timedelta(days=7)
            return Q(next_on__lte=end) & (Q(due_on__range=(day, end)) | Q(review_on__range=(day, end)))
        case _:
            return Q()


_COLUMN = {"changed": "changed_on", "opened": "created_on", "due": "next_on"}


def _ordered(found: QuerySet[Case], order: str) -> QuerySet[Case]:
    column = F(_COLUMN.get(order, "changed_on"))
    by = column.asc(nulls_last=True) if order == "due" else column.desc()
    return found.order_by(by, "id")


def _key(row: Case, order: str) -> str:
    value = getattr(row, _COLUMN.get(order, "changed_on"))
    return f"{value or '-'}~{row.pk}"


def _after(found: QuerySet[Case], order: str, after: str | None) -> QuerySet[Case]:
    if not after:
        return found
    try:
        written, pk = after.split("~")
        last, day = UUID(pk), None if written == "-" else date.fromisoformat(written)
    except ValueError:
        return found
    column = _COLUMN.get(order, "changed_on")
    same = Q(**{column: day}, pk__gt=last) if day else Q(**{f"{column}__isnull": True}, pk__gt=last)
    if day is None:
        return found.filter(same)
    if order == "due":
        return found.filter(same | Q(next_on__gt=day) | Q(next_on__isnull=True))
    return found.filter(same | Q(**{f"{column}__lt": day}))
