"""Emptying tables after tests that need real transactions: the log's triggers refuse it, as they should."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db import connection
from django.test import TransactionTestCase

from fristad.server.audit import triggers

_empty_the_tables = TransactionTestCase._fixture_teardown


@contextmanager
def _without_triggers() -> Iterator[None]:
    with connection.schema_editor() as editor:
        triggers.drop(None, editor)
    yield
    with connection.schema_editor() as editor:
        triggers.create(None, editor)


def _teardown(case: TransactionTestCase) -> None:
    with _without_triggers():
        _empty_the_tables(case)


def emptied() -> None:
    """Empty every table, after tests that share what they wrote."""
    with _without_triggers():
        call_command("flush", verbosity=0, interactive=False, allow_cascade=True, inhibit_post_migrate=False)


TransactionTestCase._fixture_teardown = _teardown  # type: ignore[method-assign]
