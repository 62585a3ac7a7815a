"""Emptying tables after tests that need real transactions: the log's triggers refuse it, as they should."""

from django.db import connection
from django.test import TransactionTestCase

from fristad.server.audit import triggers

_empty_the_tables = TransactionTestCase._fixture_teardown


def _without_triggers(case: TransactionTestCase) -> None:
    with connection.schema_editor() as editor:
        triggers.drop(None, editor)
    _empty_the_tables(case)
    with connection.schema_editor() as editor:
        triggers.create(None, editor)


TransactionTestCase._fixture_teardown = _without_triggers  # type: ignore[method-assign]
