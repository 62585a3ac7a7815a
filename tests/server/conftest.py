"""What the server's tests share: opened keys, and the same tests on PostgreSQL.

A test marked `both_databases` runs on SQLite with all others, and once more on PostgreSQL (`test_on_postgres.py`).
"""

import uuid
from collections.abc import Iterator

import pytest

from fristad.server.vault.keyring import OperationKeys, keyring
from tests.server import emptying  # noqa: F401 - takes effect when loaded

#: The invented operation of the tests, and another one beside it.
OPERATION = uuid.UUID("10000000-0000-4000-8000-000000000001")
ELSEWHERE = uuid.UUID("20000000-0000-4000-8000-000000000002")


@pytest.fixture
def open_vault() -> Iterator[OperationKeys]:
    """Hold fresh keys of `OPERATION` and `ELSEWHERE`; give those of `OPERATION`."""
    keys = OperationKeys.new(OPERATION)
    keyring.put([keys, OperationKeys.new(ELSEWHERE)])
    yield keys
    keyring.clear()
