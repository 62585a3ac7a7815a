"""Keeping what somebody looked for, sealed behind a random address."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from fristad.server.accounts.actor import Actor
from fristad.server.audit.quotas import likeness
from fristad.server.audit.services import searched, together
from fristad.server.cases.models import Case, Search
from fristad.server.cases.pure import names
from fristad.server.cases.selectors import search as selector
from fristad.server.common.clock import today
from fristad.server.common.problems import WrongInputError
from fristad.server.vault.models import RecordKey

#: An unsaved search can be gone back to for this long.
KEPT = timedelta(days=1)
#: More names than this nobody reads through.
MOST_SAVED = 50


def search_begin(actor: Actor, words: str) -> Search:
    """Keep the words of a search, and let go of this person's old ones."""
    with together():
        drop_old(Q(staff_id=actor.staff_id))
        return _keep(actor, words)


def list_save(actor: Actor, choices: dict[str, str], label: str) -> Search:
    """Keep the choices of a list under a name. Raises `WrongInputError` for too many."""
    with together():
        return search_save(actor, _keep(actor, choices), label)


def _keep(actor: Actor, words: str | dict[str, str]) -> Search:
    key = RecordKey.objects.make(actor.operation_id, "search")
    made = Search(operation_id=actor.operation_id, record_key=key, staff_id=actor.staff_id, words=words)
    made.save(force_insert=True)
    return made


def search_run(actor: Actor, search: Search) -> selector.Found:
    """Look, and log the search with the ids it shows. Raises `TooManyError` beyond the day's quota."""
    found = selector.find(actor, search.typed)
    asked = selector.wanted(search.typed)
    keys = sorted(key for word in names.keys(asked.name) for key in word)
    marks = likeness(actor.operation_id, search.typed, keys)
    searched(actor, "cases.case", [case.pk for case in found.cases], marks)
    return found


def looked_alike(actor: Actor, words: list[str], found: list[Case]) -> None:
    """Log that somebody looked for doubles of a name before a case is made: a search like any other.

    Raises `TooManyError` beyond the day's quota.
    """
    text = " ".join(words)
    keys = sorted(key for word in names.keys(text) for key in word)
    searched(actor, "cases.case", [case.pk for case in found], likeness(actor.operation_id, text, keys), "duplicates")


def search_save(actor: Actor, search: Search, label: str) -> Search:
    """Keep one's own search under a name. Raises `WrongInputError` for too many."""
    others = Search.unscoped.filter(staff_id=actor.staff_id, saved=True).exclude(pk=search.pk)
    if others.count() >= MOST_SAVED:
        raise WrongInputError(_("You keep %(most)s already. Delete one first.") % {"most": MOST_SAVED})
    search.saved = True
    search.label = label
    search.save()
    return search


def search_drop(search: Search) -> None:
    """Erase one's own search: key and row."""
    with together():
        _erase(search)


def drop_old(whose: Q | None = None) -> None:
    """Erase unsaved searches whose time is over: key and row."""
    old = Search.unscoped.filter(whose or Q(), saved=False, created_on__lt=today() - KEPT).select_related("record_key")
    for each in old:
        _erase(each)


def _erase(search: Search) -> None:
    key = search.record_key
    search.delete()
    key.destroy()
