"""Keeping what somebody looked for, sealed behind a random address."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q

from fristad.server.accounts.actor import Actor
from fristad.server.audit.quotas import likeness
from fristad.server.audit.services import searched, together
from fristad.server.cases.models import Search
from fristad.server.cases.pure import names
from fristad.server.cases.selectors import search as selector
from fristad.server.common.clock import today
from fristad.server.vault.models import RecordKey

#: An unsaved search can be gone back to for this long.
KEPT = timedelta(days=1)


def search_begin(actor: Actor, words: str) -> Search:
    """Keep the words of a search, and let go of this person's old ones."""
    with together():
        drop_old(Q(staff_id=actor.staff_id))
        key = RecordKey.objects.make(actor.operation_id, "search")
        made = Search(operation_id=actor.operation_id, record_key=key, staff_id=actor.staff_id, words=words)
        made.save(force_insert=True)
    return made


def search_run(actor: Actor, search: Search) -> selector.Found:
    """Look, and log the search with the ids it shows. Raises `TooManyError` beyond the day's quota."""
    found = selector.find(actor, search.words)
    asked = selector.wanted(search.words)
    keys = sorted(key for word in names.keys(asked.name) for key in word)
    marks = likeness(actor.operation_id, search.words, keys)
    searched(actor, "cases.case", [case.pk for case in found.cases], marks)
    return found


def search_save(actor: Actor, search: Search, label: str) -> Search:
    """Keep a search under a name."""
    search.saved = True
    search.label = label
    search.save()
    return search


def drop_old(whose: Q | None = None) -> None:
    """Erase unsaved searches whose time is over: key and row."""
    old = Search.unscoped.filter(whose or Q(), saved=False, created_on__lt=today() - KEPT).select_related("record_key")
    for each in old:
        key = each.record_key
        each.delete()
        key.destroy()
